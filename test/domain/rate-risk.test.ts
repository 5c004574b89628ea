import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lnMixture } from '../../lib/domain/rate-risk.ts';

describe('a mixture of two Bayes factors', () => {
  const ln = fc.double({ min: -20, max: 20, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test('is their mean by share, in ln', () => {
    fc.assert(
      fc.property(ln, ln, share, (first, second, of) => {
        const plain = Math.log((1 - of) * Math.exp(first) + of * Math.exp(second));
        expect(lnMixture(first, second, of)).toBeCloseTo(plain, 9);
      }),
    );
  });

  test('is one of them where the other has no share', () => {
    expect(lnMixture(3, -7, 0)).toBe(3);
    expect(lnMixture(3, -7, 1)).toBeCloseTo(-7, 12);
  });

  test('neither overflows nor vanishes', () => {
    expect(lnMixture(2000, -2000, 0.5)).toBeCloseTo(2000 - Math.LN2, 9);
    expect(lnMixture(-2000, -2000, 0.5)).toBeCloseTo(-2000, 9);
  });
});
