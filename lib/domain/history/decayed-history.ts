import { COUNTERS, type Counter, type Counts } from './history.ts';

/** Counts of a history, decayed to a day. They are real numbers; exceptions are in refunds, not in thousandths. */
export type DecayedCounts = Readonly<Record<Counter, number>>;

const PERMILLE: ReadonlySet<Counter> = new Set(['lowExceptions', 'midExceptions', 'highExceptions']);

/** One week of a history, and the number of its middle day. Its days may be rolled up or not. */
export interface DatedPart<Sum> {
  readonly dayNumber: number;
  readonly sum: Sum;
}

/** The day that a history is decayed to, and how fast it decays. */
export interface Decaying {
  readonly today: number;
  readonly halfLifeDays: number;
}

/**
 * Returns a history's counts as they weigh today: a part that is `age` days old weighs 2^(−age/half-life). The parts
 * are summed in their order, so that the same set gives the same bits.
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
