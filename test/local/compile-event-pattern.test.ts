import { describe, expect, it } from 'vitest';
import { compileEventPattern } from '../../lib/local/events/compile-event-pattern.ts';
import type { JsonObject } from '../../lib/local/json.ts';
import { UnsupportedFeatureError } from '../../lib/local/unsupported-feature-error.ts';

const event: JsonObject = {
  source: 'shop.refunds',
  'detail-type': 'refund.requested',
  detail: {
    amount: { minor: 500 },
    country: 'US',
    tags: ['new', 'iPad'],
    none: [],
    note: null,
    approved: false,
    lines: [{ sku: 'IPAD', serial: 'SN1' }, { sku: 'MUG' }],
  },
};

/** 2 to the 10th combinations: each of ten fields by itself is one of two. */
function tenTimesOr(depth: number): JsonObject {
  const branches = [{ x: ['1'] }, { y: ['2'] }];
  const here = { $or: branches };
  return depth === 9 ? { [`f${depth}`]: here } : { [`f${depth}`]: here, ...tenTimesOr(depth + 1) };
}

describe('matching event patterns', () => {
  it.each<[string, JsonObject, boolean]>([
    ['a value', { source: ['shop.refunds'] }, true],
    ['one of several values', { source: ['x', 'shop.refunds'] }, true],
    ['none of the values', { source: ['x'] }, false],
    ['every field', { source: ['shop.refunds'], 'detail-type': ['other'] }, false],
    ['a nested value', { detail: { amount: { minor: [500] } } }, true],
    ['null and false', { detail: { note: [null], approved: [false] } }, true],
    ['one element of an array', { detail: { tags: ['iPad'] } }, true],
    ['a prefix', { source: [{ prefix: 'shop.' }] }, true],
    ['a prefix whatever its case', { source: [{ prefix: { 'equals-ignore-case': 'SHOP' } }] }, true],
    ['a suffix', { source: [{ suffix: '.scans' }] }, false],
    ['equals-ignore-case', { detail: { country: [{ 'equals-ignore-case': 'us' }] } }, true],
    ['anything-but a value', { source: [{ 'anything-but': 'shop.refunds' }] }, false],
    ['anything-but a list', { source: [{ 'anything-but': ['a', 'b'] }] }, true],
    ['anything-but a prefix', { source: [{ 'anything-but': { prefix: 'shop.' } }] }, false],
    ['anything-but, of a field that is not there', { gone: [{ 'anything-but': ['a'] }] }, false],
    ['exists', { detail: { country: [{ exists: true }] } }, true],
    ['exists: false', { detail: { gone: [{ exists: false }] } }, true],
    ['exists: false under a field that is not there', { gone: { further: [{ exists: false }] } }, true],
    ['exists: false of an empty array', { detail: { none: [{ exists: false }] } }, true],
    ['exists: true of an empty array', { detail: { none: [{ exists: true }] } }, false],
    ['exists: false of null, which is a value', { detail: { note: [{ exists: false }] } }, false],
    ['exists: false of an object, which is no value', { detail: { amount: [{ exists: false }] } }, true],
    [
      'exists: false where an object of an array has it',
      { detail: { lines: { serial: [{ exists: false }] } } },
      false,
    ],
    ['exists: false where none has it', { detail: { lines: { gone: [{ exists: false }] } } }, true],
    ['exists: false under an array of values', { detail: { tags: { gone: [{ exists: false }] } } }, true],
    ['two fields of one object', { detail: { lines: { serial: ['SN1'], sku: ['IPAD'] } } }, true],
    ['two fields of different objects', { detail: { lines: { serial: ['SN1'], sku: ['MUG'] } } }, false],
    [
      'exists: false in the object where another field matched',
      { detail: { lines: { sku: ['MUG'], z: [{ exists: false }] } } },
      true,
    ],
    ['$or within a field', { detail: { $or: [{ country: ['DE'] }, { tags: ['new'] }] } }, true],
    ['a number in a range', { detail: { amount: { minor: [{ numeric: ['>', 499, '<=', 500] }] } } }, true],
    ['a number at its excluded limit', { detail: { amount: { minor: [{ numeric: ['>', 500] }] } } }, false],
    ['a number against text', { detail: { country: [{ numeric: ['>=', 0] }] } }, false],
    ['$or, the second', { $or: [{ source: ['x'] }, { detail: { country: ['US'] } }] }, true],
    ['$or, neither', { $or: [{ source: ['x'] }, { detail: { country: ['DE'] } }] }, false],
  ])('tests %s', (_, pattern, expected) => {
    expect(compileEventPattern(pattern, 'Rule')(event)).toBe(expected);
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'an operator it does not know',
      { detail: { ip: [{ cidr: '10.0.0.0/8' }] } },
      /^Rule\.detail\.ip: .*cidr/,
    ],
    ['a wildcard', { source: [{ wildcard: '*' }] }, /^Rule\.source: .*wildcard/],
    ['a bare value', { source: 'shop' }, /^Rule\.source: .*bare value/],
    ['an empty list', { source: [] }, /^Rule\.source: .*empty list/],
    ['an empty pattern', {}, /^Rule: .*empty pattern/],
    ['a field in $or and beside it', { a: ['x'], $or: [{ a: ['y'] }, { b: ['z'] }] }, /the field a twice/],
    ['$or with too many combinations', tenTimesOr(0), /more than 1000 combinations/],
    ['a range from high to low', { n: [{ numeric: ['>', 5, '<', 5] }] }, /low to high/],
    ['a range from above', { n: [{ numeric: ['<', 5, '>', 1] }] }, /low to high/],
    ['anything-but of mixed values', { n: [{ 'anything-but': ['a', 1] }] }, /all strings or all numbers/],
    ['anything-but null', { n: [{ 'anything-but': null }] }, /all strings or all numbers/],
    ['anything-but an empty prefix', { n: [{ 'anything-but': { prefix: '' } }] }, /anything-but prefix/],
    ['exists with a text', { n: [{ exists: 'true' }] }, /not a boolean/],
    ['half a comparison', { detail: { n: [{ numeric: ['>'] }] } }, /numeric/],
    ['$or with one branch', { $or: [{ source: ['x'] }] }, /\$or/],
  ])('refuses %s', (_, pattern, message) => {
    expect(() => compileEventPattern(pattern, 'Rule')).toThrow(UnsupportedFeatureError);
    expect(() => compileEventPattern(pattern, 'Rule')).toThrow(message);
  });
});
