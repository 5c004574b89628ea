import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logistic, logit } from '../../../../lib/domain/shared/numerics/logistic.ts';

describe('log-odds and probabilities', () => {
  test('undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 30, noNaN: true }), (x) => {
        const p = logistic(x);
        // Close to one the probability itself is rounded, which its log-odds feel as 1 / (1 − p).
        expect(Math.abs(logit(p) - x)).toBeLessThan(1e-12 + 1e-15 / (1 - p));
      }),
    );
  });

  test('neither overflow nor vanish at extremes', () => {
    expect([logistic(-1000), logistic(-Infinity), logistic(1000), logistic(Infinity)]).toStrictEqual([
      0, 0, 1, 1,
    ]);
    expect(logistic(-700)).toBe(Math.exp(-700));
    expect([logit(0), logit(1)]).toStrictEqual([-Infinity, Infinity]);
    expect(logit(Number.MIN_VALUE)).toBe(Math.log(Number.MIN_VALUE));
  });

  test('keep the distance from a half', () => {
    expect(logit(0.5)).toBe(0);
    expect(logit(0.5 + 2 ** -50)).toBeCloseTo(2 ** -48, 30);
    expect(logistic(0)).toBe(0.5);
  });

  test('are symmetric', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        expect(logistic(x) + logistic(-x)).toBeCloseTo(1, 14);
      }),
    );
  });

  test.each([-1e-9, 1 + 1e-9, NaN])('a probability of %d is refused', (p) => {
    expect(() => logit(p)).toThrow(new RangeError(`p must lie between 0 and 1, got ${p}`));
  });

  test('log-odds that are no number are refused', () => {
    expect(() => logistic(NaN)).toThrow(RangeError);
  });
});
