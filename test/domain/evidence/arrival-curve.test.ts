import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivedShare } from '../../../lib/domain/evidence/arrival-curve.ts';

describe('the share of scans that have arrived', () => {
  const curve = {
    atOnce: 0.2,
    perHour: [
      [0, 0.1],
      [10, 0.05],
      [20, 0],
    ],
  } as const;

  test.each([
    [0, 0.2],
    [5, 1 - 0.8 * Math.exp(-0.5)],
    [10, 1 - 0.8 * Math.exp(-1)],
    [14, 1 - 0.8 * Math.exp(-1.2)],
    [20, 1 - 0.8 * Math.exp(-1.5)],
    [1000, 1 - 0.8 * Math.exp(-1.5)],
    [Number.POSITIVE_INFINITY, 1],
  ])('after %d hours of 0.1 an hour, then 0.05, then none, is %d', (hours, share) => {
    expect(arrivedShare(curve, hours)).toBeCloseTo(share, 14);
  });

  test('that come at once or not at all needs no rates', () => {
    expect(arrivedShare({ atOnce: 1, perHour: [] }, 0)).toBe(1);
    expect(arrivedShare({ atOnce: 0, perHour: [] }, 100)).toBe(0);
  });

  test('counts nothing before the first hour of its rates', () => {
    expect(arrivedShare({ atOnce: 0, perHour: [[24, 1]] }, 24)).toBe(0);
    expect(arrivedShare({ atOnce: 0, perHour: [[24, 1]] }, 25)).toBeCloseTo(1 - Math.exp(-1), 14);
  });

  test('never falls with age and stays between the share at once and one', () => {
    const curves = fc.record({
      atOnce: fc.double({ min: 0, max: 1, noNaN: true }),
      perHour: fc
        .uniqueArray(fc.tuple(fc.nat(100), fc.double({ min: 0, max: 2, noNaN: true })), {
          selector: ([hour]) => hour,
          maxLength: 4,
        })
        .map((steps) => steps.toSorted(([a], [b]) => a - b)),
    });
    const hours = fc.double({ min: 0, max: 500, noNaN: true });
    fc.assert(
      fc.property(curves, hours, hours, (curve, a, b) => {
        const [younger, older] = [arrivedShare(curve, Math.min(a, b)), arrivedShare(curve, Math.max(a, b))];
        expect(younger).toBeGreaterThanOrEqual(curve.atOnce - 1e-15);
        expect(older).toBeGreaterThanOrEqual(younger);
        expect(older).toBeLessThanOrEqual(1);
      }),
    );
  });
});
