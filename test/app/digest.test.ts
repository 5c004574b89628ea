import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, sha256 } from '../../lib/app/digest.ts';

/** The same text by the book: a replacer that sorts every object. */
function sortedByReplacer(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const json = fc.jsonValue({ maxDepth: 5, noUnicodeString: false });

describe('canonical JSON', () => {
  test('of any value is that of its keys sorted by a replacer', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(sortedByReplacer(value));
      }),
    );
  });

  test('of an object does not depend on how its keys came, many or few', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.nat()), {
      selector: ([key]) => key,
      maxLength: 80,
    });
    fc.assert(
      fc.property(entries, (some) => {
        const text = canonicalJson(Object.fromEntries(some));
        expect(canonicalJson(Object.fromEntries(some.toReversed()))).toBe(text);
        expect(text).toBe(sortedByReplacer(Object.fromEntries(some)));
      }),
    );
  });

  test.each([
    [{ b: 1, a: [{ d: 1, c: undefined }, undefined] }, '{"a":[{"d":1},null],"b":1}'],
    [{ b: 1, 10: 2, 9: 3 }, '{"9":3,"10":2,"b":1}'],
    [JSON.parse('{"b":{"__proto__":{"y":1,"x":2}},"a":1}'), '{"a":1,"b":{"__proto__":{"x":2,"y":1}}}'],
    [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ])('of %j is as it always was', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

test('a SHA-256 is that of the UTF-8 bytes, in hex', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
});
