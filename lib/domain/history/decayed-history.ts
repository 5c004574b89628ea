import { COUNTERS, type Counter, type Counts } from './history.ts';

/** Counts of a history, decayed to a day: real numbers, exceptions no more in thousandths but in refunds. */
export type DecayedCounts = Readonly<Record<Counter, number>>;

const PERMILLE: ReadonlySet<Counter> = new Set(['lowExceptions', 'midExceptions', 'highExceptions']);

/** One part of a history and the day it stands for: a rolled-up week by its middle, or a week of days not rolled up yet. */
export interface DatedPart<Sum> {
  readonly dayNumber: number;
  readonly sum: Sum;
}

/** As of which day, and how fast, a history decays. */
export interface Decaying {
  readonly today: number;
  readonly halfLifeDays: number;
}

/**
 * Returns a history's counts as they weigh today: a part of `age` days ago weighs 2^(−age/half-life). The parts are summed
 * in their order, so that the same set gives the same bits.
 */
export function decayedCounts(
  parts: readonly DatedPart<Counts>[],
  { today, halfLifeDays }: Decaying,
): DecayedCounts {
  const sums = noCounts();
  for (const { dayNumber, sum } of parts) {
    const weight = 2 ** (-Math.max(0, today - dayNumber) / halfLifeDays);
    for (const counter of COUNTERS) sums[counter] += weight * (sum[counter] ?? 0);
  }
  for (const counter of PERMILLE) sums[counter] /= 1000;
  return sums;
}

/** Returns counts that are all zero. */
export function noCounts(): Record<Counter, number> {
  return {
    low: 0,
    mid: 0,
    high: 0,
    lowExceptions: 0,
    midExceptions: 0,
    highExceptions: 0,
    goodless: 0,
    incidents: 0,
    confirmed: 0,
    falseAttestations: 0,
    falseClaims: 0,
    neverCame: 0,
  };
}
