import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { canonicalId, decodedId, encodedId, ID_PATTERN, MAX_ID } from '../../../lib/domain/shared/ids.ts';

describe('the canonical form of an id', () => {
  test.each([
    ['emp_7', 'emp_7'],
    ['EMP_7', 'emp_7'],
    ['ana@Shop.Example', 'ana@shop.example'],
    ['gr%C3%B6%C3%9Fe', 'gr%C3%B6sse'],
    ['GR%C3%96SSE', 'gr%C3%B6sse'],
    ['gr%C3%B6%E1%BA%9Ee', 'gr%C3%B6sse'],
    ['%EF%BC%A5mp_7', 'emp_7'],
    ['%20emp_7%20', 'emp_7'],
    ['a%20b', 'a%20b'],
    ['%E2%84%AA1', 'k1'],
  ])('of %s is %s', (id, canonical) => {
    expect(canonicalId(id)).toBe(canonical);
  });

  it('is an id itself, and its own canonical form, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), (text) => {
        const id = encodedId(text);
        fc.pre(ID_PATTERN.test(id) && decodedId(id) !== undefined);
        const canonical = canonicalId(id);
        expect(canonical).toMatch(ID_PATTERN);
        expect(decodedId(canonical)).toBeDefined();
        expect(canonicalId(canonical)).toBe(canonical);
        expect(decodedId(id)).toBe(text);
      }),
    );
  });

  it('is one for all spellings that differ in case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/), (id) => {
        expect(canonicalId(id.toUpperCase())).toBe(canonicalId(id.toLowerCase()));
      }),
    );
  });
});

describe('an encoding', () => {
  test.each([
    ['of a character that needs none', '%41'],
    ['in small letters', '%c3%a9'],
    ['of bytes that are no UTF-8', '%C3'],
    ['of an overlong form', '%C0%AF'],
    ['of half a surrogate pair', '%ED%A0%80'],
    ['of a control character', '%0A'],
    ['of a text direction', '%E2%80%AE'],
    ['of a variation selector', 'emp_7%EF%B8%8F'],
    ['of an invisible joiner', 'emp_7%CD%8F'],
    ['of a Hangul filler', 'emp_7%E3%85%A4'],
    ['of a braille pattern without dots', 'emp_7%E2%A0%80'],
    ['of nothing but spaces', '%20%20'],
    ['whose canonical form is too long', `${'x'.repeat(MAX_ID - 6)}%C5%89`],
  ])('%s is none', (_what, id) => {
    expect(decodedId(id)).toBeUndefined();
  });
});
