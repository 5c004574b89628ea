import { describe, expect, test } from 'vitest';
import { evidenceScore, likelihoodOf } from '../../../lib/domain/evidence/likelihood.ts';
import type { Scan } from '../../../lib/domain/evidence/scan.ts';
import type { PhotoState } from '../../../lib/domain/policy/model-parameters.ts';
import { SCANS } from '../../builders.ts';
import { itemsOf, POLICY, weigh } from '../weighing.ts';

describe('a claim that nothing was received', () => {
  const claim = 'not_received';
  const table = POLICY.likelihoods.notReceived;
  const delivered = (delivery: Scan['delivery']) => ({ ...SCANS.delivered, delivery });
  const there = ([honest, falsely]: readonly [number, number]) => [honest, falsely, falsely];
  const missing = ([honest, falsely]: readonly [number, number]) => [1 - honest, 1 - falsely, 1 - falsely];

  test('without a word of the carrier is weighed by nothing', () => {
    expect(weigh([], { claim })).toStrictEqual([]);
  });

  test('without a delivery, though the carrier had the parcel, is weighed by that alone', () => {
    expect(weigh([SCANS.accept], { claim })).toStrictEqual([
      { item: 'outbound_delivered', present: false, likelihood: missing(table.delivered) },
    ]);
  });

  test('with a delivery is weighed by it and by each sign, there or not', () => {
    expect(weigh([delivered({ gps: true, pin: true })], { claim })).toStrictEqual([
      { item: 'outbound_delivered', present: true, likelihood: there(table.delivered) },
      { item: 'delivery_gps', present: true, likelihood: there(table.gps) },
      { item: 'delivery_photo', present: false, likelihood: missing(table.photo) },
      { item: 'delivery_pin', present: true, likelihood: there(table.pin) },
    ]);
  });
});

describe('a photo', () => {
  const { photo: table } = POLICY.likelihoods;

  test.each(['none', 'unique', 'seen_before'] as const)('of damage counts by its row: %s', (photo) => {
    const [honest, falsely] = table[photo];
    expect(weigh([], { claim: 'damaged' }, { photo })).toStrictEqual([
      { item: `photo_${photo}`, present: photo !== 'none', likelihood: [honest, falsely, falsely] },
    ]);
  });

  test.each(['returned', 'not_received', 'returnless'] as const)(
    'on a claim of %s counts only where it was on an earlier claim',
    (claim) => {
      const itemsWith = (photo: PhotoState) => itemsOf([], { claim }, { photo });
      expect(itemsWith('seen_before')).toStrictEqual([...itemsWith('none'), 'photo_seen_before']);
      expect(itemsWith('unique')).toStrictEqual(itemsWith('none'));
    },
  );
});

describe('the evidence score', () => {
  test('is L_G / (L_G + (L_N + L_D)/2)', () => {
    const one = { item: 'dock', present: true, likelihood: [0.5, 0.2, 0.1] } as const;
    const two = { item: 'put_away', present: true, likelihood: [0.5, 0.5, 0.5] } as const;
    const [goods, nothing, decoy] = likelihoodOf([one, two]);
    expect([goods, nothing, decoy]).toStrictEqual([0.25, 0.1, 0.05]);
    expect(evidenceScore(likelihoodOf([one, two]))).toBeCloseTo(0.25 / (0.25 + 0.075), 15);
  });

  test('of no evidence is one half', () => {
    expect(evidenceScore(likelihoodOf([]))).toBe(0.5);
  });
});
