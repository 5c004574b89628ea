import type { RefundRecord } from '../records.ts';
import { share, sumOf } from './statistics.ts';

/** How much fraud is found when only so many refunds are looked at. */
export interface CurvePoint {
  readonly reviewsPerThousand: number;
  /** Share of all fraud value among these refunds; null if there is no fraud. */
  readonly valueCaught: number | null;
}

/** The reviews per 1,000 refunds at which rules are compared. */
export const REFERENCE_REVIEWS = 20;

/** How far a curve goes, in reviews per 1,000 refunds. */
export const CURVE_END = 100;

/**
 * Returns the refunds, the most suspicious first. Among equals the one of higher value comes first, then the
 * earlier one.
 */
export function rankBy(
  refunds: readonly RefundRecord[],
  score: (refund: RefundRecord) => number,
): readonly RefundRecord[] {
  return refunds
    .map((refund) => ({ refund, score: score(refund) }))
    .toSorted((a, b) => compare(b.score, a.score) || b.refund.valueMinor - a.refund.valueMinor)
    .map(({ refund }) => refund);
}

/** Returns the highest expected loss the gate gave a refund, or its value if there is no model. */
export function highestLossOf({ highestLossMinor, valueMinor }: RefundRecord): number {
  return highestLossMinor ?? valueMinor;
}

/** Returns the expected loss when the gate paid or asked a person; if there is none, the highest one. */
export function verdictLossOf(refund: RefundRecord): number {
  return refund.verdictLossMinor ?? highestLossOf(refund);
}

/** Returns how many refunds are looked at if `perThousand` of every 1,000 are. */
export function reviewsAt(refunds: number, perThousand: number): number {
  return Math.floor((refunds * perThousand) / 1000);
}

/** Returns the share of fraud value among the first of a ranking, for 0 to 100 reviews per 1,000. */
export function captureCurve(ranked: readonly RefundRecord[]): readonly CurvePoint[] {
  const total = sumOf(ranked, fraudValueOf);
  let caught = 0;
  let looked = 0;
  return Array.from({ length: CURVE_END + 1 }, (_, reviewsPerThousand) => {
    for (const until = reviewsAt(ranked.length, reviewsPerThousand); looked < until; looked += 1) {
      const refund = ranked[looked];
      if (refund !== undefined) caught += fraudValueOf(refund);
    }
    return { reviewsPerThousand, valueCaught: share(caught, total) };
  });
}

/** Returns a curve's value at the reviews at which rules are compared. */
export function caughtAtReference(curve: readonly CurvePoint[]): number | null {
  return curve.find((point) => point.reviewsPerThousand === REFERENCE_REVIEWS)?.valueCaught ?? null;
}

/** Returns a refund's value if it is a fraud, otherwise zero. */
export function fraudValueOf({ fraud, valueMinor }: RefundRecord): number {
  return fraud ? valueMinor : 0;
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
