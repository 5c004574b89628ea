import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOptions, headCount, scaleOf } from '../../../lib/lab/world/options.ts';
import { eurosOf, shopPriceMinor } from '../../../lib/lab/world/prices.ts';
import { atWork } from '../../../lib/lab/world/staff.ts';
import { Heap } from '../../../lib/replay/store/heap.ts';

describe('the heap', () => {
  test('gives back in order what was put in, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const one of numbers) heap.push(one);
        expect(heap.size).toBe(numbers.length);
        const taken = numbers.map(() => heap.pop());
        expect(taken).toStrictEqual(numbers.toSorted((a, b) => a - b));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });
});

describe('the options of a world', () => {
  const good = { seed: 1, days: 7, refunds: 1 };

  test.each([
    [{ ...good, seed: -1 }, 'seed'],
    [{ ...good, seed: 2 ** 32 }, 'seed'],
    [{ ...good, days: 6 }, 'days'],
    [{ ...good, days: 7.5 }, 'days'],
    [{ ...good, days: 3661 }, 'days'],
    [{ ...good, refunds: 0 }, 'refunds'],
    [{ ...good, refunds: Number.NaN }, 'refunds'],
    [{ ...good, refunds: 5_000_001 }, 'refunds'],
  ])('are refused outside of their limits: %o', (options, name) => {
    expect(() => checkOptions(options)).toThrow(`A world's ${name} is a whole number from`);
  });

  test.each([good, { seed: 2 ** 32 - 1, days: 3660, refunds: 5_000_000 }])(
    'are taken within: %o',
    (options) => {
      expect(() => checkOptions(options)).not.toThrow();
    },
  );

  test('make a staff for the refunds of a day, whatever the length', () => {
    expect(scaleOf({ seed: 1, days: 365, refunds: 306_000 })).toBeCloseTo(1, 10);
    expect(scaleOf({ seed: 1, days: 30, refunds: 12_575 })).toBeCloseTo(0.5, 2);
    expect(headCount(24, 0.5, 1)).toBe(12);
    expect(headCount(24, 0.001, 1)).toBe(1);
  });
});

describe('a shop price', () => {
  test.each([
    [49.6, 'EUR', 4999],
    [147, 'EUR', 14_999],
    [980, 'EUR', 99_999],
    [0.2, 'EUR', 199],
    [100, 'JPY', 17_680],
  ])('of about %d euros in %s ends as shops like it: %i', (euros, currency, minor) => {
    expect(shopPriceMinor(euros, currency)).toBe(minor);
  });

  test('is worth about what it should be, in every currency', () => {
    for (const currency of ['EUR', 'USD', 'GBP', 'CAD', 'SEK', 'JPY']) {
      const euros = eurosOf({ currency, minor: shopPriceMinor(800, currency) });
      expect(Math.abs(euros - 800), currency).toBeLessThan(35);
    }
  });
});

describe('a shift', () => {
  const clerk = { zoneHours: -5, shiftHour: 9 };

  test.each([
    ['before it', '2025-03-04T12:00:00.000Z', '2025-03-04T14:00:00.000Z'],
    ['as it begins', '2025-03-04T14:00:00.000Z', '2025-03-04T14:00:00.000Z'],
    ['in it', '2025-03-04T20:30:00.000Z', '2025-03-04T20:30:00.000Z'],
    ['as it ends', '2025-03-04T23:00:00.000Z', '2025-03-05T14:00:00.000Z'],
    ['by its local evening', '2025-03-05T02:00:00.000Z', '2025-03-05T14:00:00.000Z'],
  ])('takes up work that comes %s', (_when, from, expected) => {
    expect(new Date(atWork(clerk, Date.parse(from))).toISOString()).toBe(expected);
  });
});
