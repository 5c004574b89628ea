import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleJson, visibleJsonText, visibleText } from '../../../lib/domain/shared/visible-text.ts';

describe('a text that is shown', () => {
  test.each([
    ['an escape sequence', 'a\u001b[2Kb', 'a\\u{1b}[2Kb'],
    ['a C1 control', 'a\u009b31mb', 'a\\u{9b}31mb'],
    ['a newline', 'a\nb\r\u2028c\u2029', 'a\\u{a}b\\u{d}\\u{2028}c\\u{2029}'],
    ['a bidi override', 'a\u202etxt\u2066\u200f', 'a\\u{202e}txt\\u{2066}\\u{200f}'],
    ['a zero-width character or a tag', 'a\u200b\ufeff\u{e0041}b', 'a\\u{200b}\\u{feff}\\u{e0041}b'],
    ['a filler or a selector', 'a\u3164\ufe0f\u2800b', 'a\\u{3164}\\u{fe0f}\\u{2800}b'],
    ['half a character', 'a\ud800b', 'a\\u{d800}b'],
  ])('has %s written out', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test.each(['plain', 'Größe 42 – «ok» 漢字 🎁', ''])('is otherwise as it was: %s', (text) => {
    expect(visibleText(text)).toBe(text);
  });
});

test('a value shown as JSON is the same value to a parser, and nothing a terminal obeys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const line = visibleJson(value);
      expect(JSON.parse(line)).toStrictEqual(JSON.parse(JSON.stringify(value)));
      expect(visibleText(line)).toBe(line);
    }),
  );
  expect(visibleJsonText('{\r"a":\t"\u202e"}')).toBe('{ "a": "\\u202e"}');
  expect(visibleJson({ a: '\u009b\u{e0041}' })).toBe('{"a":"\\u009b\\udb40\\udc41"}');
});
