import { describe, expect, it } from 'vitest';
import { quantile, share, wilsonInterval } from '../../../lib/lab/backtest/score/statistics.ts';

describe('a quantile', () => {
  it.each([
    [[5], 0.5, 5],
    [[1, 2], 0.5, 1],
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4, 5], 0.8, 4],
    [[1, 2, 3, 4, 5], 0.81, 5],
    [[1, 2, 3], 0, 1],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.5, 5],
    [[1, Number.POSITIVE_INFINITY], 0.8, Number.POSITIVE_INFINITY],
  ])('of %j at %d is %d, by nearest rank', (values, q, expected) => {
    expect(quantile(values, q)).toBe(expected);
  });

  it('of nothing is null', () => {
    expect(quantile([], 0.5)).toBeNull();
  });
});

it('a share of nothing is null, not zero', () => {
  expect(share(0, 0)).toBeNull();
  expect(share(1, 4)).toBe(0.25);
});

// The interval's definition (Wilson 1927): the shares from which the observed one lies just 1.96 deviations away.
it.each([
  [0, 10],
  [5, 10],
  [10, 10],
  [1, 100],
  [700, 1000],
])("the ends of Wilson's interval of %d in %d are 1.96 of their own deviations away", (hits, n) => {
  const { low, high } = wilsonInterval(hits, n);
  expect(low).toBeLessThanOrEqual(hits / n + 1e-12);
  expect(high).toBeGreaterThanOrEqual(hits / n - 1e-12);
  expect(high - low).toBeLessThan(1);
  for (const end of [low, high].filter((one) => one > 1e-9 && one < 1 - 1e-9)) {
    const deviation = Math.sqrt((end * (1 - end)) / n);
    expect(Math.abs(hits / n - end) / deviation).toBeCloseTo(1.959964, 5);
  }
});
