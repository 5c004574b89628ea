import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../../lib/domain/evidence/evidence.ts';
import { COMMON_CAUSES, likelihoodOf } from '../../../lib/domain/evidence/likelihood.ts';
import type { Scan } from '../../../lib/domain/evidence/scan.ts';
import { weighEvidence } from '../../../lib/domain/evidence/weigh-evidence.ts';
import { aPolicy, aRefund, aTrail, attested, eur, NOW, SCANS } from '../../builders.ts';

const POLICY = aPolicy();
const { overTheCounter, lostOnTheWay, waitingAtTheSite } = POLICY.likelihoods.commonCauses;
const WAY = ['carrier_accept', 'carrier_delivered', 'dock'];

function weigh(
  scans: readonly Scan[],
  { at = 'settled', trigger = 'attested' }: { at?: Date | 'settled'; trigger?: 'attested' | 'instant' } = {},
) {
  const request = aRefund({ amount: eur(POLICY.content.fromMinor), trigger });
  const facts = evidenceOf(request, attested(aTrail(scans)), POLICY);
  return weighEvidence({ request, facts, photo: 'none' }, { since: NOW, at }, POLICY);
}

const CAUSES: readonly string[] = COMMON_CAUSES;

const causesOf = (...of: Parameters<typeof weigh>) =>
  weigh(...of).filter(({ item }) => CAUSES.includes(item));

describe('a return whose scans are missing for one cause', () => {
  test.each([
    ['none at all', []],
    ['a put-away', [SCANS.putAway]],
    ['an independent serial', [SCANS.rightSerial]],
  ] as const)('may have come over the counter where neither road nor dock saw it, but %s', (_, scans) => {
    const weighed = weigh([SCANS.mark, ...scans]);
    const way = weighed.filter(({ item }) => WAY.includes(item));
    const [goods, nothing, decoy] = likelihoodOf(way);
    const together = likelihoodOf([...way, ...causesOf([SCANS.mark, ...scans])]);
    expect(causesOf([SCANS.mark, ...scans]).map(({ item }) => item)).toStrictEqual(['over_the_counter']);
    expect(together[0]).toBeCloseTo(goods + overTheCounter, 12);
    expect(together[1]).toBe(nothing);
    expect(together[2]).toBeCloseTo(decoy + overTheCounter, 12);
  });

  test.each(['attested', 'instant'] as const)(
    'may be lost where nobody saw it after the carrier took it: %s',
    (trigger) => {
      const weighed = weigh([SCANS.accept], { trigger });
      const after = weighed.filter(({ present, item }) => !present && item !== 'lost_on_the_way');
      const together = likelihoodOf(weighed.filter(({ present }) => !present));
      expect(causesOf([SCANS.accept], { trigger }).map(({ item }) => item)).toStrictEqual([
        'lost_on_the_way',
      ]);
      expect(together[0]).toBeCloseTo(likelihoodOf(after)[0] + lostOnTheWay[trigger], 12);
      expect(together[1]).toBe(likelihoodOf(after)[1]);
      expect(together[2]).toBeCloseTo(likelihoodOf(after)[2] + lostOnTheWay[trigger], 12);
    },
  );

  test('was not lost but once in a while where somebody says that it is here', () => {
    expect(lostOnTheWay.attested).toBeLessThan(lostOnTheWay.instant / 10);
  });

  test('came over no counter where the carrier’s scan asked for the refund', () => {
    expect(causesOf([], { trigger: 'instant' }).map(({ item }) => item)).toStrictEqual(['lost_on_the_way']);
  });

  test.each<[string, readonly Scan[], readonly string[]]>([
    ['the dock saw it', [SCANS.dock], ['weight', 'serial', 'put_away']],
    ['it was weighed', [SCANS.dock, SCANS.rightWeight], ['serial', 'put_away']],
    ['it was weighed and weighs wrong', [SCANS.dock, SCANS.wrongWeight], ['serial', 'put_away']],
  ])('may wait for the bench where %s and nobody took it up', (_, scans, awaited) => {
    const weighed = weigh(scans);
    const missing = weighed.filter(({ item }) => awaited.includes(item));
    const [goods, nothing, decoy] = likelihoodOf(missing);
    const together = likelihoodOf([...missing, ...causesOf(scans)]);
    expect(causesOf(scans).map(({ item }) => item)).toStrictEqual(['waiting_at_the_site']);
    expect(together[0]).toBeCloseTo(goods + waitingAtTheSite, 12);
    expect(together[1]).toBe(nothing);
    expect(together[2]).toBeCloseTo(decoy + waitingAtTheSite, 12);
  });

  test.each([
    ['the carrier brought it', [SCANS.accept, SCANS.delivered]],
    ['it is on the shelf', [SCANS.dock, SCANS.putAway]],
    ['its serial was read', [SCANS.dock, SCANS.rightSerial]],
    ['it was found damaged', [SCANS.dock, SCANS.rightWeight, SCANS.badCondition]],
    ['somebody opened it after the carrier took it', [SCANS.accept, SCANS.goodCondition]],
  ] as const)('has no such cause where %s', (_, scans) => {
    expect(causesOf([SCANS.mark, ...scans])).toStrictEqual([]);
  });

  test('gains next to nothing by it while its scans may still come', () => {
    const trigger = 'instant' as const;
    const [early] = causesOf([SCANS.accept], { at: NOW, trigger });
    const [late] = causesOf([SCANS.accept], { trigger });
    expect(early?.likelihood[0]).toBeLessThan(1.01);
    expect(late?.likelihood[0]).toBeGreaterThan(10);
  });
});
