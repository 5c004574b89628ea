import { describe, expect, it } from 'vitest';
import {
  captureCurve,
  caughtAtReference,
  highestLossOf,
  rankBy,
  verdictLossOf,
} from '../../../lib/lab/backtest/score/ranking.ts';
import { aFraud, aRecord, many } from './records.ts';

describe('a ranking', () => {
  it('puts the highest score first, of equals the dearer, then the earlier', () => {
    const refunds = [
      aRecord({ refundId: 'cheap', valueMinor: 1 }),
      aRecord({ refundId: 'dear', valueMinor: 9 }),
      aRecord({ refundId: 'dear too', valueMinor: 9 }),
      aRecord({ refundId: 'suspicious', valueMinor: 1, highestLossMinor: 5 }),
      aRecord({ refundId: 'unseen', valueMinor: 3, highestLossMinor: Number.NEGATIVE_INFINITY }),
    ];
    const ranked = rankBy(refunds, ({ highestLossMinor }) => highestLossMinor ?? 0);
    expect(ranked.map(({ refundId }) => refundId)).toStrictEqual([
      'suspicious',
      'dear',
      'dear too',
      'cheap',
      'unseen',
    ]);
  });

  it('goes by the value where no decision had an expected loss', () => {
    const record = aRecord({ valueMinor: 700 });
    expect([highestLossOf(record), verdictLossOf(record)]).toStrictEqual([700, 700]);
    const judged = aRecord({ valueMinor: 700, highestLossMinor: 0, verdictLossMinor: null });
    expect([highestLossOf(judged), verdictLossOf(judged)]).toStrictEqual([0, 0]);
    expect(verdictLossOf(aRecord({ highestLossMinor: 8, verdictLossMinor: 3 }))).toBe(3);
  });
});

describe('a curve of value caught', () => {
  // 200 refunds: one more is looked at with every 5 of 1,000. The frauds stand at places 1, 4 and 10.
  const ranked = many(200, (index) =>
    index === 0
      ? aFraud({ valueMinor: 50 })
      : index === 3
        ? aFraud({ valueMinor: 30 })
        : index === 9
          ? aFraud({ valueMinor: 20 })
          : aRecord({ valueMinor: 1000 }),
  );
  const curve = captureCurve(ranked);

  it.each([
    [0, 0],
    [4, 0],
    [5, 0.5],
    [19, 0.5],
    [20, 0.8],
    [49, 0.8],
    [50, 1],
    [100, 1],
  ])('is at %d reviews per 1,000 %d', (reviews, caught) => {
    expect(curve[reviews]).toStrictEqual({ reviewsPerThousand: reviews, valueCaught: caught });
  });

  it('is compared at 20 reviews per 1,000', () => {
    expect(caughtAtReference(curve)).toBe(0.8);
  });

  it('is null where there is no fraud', () => {
    expect(caughtAtReference(captureCurve([aRecord()]))).toBeNull();
  });
});
