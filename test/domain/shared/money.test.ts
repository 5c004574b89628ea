import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyDigits, formatMoney, toBaseMinor } from '../../../lib/domain/shared/money.ts';
import { aPolicy } from '../../builders.ts';

describe('the minor digits of a currency', () => {
  test.each([
    ['JPY', 0],
    ['KRW', 0],
    ['EUR', 2],
    ['USD', 2],
    ['BHD', 3],
    ['KWD', 3],
    ['JOD', 3],
    ['TND', 3],
    ['CLF', 4],
  ])('%s has %i', (currency, digits) => {
    expect(currencyDigits(currency)).toBe(digits);
  });

  test.each(['XXX', 'XAU', 'BTC', 'eur', 'EUR ', '', 'DEM', '__proto__', 'constructor'])(
    '%j is no currency in use',
    (currency) => {
      expect(currencyDigits(currency)).toBeUndefined();
    },
  );
});

describe('an amount as people read it', () => {
  test.each([
    ['USD', 249_500, 'USD 2,495.00'],
    ['USD', 1, 'USD 0.01'],
    ['USD', 10, 'USD 0.10'],
    ['USD', 100, 'USD 1.00'],
    ['EUR', 100_000_000, 'EUR 1,000,000.00'],
    ['JPY', 48_000, 'JPY 48,000'],
    ['JPY', 999, 'JPY 999'],
    ['BHD', 1, 'BHD 0.001'],
    ['BHD', 1_234_567, 'BHD 1,234.567'],
    ['XXX', 1234, 'XXX 1,234'],
    ['USD', Number.MAX_SAFE_INTEGER, 'USD 90,071,992,547,409.91'],
  ])('%s %i is written %s', (currency, minor, text) => {
    expect(formatMoney({ currency, minor })).toBe(text);
  });
});

describe('the value in the base currency', () => {
  const rates = { base: 'EUR', ratesPpm: { EUR: 1_000_000, USD: 860_000, JPY: 5600, BHD: 2_280_000 } };

  test.each([
    ['EUR', 15_000, 15_000],
    ['USD', 1, 1],
    ['USD', 100, 86],
    ['USD', 101, 87],
    ['JPY', 1, 1],
    ['JPY', 100, 56],
    ['JPY', 101, 57],
    ['BHD', 1000, 228],
    ['BHD', 1, 1],
  ])('of %s %i is %i, rounded up', (currency, minor, expected) => {
    expect(toBaseMinor({ currency, minor }, rates)).toBe(expected);
  });

  test.each([
    ['a known currency without a rate', { currency: 'GBP', minor: 1 }, rates],
    ['a code ISO 4217 does not know', { currency: 'XXX', minor: 1 }, { base: 'EUR', ratesPpm: { XXX: 1 } }],
    ['a base ISO 4217 does not know', { currency: 'EUR', minor: 1 }, { base: 'XXX', ratesPpm: { EUR: 1 } }],
    ['a name every object has', { currency: 'constructor', minor: 1 }, rates],
    ['the name of a prototype', { currency: '__proto__', minor: 1 }, rates],
  ])('is unknown for %s, never a guess', (_name, money, table) => {
    expect(toBaseMinor(money, table)).toBeUndefined();
  });

  test('stays a safe integer for the largest amount there is', () => {
    const largest = { currency: 'BHD', minor: Number.MAX_SAFE_INTEGER };
    const dear = { base: 'EUR', ratesPpm: { BHD: 2_280_000_000 } };
    expect(toBaseMinor(largest, dear)).toBe(Number.MAX_SAFE_INTEGER);
    expect(toBaseMinor({ currency: 'EUR', minor: Number.MAX_SAFE_INTEGER }, rates)).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });

  test('is the smallest whole number not below the exact value, for every currency of the policy', () => {
    const policy = aPolicy();
    const currencies = Object.keys(policy.ratesPpm);
    const amounts = fc.oneof(
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.integer({ min: 1, max: 600_000_000_000_000 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...currencies), amounts, (currency, minor) => {
        const value = toBaseMinor({ currency, minor }, policy);
        const rate = policy.ratesPpm[currency];
        const digits = currencyDigits(currency);
        if (value === undefined || rate === undefined || digits === undefined) return false;
        // value / 10^2 >= minor / 10^digits * rate / 10^6, and value - 1 is below it.
        const exact = BigInt(minor) * BigInt(rate) * 100n;
        const unit = 10n ** BigInt(digits + 6);
        return BigInt(value) * unit >= exact && (BigInt(value) - 1n) * unit < exact;
      }),
      { numRuns: 2000 },
    );
  });
});
