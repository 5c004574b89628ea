import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lnGamma } from '../../../../lib/domain/shared/numerics/ln-gamma.ts';
import { golden, relativeError } from '../../numerics/golden.ts';

describe('the logarithm of the gamma function', () => {
  test.each(golden.lnGamma)('at %d agrees with mpmath to 1e-13', (x, expected) => {
    expect(relativeError(lnGamma(x), expected)).toBeLessThan(1e-13);
  });

  test('follows its recurrence on both sides of every seam between its ranges', () => {
    const seams = [0.5, 1.5, 2.5, 9, 10];
    for (const x of seams.flatMap((seam) => [seam * (1 - 1e-15), seam, seam * (1 + 1e-15)])) {
      expect(Math.abs(lnGamma(x + 1) - lnGamma(x) - Math.log(x))).toBeLessThan(1e-14 * (1 + lnGamma(x + 1)));
    }
  });

  test('is convex', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x) => {
        const step = x / 100;
        expect(lnGamma(x - step) + lnGamma(x + step)).toBeGreaterThan(2 * lnGamma(x));
      }),
    );
  });

  test.each([0, -0, -1, -2.5, NaN, Infinity])('refuses %d', (x) => {
    expect(() => lnGamma(x)).toThrow(new RangeError(`x must be a positive finite number, got ${x}`));
  });
});
