import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';

/** Returns the next instant after a given one at which a schedule runs. */
export type NextRun = (after: Date) => Date;

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** The longest time without a run. No valid cron expression has a longer one, except if it names only past years. */
const HORIZON_YEARS = 30;

/**
 * Returns when a schedule runs, from EventBridge Scheduler's `rate(…)` or `cron(…)` in UTC.
 *
 * A cron field may be `*`, `?`, a number or name, a range, a list and a step. The forms L, W and # are refused.
 *
 * @throws UnsupportedFeatureError for any other expression.
 */
export function parseScheduleExpression(expression: string, where: string): NextRun {
  const [, value, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const stepMs = Number(value) * (unitMs[unit ?? ''] ?? 0);
  if (stepMs > 0) return (after) => new Date(after.getTime() + stepMs);
  const [, cron] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const fields = cron?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) {
    throw new UnsupportedFeatureError(
      where,
      `the expression ${expression}`,
      'give rate(N minutes|hours|days) or cron with six fields',
    );
  }
  return parseCron(fields, expression, where);
}

interface FieldRange {
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
  /** The number of the first name. */
  readonly namesFrom?: number;
}

const ranges: readonly FieldRange[] = [
  { first: 0, last: 59 },
  { first: 0, last: 23 },
  { first: 1, last: 31 },
  { first: 1, last: 12, names: monthNames, namesFrom: 1 },
  { first: 1, last: 7, names: dayNames, namesFrom: 1 },
  { first: 1970, last: 2199 },
];

function parseCron(fields: readonly string[], expression: string, where: string): NextRun {
  const [minutes, hours, days, months, weekdays, years] = ranges.map((range, index) => {
    const allowed = parseField(fields[index] ?? '', range);
    if (allowed) return allowed;
    throw new UnsupportedFeatureError(
      where,
      `the expression ${expression}`,
      'use numbers, names, ranges, lists, steps, * and ?',
    );
  });
  const dayMatches = (at: Date): boolean =>
    years?.has(at.getUTCFullYear()) === true &&
    months?.has(at.getUTCMonth() + 1) === true &&
    days?.has(at.getUTCDate()) === true &&
    weekdays?.has(at.getUTCDay() + 1) === true;
  return (after) => {
    const at = new Date(Math.floor(after.getTime() / 60_000) * 60_000 + 60_000);
    const horizon = at.getUTCFullYear() + HORIZON_YEARS;
    while (at.getUTCFullYear() < horizon) {
      if (!dayMatches(at)) at.setUTCHours(24, 0, 0, 0);
      else if (!hours?.has(at.getUTCHours())) at.setUTCMinutes(60, 0, 0);
      else if (!minutes?.has(at.getUTCMinutes())) at.setUTCMinutes(at.getUTCMinutes() + 1);
      else return at;
    }
    return new Date(8.64e15);
  };
}

/** Returns the numbers that a field allows, or undefined when it is malformed. */
function parseField(field: string, range: FieldRange): ReadonlySet<number> | undefined {
  const allowed = new Set<number>();
  for (const part of field.split(',')) {
    const [, span = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const bounds =
      span === '*' || span === '?'
        ? [range.first, range.last]
        : span.split('-').map((text) => toNumber(text, range));
    const [from, to = part.includes('/') ? range.last : from] = bounds;
    if (from === undefined || to === undefined || bounds.length > 2 || Number(step) < 1) return undefined;
    if (!(from >= range.first && to <= range.last && from <= to)) return undefined;
    for (let value = from; value <= to; value += Number(step)) allowed.add(value);
  }
  return allowed;
}

function toNumber(text: string, range: FieldRange): number {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named !== -1) return named + (range.namesFrom ?? 0);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
