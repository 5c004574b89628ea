import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random, scrambled } from '../../../lib/lab/world/random.ts';

const DRAWS = 20_000;

function draws(draw: (random: Random) => number): readonly number[] {
  const random = new Random('draws');
  return Array.from({ length: DRAWS }, () => draw(random));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

describe('a stream of chance', () => {
  test('is the same for the same names, and another for others', () => {
    const first = (...seed: readonly (string | number)[]): readonly number[] => {
      const random = new Random(...seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(first(1, 'a')).toStrictEqual(first(1, 'a'));
    const others = [first(1, 'a'), first(1, 'b'), first(2, 'a'), first('1a'), first(1, 'a', 0)];
    expect(new Set(others.map(String)).size).toBe(others.length);
  });

  test('fills the tenths of its range evenly', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (const one of draws((random) => random.next())) {
      const tenth = Math.floor(one * 10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    const expected = DRAWS / 10;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The 99.9 % point for nine degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9);
  });

  test('has the means and spreads it is asked for', () => {
    expect(mean(draws((random) => random.normal(5, 2)))).toBeCloseTo(5, 1);
    expect(mean(draws((random) => (random.normal(5, 2) - 5) ** 2))).toBeCloseTo(4, 0);
    expect(mean(draws((random) => random.exponential(3)))).toBeCloseTo(3, 0);
    expect(mean(draws((random) => random.poisson(2.5)))).toBeCloseTo(2.5, 1);
    expect(mean(draws((random) => Math.log(random.logNormal(7, 0.5))))).toBeCloseTo(Math.log(7), 1);
  });

  test('picks by weight, and never what weighs nothing', () => {
    const picked = draws((random) => random.weighted([0, 1, 2], (one) => one));
    expect(picked).not.toContain(0);
    expect(mean(picked)).toBeCloseTo(5 / 3, 1);
  });

  test('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow('the list is empty');
  });

  test('keeps to its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat({ max: 40 }), (seed, low, width) => {
        const random = new Random(seed);
        const whole = random.whole(low, low + width);
        expect(Number.isInteger(whole) && whole >= low && whole <= low + width).toBe(true);
        expect(random.hex(9)).toMatch(/^[0-9a-f]{9}$/);
        expect(random.shuffled([1, 2, 3, 4]).toSorted()).toStrictEqual([1, 2, 3, 4]);
      }),
    );
  });
});

test('a scrambled number is never that of another', () => {
  const seen = new Set(Array.from({ length: 100_000 }, (_, index) => scrambled(index * 9973)));
  expect(seen.size).toBe(100_000);
});
