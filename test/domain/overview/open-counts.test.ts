import { describe, expect, it } from 'vitest';
import { type CountedReview, countOpen } from '../../../lib/domain/overview/open-counts.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/domain/shared/calendar.ts';

const NOW = new Date('2026-12-01T12:03:00.000Z');

function asked(agoMs: number, overrides: Partial<CountedReview> = {}): CountedReview {
  const askedAt = new Date(NOW.getTime() - agoMs).toISOString();
  return { askedAt, baseMinor: 10_000, expectedLossMinor: 700, ...overrides };
}

function count(...reviews: readonly CountedReview[]) {
  return countOpen(reviews, { now: NOW, more: false });
}

describe('the numbers of open reviews', () => {
  it('are nothing when nothing is open', () => {
    expect(count()).toStrictEqual({
      asOf: '2026-12-01T12:03:00.000Z',
      open: 0,
      byAge: { under4Hours: 0, under1Day: 0, under3Days: 0, older: 0 },
      oldestAskedAt: null,
      valueMinor: 0,
      expectedLossMinor: 0,
      withoutValue: 0,
      more: false,
    });
  });

  it.each([
    [-HOUR_MS, 'under4Hours'],
    [0, 'under4Hours'],
    [4 * HOUR_MS - 1, 'under4Hours'],
    [4 * HOUR_MS, 'under1Day'],
    [DAY_MS - 1, 'under1Day'],
    [DAY_MS, 'under3Days'],
    [3 * DAY_MS - 1, 'under3Days'],
    [3 * DAY_MS, 'older'],
    [400 * DAY_MS, 'older'],
  ] as const)('have a refund asked for %d ms ago in one class of age alone', (agoMs, age) => {
    const none = { under4Hours: 0, under1Day: 0, under3Days: 0, older: 0 };
    expect(count(asked(agoMs)).byAge).toStrictEqual({ ...none, [age]: 1 });
  });

  it('have the oldest, wherever it is in the list', () => {
    const oldest = asked(2 * DAY_MS);
    expect(count(asked(5), oldest, asked(DAY_MS)).oldestAskedAt).toBe(oldest.askedAt);
  });

  it('sum what is known and say of how many nothing is known', () => {
    const unknown = { baseMinor: null, expectedLossMinor: null };
    const { open, valueMinor, expectedLossMinor, withoutValue } = count(
      asked(1),
      asked(2, unknown),
      asked(3, { baseMinor: 5, expectedLossMinor: 0 }),
    );
    expect([open, valueMinor, expectedLossMinor, withoutValue]).toStrictEqual([3, 10_005, 700, 1]);
  });

  it('stay whole numbers when the values are as large as numbers can be', () => {
    const most = { baseMinor: Number.MAX_SAFE_INTEGER, expectedLossMinor: Number.MAX_SAFE_INTEGER };
    expect(count(asked(1, most), asked(1, most)).valueMinor).toBe(Number.MAX_SAFE_INTEGER);
  });
});
