import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const LAST_MS = 8_640_000_000_000_000;

describe('an instant', () => {
  test('is told and read as a date does, however often and in whatever order it is asked for', () => {
    const instant = fc.integer({ min: -LAST_MS, max: LAST_MS });
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 40 }), (all) => {
        for (const ms of [...all, ...all.toReversed()]) {
          const text = new Date(ms).toISOString();
          expect(new Date(ms).toISOString()).toBe(text);
          expect(Date.parse(text)).toBe(ms);
        }
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, LAST_MS + 1])('is none of %d', (ms) => {
    expect(() => new Date(ms).toISOString()).toThrow(RangeError);
  });

  test('is none of another text', () => {
    expect(Date.parse('yesterday')).toBeNaN();
  });
});
