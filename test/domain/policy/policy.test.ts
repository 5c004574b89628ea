import { describe, expect, test } from 'vitest';
import { baseValueOf, requiredCollusion, valueLimitOf } from '../../../lib/domain/policy/policy.ts';
import { aPolicy, eur } from '../../builders.ts';

describe('the collusion number of a value', () => {
  const bands = [
    { fromMinor: 200, required: 2 },
    { fromMinor: 100, required: 1 },
    { fromMinor: 300, required: 1 },
  ];

  test.each([
    [0, 0],
    [99, 0],
    [100, 1],
    [199, 1],
    [200, 2],
    [300, 2],
    [Number.POSITIVE_INFINITY, 2],
  ])('of %d is %i: the strictest band it reaches, in whatever order they stand', (minor, required) => {
    expect(requiredCollusion(aPolicy({ collusion: bands }), minor)).toBe(required);
  });

  test('is none without bands', () => {
    expect(requiredCollusion(aPolicy({ collusion: [] }), 1_000_000)).toBe(0);
  });
});

describe('the limit of a currency', () => {
  const policy = aPolicy({
    valueLimits: { EUR: { reviewMinor: 999, twoReviewersMinor: 1999 } },
    categoryLimitPercent: { half: 50, none: 0 },
  });

  test.each([
    [[], 999, 1999],
    [['other'], 999, 1999],
    [['half'], 499, 999],
    [['other', 'half'], 499, 999],
    [['half', 'none'], 0, 0],
  ])('for %j is rounded down, the stricter side', (categories, reviewMinor, twoReviewersMinor) => {
    expect(valueLimitOf(policy, 'EUR', categories)).toStrictEqual({ reviewMinor, twoReviewersMinor });
  });

  test.each([
    ['USD', 1161, 2324],
    ['JPY', 1783, 3569],
    ['BHD', 4381, 8767],
  ])(
    'in %s is that of the base currency at the reference rate, rounded down',
    (currency, reviewMinor, twoReviewersMinor) => {
      expect(valueLimitOf(policy, currency, [])).toStrictEqual({ reviewMinor, twoReviewersMinor });
    },
  );

  test.each(['XXX', '__proto__', 'constructor'])('is unknown for %s', (currency) => {
    expect(valueLimitOf(policy, currency, [])).toBeUndefined();
  });
});

test('a value in the base currency is itself', () => {
  expect(baseValueOf(aPolicy(), eur(15_000))).toBe(15_000);
});
