import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPLOYEE_RATES, lnBayesFactor, lnMixture, RING_RATES } from '../../lib/domain/rate-risk.ts';

describe('the Bayes factor of a count', () => {
  const models = [EMPLOYEE_RATES, RING_RATES];
  const of = (observed: number, expected: number, model = EMPLOYEE_RATES) =>
    lnBayesFactor({ observed, expected }, model, [-20, 20]);

  test('speaks against nobody who does less than expected, however much less', () => {
    const counts = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.05, max: 500, noNaN: true }),
    );
    fc.assert(
      fc.property(counts, fc.constantFrom(...models), ([share, expected], model) => {
        expect(of(share * expected, expected, model)).toBeLessThanOrEqual(0);
      }),
    );
    expect(of(0, 65)).toBe(0);
  });

  test('rises with what was seen beyond the expected', () => {
    const steps = [65, 90, 130, 195, 260].map((observed) => of(observed, 65));
    expect(steps).toStrictEqual(steps.toSorted((a, b) => a - b));
    expect(of(260, 65)).toBeGreaterThan(0);
    expect(of(130, 65)).toBeLessThan(0);
  });

  test('never steps: at the expected it is below 0 on both sides', () => {
    for (const model of models)
      for (const expected of [0.1, 1, 20, 300]) {
        expect(of(expected * 1.000001, expected, model)).toBeCloseTo(of(expected, expected, model), 4);
      }
  });
});

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
