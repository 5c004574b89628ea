import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, policySchema } from '../../../lib/contracts/policy-document.ts';
import strictDocument from '../../../lib/domain/policy/strict-policy.json' with { type: 'json' };
import { describeProof } from '../../../lib/lab/collusion/describe-proof.ts';
import {
  bandsOf,
  type CollusionProof,
  proveCollusion,
  surveyActs,
  type World,
} from '../../../lib/lab/collusion/prove.ts';
import { aPolicy } from '../../builders.ts';
import { numbersOf } from './numbers-of.ts';

describe('the bands of a policy', () => {
  test('begin where a hard rule does and end at the limit of automatic refunds', () => {
    expect(bandsOf(DEFAULT_POLICY)).toStrictEqual([
      { fromMinor: 1, toMinor: 14_999 },
      { fromMinor: 15_000, toMinor: 39_999 },
      { fromMinor: 40_000, toMinor: 199_999 },
      { fromMinor: 200_000, toMinor: 500_000 },
    ]);
  });

  test('follow a policy with other thresholds', () => {
    const policy = aPolicy({
      independentScanFromMinor: 0,
      takeoverFromMinor: 30_000,
      content: { fromMinor: 50_000, putAwayNotEnoughFromMinor: 900_000 },
      collusion: [{ fromMinor: 50_000, required: 1 }],
    });
    expect(bandsOf(policy).map(({ fromMinor }) => fromMinor)).toStrictEqual([1, 30_000, 50_000]);
  });
});

// What each rule is needed for, and the strict policy, is searched in `prove.full.test.ts`.
describe('the default policy', () => {
  let world: World;
  let proof: CollusionProof;

  beforeAll(() => {
    world = surveyActs(DEFAULT_POLICY);
    proof = proveCollusion(world);
  });

  test('takes one accomplice from 150 and two from 2,000 when nothing came', () => {
    expect(numbersOf(proof, 'nothing')).toStrictEqual({ 0: 0, 150: 1, 400: 1, 2000: 2 });
  });

  test('takes one accomplice from 2,000 when a decoy came, and leaves it to the probabilities below', () => {
    expect(numbersOf(proof, 'decoy')).toStrictEqual({ 0: 0, 150: 0, 400: 0, 2000: 1 });
  });

  test('takes as many for a decoy that is too light as for nothing, whoever declares the scale wrong', () => {
    expect(numbersOf(proof, 'light_decoy')).toStrictEqual(numbersOf(proof, 'nothing'));
  });

  test('meets its own demand, and no decision counts more attestors than parties vouched', () => {
    expect(proof.holds).toBe(true);
    expect(proof.overstatement).toBeNull();
  });

  test('is searched over every act, of many sorts', () => {
    expect(proof.acts).toBeGreaterThan(100_000);
    expect(proof.sorts).toBeGreaterThan(100);
    expect(proof.judged).toBeGreaterThan(1000);
  });

  test('is told as a table with the cheapest attack of each band, action by action', () => {
    const lines = describeProof(proof, DEFAULT_POLICY, []);
    expect(lines).toContainEqual(
      expect.stringMatching(/^EUR 2,000\.00 to 5,000\.00 +2 +2 +met +1 +1 +met +2 +2 +met$/),
    );
    const from = lines.indexOf('EUR 2,000.00 to 5,000.00, a decoy came: 1');
    expect(lines.slice(from + 1, from + 4)).toStrictEqual([
      '  - the marker marks the return under their own name',
      '  - the dock’s scanner: unloading (as sensor dock_1, scanned)',
      '  - accomplice 1: inspecting, serials SN1 and SN2 (as site emp_accomplice_1, scanned)',
    ]);
  });

  test('is told with what becomes of a second refund of the same goods', () => {
    const lines = describeProof(proof, DEFAULT_POLICY, []);
    expect(lines).toContain('A second refund of the same line: stopped, whatever it claims');
    expect(lines).toContainEqual(expect.stringContaining('under another line id: not stopped'));
  });

  test('names the rules that were not listened to, and the demand that is then not met', () => {
    const lines = describeProof(proveCollusion(world, ['R5']), DEFAULT_POLICY, ['R5']);
    expect(lines).toContain('Not listened to: R5 (E02_CONTENT_NOT_VOUCHED).');
    expect(lines).toContainEqual(expect.stringMatching(/^EUR 2,000\.00 .* 0 +1 +NOT MET +2 +2 +met$/));
  });
});

describe('the strict policy', () => {
  const strict = policySchema.parse(strictDocument);

  test('is the default but that a put-away never vouches for the content', () => {
    const { content, version } = DEFAULT_POLICY;
    expect(strict).toStrictEqual({
      ...DEFAULT_POLICY,
      version: `${version}-strict`,
      content: { ...content, putAwayNotEnoughFromMinor: content.fromMinor },
    });
  });
});
