import { describe, expect, test } from 'vitest';
import { clamp } from '../../../../lib/domain/shared/numerics/clamp.ts';

describe('clamping a number to an interval', () => {
  test.each([
    [-4, -3],
    [-3, -3],
    [0, 0],
    [8, 8],
    [9, 8],
    [Infinity, 8],
    [-Infinity, -3],
  ])('takes %d to %d', (x, expected) => {
    expect(clamp(x, [-3, 8])).toBe(expected);
  });

  test.each([
    [NaN, [0, 1], 'x must be a number, got NaN'],
    [0, [1, 0], 'the interval must not be empty, got [1, 0]'],
    [0, [NaN, 1], 'the interval must not be empty, got [NaN, 1]'],
  ] as const)('refuses %d in %j', (x, interval, message) => {
    expect(() => clamp(x, interval)).toThrow(new RangeError(message));
  });
});
