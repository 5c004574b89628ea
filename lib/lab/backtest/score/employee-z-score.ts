import { DAY_MS } from '../../../domain/shared/calendar.ts';
import type { RefundRecord, StaffRecord } from '../records.ts';

/** From this z on, the naive rule names an employee. */
export const Z_LIMIT = 3;

/** How far back it counts. */
const WINDOW_DAYS = 90;

/** The fewest refunds in the window that an employee, or their peers, must have to be judged by. */
const LEAST_REFUNDS = 10;

/** What the naive rule on people says. */
export interface EmployeeZScores {
  /** The marker's z on the day a refund was asked for; without a marker or enough refunds, minus infinity. */
  readonly zOf: (refund: RefundRecord) => number;
  /** When each employee first reached the limit: the end of that day, in milliseconds. */
  readonly named: ReadonlyMap<string, number>;
}

interface Tally {
  refunds: number;
  lacking: number;
}

/**
 * Returns what the naive rule on people says. Each day it takes the share of an employee's refunds without an
 * independent scan over the last 90 days. It compares that with the share of the others of the same site and role,
 * in standard deviations of a binomial count. If these have too few refunds, it takes all others of the role. The
 * rule knows at once which scans will be missing; a real shop learns that days later. This favours the naive rule.
 */
export function employeeZScores(
  refunds: readonly RefundRecord[],
  employees: readonly StaffRecord[],
): EmployeeZScores {
  const window = new Window(employees);
  const byDay = Map.groupBy(
    refunds.filter(({ markedBy }) => markedBy !== null),
    ({ requestedAtMs }) => Math.floor(requestedAtMs / DAY_MS),
  );
  const named = new Map<string, number>();
  const zByDay = new Map<string, number>();
  for (const day of [...byDay.keys()].toSorted((a, b) => a - b)) {
    const today = byDay.get(day) ?? [];
    window.advance(day, today);
    for (const employeeId of new Set(today.flatMap(({ markedBy }) => markedBy ?? []))) {
      const z = window.zOf(employeeId);
      zByDay.set(`${day} ${employeeId}`, z);
      if (z >= Z_LIMIT && !named.has(employeeId)) named.set(employeeId, (day + 1) * DAY_MS);
    }
  }
  const zOf = ({ requestedAtMs, markedBy }: RefundRecord): number =>
    zByDay.get(`${Math.floor(requestedAtMs / DAY_MS)} ${markedBy ?? ''}`) ?? Number.NEGATIVE_INFINITY;
  return { zOf, named };
}

/** Counts of the last days by employee, by site and role, and by role. */
class Window {
  readonly #groups: ReadonlyMap<string, readonly [peers: string, role: string]>;
  readonly #tallies = new Map<string, Tally>();
  readonly #days: { readonly day: number; readonly refunds: readonly RefundRecord[] }[] = [];

  constructor(employees: readonly StaffRecord[]) {
    this.#groups = new Map(
      employees.map(({ employeeId, role, siteId }) => [
        employeeId,
        [`peers ${role} ${siteId ?? ''}`, `role ${role}`],
      ]),
    );
  }

  advance(day: number, refunds: readonly RefundRecord[]): void {
    this.#days.push({ day, refunds });
    this.#count(refunds, 1);
    for (let first = this.#days[0]; first !== undefined && first.day <= day - WINDOW_DAYS; ) {
      this.#count(first.refunds, -1);
      this.#days.shift();
      first = this.#days[0];
    }
  }

  zOf(employeeId: string): number {
    const own = this.#tally(`employee ${employeeId}`);
    if (own.refunds < LEAST_REFUNDS) return Number.NEGATIVE_INFINITY;
    for (const group of this.#groups.get(employeeId) ?? []) {
      const all = this.#tally(group);
      const others = { refunds: all.refunds - own.refunds, lacking: all.lacking - own.lacking };
      if (others.refunds >= LEAST_REFUNDS) return zScore(own, others);
    }
    return Number.NEGATIVE_INFINITY;
  }

  #count(refunds: readonly RefundRecord[], sign: 1 | -1): void {
    for (const { markedBy, lacksScan } of refunds) {
      if (markedBy === null) continue;
      for (const key of [`employee ${markedBy}`, ...(this.#groups.get(markedBy) ?? [])]) {
        const tally = this.#tally(key);
        tally.refunds += sign;
        if (lacksScan) tally.lacking += sign;
      }
    }
  }

  #tally(key: string): Tally {
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    const tally = { refunds: 0, lacking: 0 };
    this.#tallies.set(key, tally);
    return tally;
  }
}

/**
 * Returns the z-score. The others' share is moved half a refund towards the middle, so that a spotless team has a
 * deviation too.
 */
function zScore(own: Readonly<Tally>, others: Readonly<Tally>): number {
  const p = (others.lacking + 0.5) / (others.refunds + 1);
  return (own.lacking - own.refunds * p) / Math.sqrt(own.refunds * p * (1 - p));
}
