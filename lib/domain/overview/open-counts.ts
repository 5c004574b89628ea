import { DAY_MS, HOUR_MS } from '../shared/calendar.ts';

/** The classes of age, youngest first: each takes what is younger than its limit and in no class before it. */
export const AGE_CLASSES = [
  { age: 'under4Hours', belowMs: 4 * HOUR_MS },
  { age: 'under1Day', belowMs: DAY_MS },
  { age: 'under3Days', belowMs: 3 * DAY_MS },
  { age: 'older', belowMs: Number.POSITIVE_INFINITY },
] as const;

/** A class of age: how long ago a refund was asked for. */
export type AgeClass = (typeof AGE_CLASSES)[number]['age'];

/** What is counted of an open review. */
export interface CountedReview {
  /** When the refund was asked for. */
  readonly askedAt: string;
  /** In minor units of the base currency; null if the value is not known. */
  readonly baseMinor: number | null;
  /** In minor units of the base currency; all of the value if no probability could be calculated. */
  readonly expectedLossMinor: number | null;
}

/** The open reviews in numbers, in minor units of the base currency. */
export interface OpenCounts {
  /** When they were counted. */
  readonly asOf: string;
  readonly open: number;
  readonly byAge: Readonly<Record<AgeClass, number>>;
  /** When the oldest was asked for; null if none is open. */
  readonly oldestAskedAt: string | null;
  readonly valueMinor: number;
  readonly expectedLossMinor: number;
  /** How many have no known value, and so are in neither sum. */
  readonly withoutValue: number;
  /** True if there may be more: then these are the numbers of those with the largest expected losses. */
  readonly more: boolean;
}

/** Returns the numbers of open reviews. */
export function countOpen(
  reviews: readonly CountedReview[],
  { now, more }: { readonly now: Date; readonly more: boolean },
): OpenCounts {
  const byAge = { under4Hours: 0, under1Day: 0, under3Days: 0, older: 0 };
  let oldestAskedAt: string | null = null;
  let valueMinor = 0;
  let expectedLossMinor = 0;
  let withoutValue = 0;
  for (const { askedAt, baseMinor, expectedLossMinor: lossMinor } of reviews) {
    byAge[ageClassOf(now.getTime() - Date.parse(askedAt))] += 1;
    if (oldestAskedAt === null || askedAt < oldestAskedAt) oldestAskedAt = askedAt;
    valueMinor = sum(valueMinor, baseMinor ?? 0);
    expectedLossMinor = sum(expectedLossMinor, lossMinor ?? 0);
    if (baseMinor === null) withoutValue += 1;
  }
  const sums = { valueMinor, expectedLossMinor, withoutValue };
  return { asOf: now.toISOString(), open: reviews.length, byAge, oldestAskedAt, ...sums, more };
}

function ageClassOf(ageMs: number): AgeClass {
  return AGE_CLASSES.find(({ belowMs }) => ageMs < belowMs)?.age ?? 'older';
}

/** One value may be as large as a number can be. */
function sum(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER);
}
