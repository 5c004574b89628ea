import { parseEvent } from '../../lib/contracts/parse-event.ts';

/** Stands for a field that is not there. */
export const MISSING = Symbol('missing');

/** Returns a copy of a JSON value with the field at `path` (`data.lines.0.sku`) set, or taken out. */
export function withField(value: unknown, path: string, field: unknown): unknown {
  const [head, ...rest] = path.split('.');
  if (head === undefined || head === '') return field;
  const inner: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, head) : undefined;
  const next = rest.length === 0 ? field : withField(inner, rest.join('.'), field);
  if (Array.isArray(value)) return value.map((one, index) => (index === Number(head) ? next : one));
  const others = Object.entries(value ?? {}).filter(([key]) => key !== head);
  return Object.fromEntries(next === MISSING ? others : [...others, [head, next]]);
}

/** Returns the paths an event is refused for; none when it is taken. */
export function problemPaths(event: unknown): readonly string[] {
  const parsed = parseEvent(event);
  return parsed.ok ? [] : parsed.refusal.problems.map(({ path }) => path);
}

/** Values that are no id: wrong types, wrong lengths, look-alikes, text directions, broken Unicode, prototypes. */
export const NO_IDS: readonly unknown[] = [
  MISSING,
  null,
  7,
  true,
  {},
  [],
  ['re_1'],
  '',
  ' ',
  're 1',
  're_1\n',
  'x'.repeat(129),
  'rе_1',
  'ｒe_1',
  're_1\u202e',
  '\u2066re_1',
  're\ud800',
  're*1',
  're"1',
  're%41',
  're%zz',
  're%c3%a9',
  're%C3',
  '%20',
  '<b>',
  're_1\u0000',
];

/** Returns wrong values of a field that may be left out: without those that mean absent. */
export function optional(values: readonly unknown[]): readonly unknown[] {
  return values.filter((value) => value !== MISSING && !isAbsent(value));
}

function isAbsent(value: unknown): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Values that are no amount of minor units. */
export const NO_AMOUNTS: readonly unknown[] = [
  MISSING,
  null,
  0,
  -0,
  -1,
  1.5,
  0.1 + 0.2,
  1e21,
  2 ** 53,
  Number.MIN_VALUE,
  '1',
  '1,000',
  '249500',
  true,
  [1],
  {},
];

/** Values that are no currency in use. */
export const NO_CURRENCIES: readonly unknown[] = [
  MISSING,
  null,
  978,
  '',
  'eur',
  'EURO',
  'XXX',
  'XAU',
  'DEM',
  'EUR ',
  'ЕUR',
  '__proto__',
  'constructor',
  ['EUR'],
];

/** Values that are no instant. */
export const NO_INSTANTS: readonly unknown[] = [
  MISSING,
  null,
  1_700_000_000_000,
  '',
  '2026-11-22',
  '2026-11-22T10:00:00',
  '2026-11-22T10:00:00+0100',
  '2026-02-30T10:00:00Z',
  '2026-11-22T24:00:00Z',
  '2026-11-22T10:00:60Z',
  '2026-11-22T10:00:61Z',
  '22.11.2026',
  '__proto__',
];
