import { describe, expect, it } from 'vitest';
import { type IntrinsicScope, resolveIntrinsics } from '../../lib/local/assembly/resolve-intrinsics.ts';
import type { JsonValue } from '../../lib/local/json.ts';
import { UnsupportedFeatureError } from '../../lib/local/unsupported-feature-error.ts';

const scope: IntrinsicScope = {
  stackName: 'Fixture',
  ref: (name) => ({ Queue: 'queue-url', Count: 3 })[name],
  attribute: (name, attribute) => (name === 'Queue' && attribute === 'Arn' ? 'queue-arn' : undefined),
  condition: (name) => ({ Yes: true, No: false })[name],
};
const resolve = (value: JsonValue): JsonValue => resolveIntrinsics(value, scope, 'Thing');

describe('resolving intrinsic functions', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['Ref of a resource', { Ref: 'Queue' }, 'queue-url'],
    [
      'Ref of a pseudo parameter',
      [{ Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }],
      ['us-east-1', '000000000000'],
    ],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'queue-arn'],
    ['Fn::GetAtt as a string', { 'Fn::GetAtt': 'Queue.Arn' }, 'queue-arn'],
    ['Fn::Join', { 'Fn::Join': [':', ['a', { Ref: 'Count' }, 'c']] }, 'a:3:c'],
    ['Fn::Split and Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': ['-', { Ref: 'Queue' }] }] }, 'url'],
    [
      'Fn::Sub with its own, known and literal names',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholders
      { 'Fn::Sub': ['${Own}/${Queue.Arn}/${AWS::Partition}/${!Kept}', { Own: { Ref: 'Count' } }] },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholders
      '3/queue-arn/aws/${Kept}',
    ],
    ['Fn::If', { 'Fn::If': ['Yes', { Ref: 'Queue' }, { Ref: 'Nowhere' }] }, 'queue-url'],
    [
      'AWS::NoValue, by leaving the property out',
      { a: 1, b: { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] } },
      { a: 1 },
    ],
    [
      'conditions',
      { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] },
      true,
    ],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': [{ Ref: 'Count' }, 3] }] }, true],
    [
      'nothing where there is nothing to resolve',
      { Statement: [{ Condition: { Bool: true } }] },
      { Statement: [{ Condition: { Bool: true } }] },
    ],
  ])('resolves %s', (_, value, expected) => {
    expect(resolve(value)).toStrictEqual(expected);
  });

  it.each<[string, JsonValue, string]>([
    ['a function it does not know', { 'Fn::ImportValue': 'x' }, 'Fn::ImportValue'],
    ['a name that is nowhere', { Ref: 'Nowhere' }, 'Ref Nowhere'],
    ['an attribute that is not', { 'Fn::GetAtt': ['Queue', 'Size'] }, 'Fn::GetAtt Queue.Size'],
    ['an index out of range', { 'Fn::Select': [4, ['a']] }, 'Fn::Select'],
    ['a condition that is nowhere', { 'Fn::If': ['Maybe', 1, 2] }, 'condition Maybe'],
  ])('refuses %s, and says where', (_, value, feature) => {
    expect(() => resolve(value)).toThrow(UnsupportedFeatureError);
    expect(() => resolve(value)).toThrow(new RegExp(`^Thing: .*${feature.replaceAll('.', '\\.')}`));
  });
});
