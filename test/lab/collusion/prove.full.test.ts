import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, policySchema } from '../../../lib/contracts/policy-document.ts';
import strictDocument from '../../../lib/domain/policy/strict-policy.json' with { type: 'json' };
import type { RemovableRule } from '../../../lib/lab/collusion/judge.ts';
import { proveCollusion, surveyActs, type World } from '../../../lib/lab/collusion/prove.ts';
import { numbersOf } from './numbers-of.ts';

describe('the default policy', () => {
  let world: World;

  beforeAll(() => {
    world = surveyActs(DEFAULT_POLICY);
  });

  describe.each([
    ['R5', 'decoy', { 0: 0, 150: 0, 400: 0, 2000: 0 }],
    ['R6', 'nothing', { 0: 0, 150: 0, 400: 0, 2000: 0 }],
    ['collusion', 'nothing', { 0: 0, 150: 1, 400: 1, 2000: 1 }],
  ] as const)('without %s', (rule, truth, numbers) => {
    test(`has a hole when ${truth === 'decoy' ? 'a decoy' : 'nothing'} came`, () => {
      const open = proveCollusion(world, [rule]);
      expect(open.holds).toBe(false);
      expect(numbersOf(open, truth)).toStrictEqual(numbers);
    });
  });

  test('needs R1 or the collusion number from 150: either alone is enough, without both there is a hole', () => {
    const without = (rules: readonly RemovableRule[]) =>
      numbersOf(proveCollusion(world, rules), 'nothing')[150];
    expect(without(['R1'])).toBe(1);
    expect(without(['collusion'])).toBe(1);
    expect(without(['R1', 'collusion'])).toBe(0);
  });
});

describe('the strict policy', () => {
  const strict = policySchema.parse(strictDocument);

  test('takes one accomplice from 400 on when a decoy came', () => {
    const proof = proveCollusion(surveyActs(strict));
    expect(numbersOf(proof, 'decoy')).toStrictEqual({ 0: 0, 150: 0, 400: 1, 2000: 1 });
    expect(numbersOf(proof, 'nothing')).toStrictEqual({ 0: 0, 150: 1, 400: 1, 2000: 2 });
    expect(proof.holds).toBe(true);
  });
});
