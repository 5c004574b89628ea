import type { FraudMethod } from '../../truth.ts';
import type { RefundRecord } from '../records.ts';
import { wasCaught } from './operating-point.ts';
import { fraudValueOf, REFERENCE_REVIEWS, reviewsAt } from './ranking.ts';
import { quantile, share, sumOf } from './statistics.ts';

/** How the gate does against one method of fraud. */
export interface MethodFigures {
  readonly method: FraudMethod;
  readonly frauds: number;
  readonly valueMinor: number;
  /** Share of its value that was escalated or denied. */
  readonly valueCaught: number | null;
  /** Share of its value among the first 20 of 1,000 by expected loss. */
  readonly valueCaughtAtReference: number | null;
  /** The median rank of its frauds among 1,000 refunds ranked by expected loss: 1 is the most suspicious. */
  readonly medianRankPerThousand: number | null;
}

/** Returns the figures of every method in a ranking, the costliest first. */
export function byMethod(ranked: readonly RefundRecord[]): readonly MethodFigures[] {
  const firstMissed = reviewsAt(ranked.length, REFERENCE_REVIEWS);
  const frauds = ranked.flatMap((refund, at) =>
    refund.method === null ? [] : [{ refund, at, method: refund.method }],
  );
  const methods = Map.groupBy(frauds, ({ method }) => method);
  return [...methods]
    .map(([method, placed]): MethodFigures => {
      const valueMinor = sumOf(placed, ({ refund }) => fraudValueOf(refund));
      const valueShare = (some: typeof placed) =>
        share(
          sumOf(some, ({ refund }) => fraudValueOf(refund)),
          valueMinor,
        );
      return {
        method,
        frauds: placed.length,
        valueMinor,
        valueCaught: valueShare(placed.filter(({ refund }) => wasCaught(refund))),
        valueCaughtAtReference: valueShare(placed.filter(({ at }) => at < firstMissed)),
        medianRankPerThousand: quantile(
          placed.map(({ at }) => ((at + 1) / ranked.length) * 1000),
          0.5,
        ),
      };
    })
    .toSorted((a, b) => b.valueMinor - a.valueMinor);
}
