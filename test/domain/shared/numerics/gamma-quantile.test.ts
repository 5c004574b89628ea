import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GammaComponent,
  gammaMixtureQuantile,
  gammaQuantile,
} from '../../../../lib/domain/shared/numerics/gamma-quantile.ts';
import { regularizedGammaP } from '../../../../lib/domain/shared/numerics/incomplete-gamma.ts';
import { golden, relativeError } from '../../numerics/golden.ts';

const probabilities = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const distributions = fc.record({
  shape: fc.double({ min: 0.05, max: 5000, noNaN: true }),
  rate: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
});
const mixtures = fc.array(
  fc
    .tuple(distributions, fc.double({ min: 1e-3, max: 1, noNaN: true }))
    .map(([distribution, weight]) => ({ ...distribution, weight })),
  { minLength: 1, maxLength: 4 },
);

function probabilityBelow(x: number, components: readonly GammaComponent[]): number {
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  return components.reduce(
    (sum, { weight, shape, rate }) => sum + (weight / total) * regularizedGammaP(shape, rate * x),
    0,
  );
}

describe('a quantile of a gamma distribution', () => {
  test.each(golden.gammaQuantile)(
    'at p = %d for shape %d and rate %d agrees with mpmath to 1e-10',
    (p, shape, rate, expected) => {
      expect(relativeError(gammaQuantile(p, { shape, rate }), expected)).toBeLessThan(1e-10);
    },
  );

  test('is where the cumulative probability equals p', () => {
    fc.assert(
      fc.property(probabilities, distributions, (p, { shape, rate }) => {
        expect(Math.abs(regularizedGammaP(shape, rate * gammaQuantile(p, { shape, rate })) - p)).toBeLessThan(
          1e-11,
        );
      }),
    );
  });

  test('grows with p', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.99, noNaN: true }), distributions, (p, distribution) => {
        expect(gammaQuantile(p, distribution)).toBeLessThan(gammaQuantile(p * 1.001, distribution));
      }),
    );
  });

  test.each([
    [0, 1, 1, 'p must lie between 0 and 1, both excluded, got 0'],
    [1, 1, 1, 'p must lie between 0 and 1, both excluded, got 1'],
    [NaN, 1, 1, 'p must lie between 0 and 1, both excluded, got NaN'],
    [0.5, 0, 1, 'shape must be a positive finite number, got 0'],
    [0.5, 1e7, 1, 'shape must be at most 1000000, got 10000000'],
    [0.5, 1, -1, 'rate must be a positive finite number, got -1'],
  ])('refuses p %d with shape %d and rate %d', (p, shape, rate, message) => {
    expect(() => gammaQuantile(p, { shape, rate })).toThrow(new RangeError(message));
  });
});

describe('a quantile of a mixture of gamma distributions', () => {
  test.each(golden.gammaMixtureQuantile)(
    'at p = %d of %j agrees with mpmath to 1e-10',
    (p, components, expected) => {
      expect(relativeError(gammaMixtureQuantile(p, components), expected)).toBeLessThan(1e-10);
    },
  );

  test('is where the cumulative probability of the mixture equals p, between the quantiles of its parts', () => {
    fc.assert(
      fc.property(probabilities, mixtures, (p, components) => {
        const x = gammaMixtureQuantile(p, components);
        const parts = components.map((component) => gammaQuantile(p, component));
        expect(x).toBeGreaterThanOrEqual(Math.min(...parts) * (1 - 1e-10));
        expect(x).toBeLessThanOrEqual(Math.max(...parts) * (1 + 1e-10));
        // The steepest of these distributions turns a relative error of 1e-10 of x into 3e-9 of probability.
        expect(Math.abs(probabilityBelow(x, components) - p)).toBeLessThan(3e-9);
      }),
    );
  });

  test('crosses the empty middle between two far parts', () => {
    const parts = [
      { weight: 0.3, shape: 0.05, rate: 1 },
      { weight: 0.7, shape: 1e6, rate: 1 },
    ];
    expect(gammaMixtureQuantile(0.299, parts)).toBeLessThan(1e2);
    expect(gammaMixtureQuantile(0.301, parts)).toBeGreaterThan(9e5);
  });

  test('of one part, or of equal parts, is the quantile of that part', () => {
    const part = { shape: 3.2, rate: 0.7 };
    expect(gammaMixtureQuantile(0.05, [{ ...part, weight: 4 }])).toBe(gammaQuantile(0.05, part));
    expect(
      gammaMixtureQuantile(0.05, [
        { ...part, weight: 1 },
        { ...part, weight: 2 },
      ]),
    ).toBe(gammaQuantile(0.05, part));
  });

  test('takes no notice of a part without weight', () => {
    const part = { weight: 1, shape: 3.2, rate: 0.7 };
    expect(gammaMixtureQuantile(0.95, [part, { weight: 0, shape: 50, rate: 0.1 }])).toBe(
      gammaMixtureQuantile(0.95, [part]),
    );
  });

  test.each([
    ['no part', [], 'a mixture needs at least one component of positive weight'],
    [
      'no weight',
      [{ weight: 0, shape: 1, rate: 1 }],
      'a mixture needs at least one component of positive weight',
    ],
    [
      'a negative weight',
      [{ weight: -1, shape: 1, rate: 1 }],
      'weight must be a positive finite number, got -1',
    ],
    [
      'an unknown weight',
      [{ weight: NaN, shape: 1, rate: 1 }],
      'weight must be a positive finite number, got NaN',
    ],
  ])('refuses %s', (_, components, message) => {
    expect(() => gammaMixtureQuantile(0.5, components)).toThrow(new RangeError(message));
  });
});
