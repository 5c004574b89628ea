import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gammaTails,
  MAX_SHAPE,
  regularizedGammaP,
} from '../../../../lib/domain/shared/numerics/incomplete-gamma.ts';
import { golden } from '../../numerics/golden.ts';

const shapes = fc.double({ min: 0.01, max: 5000, noNaN: true });
const multiples = fc.double({ min: 0, max: 4, noNaN: true });

describe('the lower regularized incomplete gamma function', () => {
  test.each(golden.regularizedGammaP)('P(%d, %d) agrees with mpmath to 1e-12', (a, x, expected) => {
    expect(Math.abs(regularizedGammaP(a, x) - expected)).toBeLessThan(1e-12);
  });

  test('is 1 − e^(−x) for shape one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 800, noNaN: true }), (x) => {
        expect(Math.abs(regularizedGammaP(1, x) + Math.expm1(-x))).toBeLessThan(1e-14);
      }),
    );
  });

  test('never falls as x grows and stays a probability', () => {
    fc.assert(
      fc.property(shapes, multiples, multiples, (a, m, n) => {
        const low = regularizedGammaP(a, a * Math.min(m, n));
        const high = regularizedGammaP(a, a * Math.max(m, n));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        // Rounding may make neighbours trade places in the last digits, never more.
        expect(low - high).toBeLessThan(1e-12);
      }),
    );
  });

  test('meets itself where the series gives way to the continued fraction, up to the largest shape', () => {
    for (const a of [0.05, 1, 9.99, 10, 5000, MAX_SHAPE]) {
      const below = gammaTails(a, (a + 1) * (1 - Number.EPSILON));
      const above = gammaTails(a, a + 1);
      expect(Math.abs(above.lower - below.lower)).toBeLessThan(1e-12);
      expect(Math.abs(above.upper - below.upper)).toBeLessThan(1e-12);
    }
  });

  test('has two sides that sum to one, and a slope that is their rate of change over ln x', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 500, noNaN: true }),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        (a, m) => {
          const { lower, upper, slope } = gammaTails(a, a * m);
          expect(lower + upper).toBeCloseTo(1, 12);
          const h = 1e-5;
          const rise = regularizedGammaP(a, a * m * Math.exp(h)) - regularizedGammaP(a, a * m * Math.exp(-h));
          expect(slope).toBeCloseTo(rise / (2 * h), 6);
        },
      ),
    );
  });

  test('reaches its limits exactly', () => {
    expect(regularizedGammaP(3, 0)).toBe(0);
    expect(regularizedGammaP(3, Infinity)).toBe(1);
    expect(regularizedGammaP(5000, Number.MIN_VALUE)).toBe(0);
    expect(regularizedGammaP(0.05, Number.MAX_VALUE)).toBe(1);
  });

  test.each([
    [0, 1, 'shape must be a positive finite number, got 0'],
    [NaN, 1, 'shape must be a positive finite number, got NaN'],
    [MAX_SHAPE * 1.01, 1, 'shape must be at most 1000000, got 1010000'],
    [1, -1, 'x must be zero or positive, got -1'],
    [1, NaN, 'x must be zero or positive, got NaN'],
  ])('refuses shape %d with x %d', (a, x, message) => {
    expect(() => regularizedGammaP(a, x)).toThrow(new RangeError(message));
  });
});
