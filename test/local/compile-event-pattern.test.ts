import { describe, expect, it } from 'vitest';
import { compileEventPattern } from '../../lib/local/events/compile-event-pattern.ts';
import type { JsonObject } from '../../lib/local/json.ts';
import { UnsupportedFeatureError } from '../../lib/local/unsupported-feature-error.ts';

const event: JsonObject = {
  source: 'shop.refunds',
  'detail-type': 'refund.requested',
  detail: { amount: { minor: 500 }, country: 'US', tags: ['new', 'iPad'], note: null, approved: false },
};

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
    ['half a comparison', { detail: { n: [{ numeric: ['>'] }] } }, /numeric/],
    ['$or with one branch', { $or: [{ source: ['x'] }] }, /\$or/],
  ])('refuses %s', (_, pattern, message) => {
    expect(() => compileEventPattern(pattern, 'Rule')).toThrow(UnsupportedFeatureError);
    expect(() => compileEventPattern(pattern, 'Rule')).toThrow(message);
  });
});
