import { describe, expect, it } from 'vitest';
import {
  countIfPossible,
  countOpenReviews,
  MAX_COUNTED,
  RENEWED_MS,
} from '../../../lib/app/overview/count-open-reviews.ts';
import type { Log } from '../../../lib/app/ports.ts';
import type { CountedReview, OpenCounts } from '../../../lib/domain/overview/open-counts.ts';
import { HOUR_MS } from '../../../lib/domain/shared/calendar.ts';

const START = new Date('2026-12-01T12:00:00.000Z');

/** A store of the overview that is a list and one value. */
class Counting {
  now = START;
  reviews: CountedReview[] = [];
  saved: OpenCounts[] = [];
  readonly limits: number[] = [];
  readonly store = {
    reviewsWaiting: async (limit: number) => {
      this.limits.push(limit);
      return { reviews: this.reviews, more: false };
    },
    openCounts: async () => this.saved.at(-1),
    saveOpenCounts: async (counts: OpenCounts) => {
      this.saved.push(counts);
    },
  };

  async count(afterMs: number): Promise<OpenCounts> {
    this.now = new Date(START.getTime() + afterMs);
    return countOpenReviews({ store: this.store, now: () => this.now });
  }
}

const REVIEW: CountedReview = { askedAt: START.toISOString(), baseMinor: 10_000, expectedLossMinor: 700 };

describe('counting open reviews', () => {
  it('keeps the first numbers, also if nothing is open', async () => {
    const counting = new Counting();
    expect((await counting.count(0)).open).toBe(0);
    expect(counting.saved).toHaveLength(1);
    expect(counting.limits).toStrictEqual([MAX_COUNTED]);
  });

  it.each([
    [RENEWED_MS - 1, 1],
    [RENEWED_MS, 2],
    [RENEWED_MS + 1, 2],
  ])(
    'writes the same numbers again after a quarter of an hour, not before (%d ms)',
    async (afterMs, saved) => {
      const counting = new Counting();
      counting.reviews = [REVIEW];
      await counting.count(0);
      await counting.count(afterMs);
      expect(counting.saved).toHaveLength(saved);
    },
  );

  it('writes at once when a refund enters, is worth something else, or grows older than its class', async () => {
    const counting = new Counting();
    await counting.count(0);
    counting.reviews = [REVIEW];
    await counting.count(1);
    counting.reviews = [{ ...REVIEW, expectedLossMinor: 701 }];
    await counting.count(2);
    await counting.count(3);
    expect(counting.saved).toHaveLength(3);
    await counting.count(4 * HOUR_MS - 1);
    await counting.count(4 * HOUR_MS);
    expect(counting.saved.map(({ byAge }) => byAge.under1Day)).toStrictEqual([0, 0, 0, 0, 1]);
  });
});

describe('counting after a sweep', () => {
  it('says how many are open', async () => {
    const counting = new Counting();
    counting.reviews = [REVIEW, REVIEW];
    const report = () => expect.unreachable();
    expect(await countIfPossible({ store: counting.store, now: () => START, report })).toStrictEqual({
      openReviews: 2,
    });
  });

  it('reports a fault and lets the sweep end well', async () => {
    const { store } = new Counting();
    const reported: Parameters<Log>[0][] = [];
    const fault = async () => {
      throw new RangeError('throttled');
    };
    const deps = {
      store: { ...store, reviewsWaiting: fault },
      now: () => START,
      report: (line: Parameters<Log>[0]) => reported.push(line),
    };
    expect(await countIfPossible(deps)).toStrictEqual({});
    expect(reported).toStrictEqual([{ part: 'open reviews', fault: 'RangeError', message: 'throttled' }]);
  });
});
