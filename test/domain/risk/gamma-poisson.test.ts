import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPLOYEE_RATES, lnBayesFactor, RING_RATES } from '../../../lib/domain/risk/gamma-poisson.ts';

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
