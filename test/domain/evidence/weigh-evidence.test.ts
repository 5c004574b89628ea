import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivedShare } from '../../../lib/domain/evidence/arrival-curve.ts';
import type { Scan } from '../../../lib/domain/evidence/scan.ts';
import type { Likelihood } from '../../../lib/domain/policy/model-parameters.ts';
import { aLine, aVoid, eur, NOW, SCANS, WHO } from '../../builders.ts';
import { aged, itemsOf, POLICY, pieceOf, TABLE, weigh } from '../weighing.ts';

const but = ([goods, nothing, decoy]: Likelihood): Likelihood => [1 - goods, 1 - nothing, 1 - decoy];
const sum = (a: Likelihood, b: Likelihood): Likelihood => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

const seenAgain = { ...SCANS.putAway, id: 'seen', key: 'wms seen', step: 'cycle_counting' };
const DEAR = { amount: eur(POLICY.content.fromMinor) };
const CHEAP = { amount: eur(POLICY.content.fromMinor - 1) };

describe('a scan of a return that is there', () => {
  test.each([
    ['carrier_accept', SCANS.accept],
    ['carrier_delivered', SCANS.delivered],
    ['dock', SCANS.dock],
    ['weight_match', SCANS.rightWeight],
    ['weight_mismatch', SCANS.wrongWeight],
    ['serial_match', SCANS.rightSerial],
    ['serial_mismatch', SCANS.wrongSerial],
    ['condition_pass', SCANS.goodCondition],
    ['condition_fail', SCANS.badCondition],
    ['put_away', SCANS.putAway],
    ['seen_again', seenAgain],
  ] as const)('counts by its row of the table: %s', (item, scan) => {
    expect(pieceOf(item, [SCANS.mark, scan])).toStrictEqual({
      item,
      present: true,
      likelihood: TABLE[item],
    });
  });

  test.each([
    ['put_away', { ...SCANS.putAway, attestor: WHO.marker }],
    ['dock', { ...SCANS.dock, attestor: { ...WHO.dock, capture: 'keyed' } }],
  ] as const)('counts as missing where it is the marker’s or a person’s word: %s', (item, scan) => {
    expect(pieceOf(item, [SCANS.mark, scan])).toStrictEqual(pieceOf(item, [SCANS.mark]));
    expect(pieceOf(item, [SCANS.mark])?.present).toBe(false);
  });

  test('is no piece by itself where it is the marker’s own pass or a keyed serial', () => {
    const keyed = { ...SCANS.rightSerial, attestor: { ...WHO.inspector, capture: 'keyed' } } as const;
    const own = { ...SCANS.goodCondition, attestor: WHO.marker };
    expect(itemsOf([SCANS.mark, keyed, own])).toStrictEqual(itemsOf([SCANS.mark]));
  });

  test('counts by its mismatch when one scan says the one and another the other', () => {
    const items = itemsOf([SCANS.rightWeight, SCANS.wrongWeight, SCANS.rightSerial, SCANS.wrongSerial]);
    expect(items.filter((item) => /match/.test(item))).toStrictEqual(['weight_mismatch', 'serial_mismatch']);
    const both = itemsOf([SCANS.goodCondition, SCANS.badCondition]);
    expect(both.filter((item) => item.startsWith('condition'))).toStrictEqual(['condition_fail']);
  });
});

describe('a scan of a return that is missing', () => {
  test.each(['carrier_accept', 'carrier_delivered', 'dock', 'put_away'] as const)(
    'counts by what of it should be there by now: %s',
    (item) => {
      for (const hours of [0, 5, 100]) {
        const share = arrivedShare(POLICY.arrivals.attested[item], hours);
        const [goods, nothing, decoy] = TABLE[item];
        const likelihood = [1 - goods * share, 1 - nothing * share, 1 - decoy * share];
        expect(pieceOf(item, [], {}, { age: aged(hours) })).toStrictEqual({
          item,
          present: false,
          likelihood,
        });
      }
      expect(pieceOf(item, [])?.likelihood).toStrictEqual(but(TABLE[item]));
    },
  );

  test('says little of a delivery once the carrier accepted the parcel: an empty one is delivered as well', () => {
    const accepted = POLICY.likelihoods.deliveredIfAccepted;
    expect(pieceOf('carrier_delivered', [SCANS.accept])?.likelihood).toStrictEqual(but(accepted));
    expect(pieceOf('carrier_delivered', [SCANS.accept, SCANS.delivered])?.likelihood).toBe(accepted);
    expect(pieceOf('carrier_delivered', [SCANS.delivered])?.likelihood).toBe(TABLE.carrier_delivered);
  });

  test('or there is of damaged goods where a put-away follows a failed inspection: nobody shelves a decoy he found', () => {
    const failed = POLICY.likelihoods.putAwayIfFailed;
    expect(pieceOf('put_away', [SCANS.badCondition])?.likelihood).toStrictEqual(but(failed));
    expect(pieceOf('put_away', [SCANS.badCondition, SCANS.putAway])?.likelihood).toBe(failed);
    const toldOf = (scans: readonly Scan[]) =>
      weigh([SCANS.mark, ...scans]).reduce(
        (ratio, { likelihood: [goods, , decoy] }) => (ratio * decoy) / goods,
        1,
      );
    expect(toldOf([SCANS.badCondition, SCANS.putAway])).toBeGreaterThan(toldOf([SCANS.putAway]));
    const own = { ...SCANS.badCondition, attestor: WHO.marker };
    expect(pieceOf('put_away', [SCANS.mark, own, SCANS.putAway])?.likelihood).toBe(TABLE.put_away);
  });

  test('or there says nothing of the first carrier scan where that one asked for the refund', () => {
    const instant = { trigger: 'instant' } as const;
    const accepted = POLICY.likelihoods.deliveredIfAccepted;
    expect(itemsOf([SCANS.accept], instant)).not.toContain('carrier_accept');
    expect(weigh([SCANS.accept], instant)).toStrictEqual(weigh([], instant));
    expect(pieceOf('carrier_delivered', [SCANS.delivered], instant)?.likelihood).toBe(accepted);
  });

  test('is waited for longer where the refund was asked for at the first carrier scan', () => {
    const missing = (trigger: 'attested' | 'instant') =>
      pieceOf('dock', [], { trigger }, { age: aged(12) })?.likelihood[0] ?? 0;
    expect(missing('instant')).toBeGreaterThan(missing('attested'));
  });

  test('is waited for from the carrier’s delivery on, however long the parcel of an instant refund was on its way', () => {
    const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000).toISOString();
    const delivered = { ...SCANS.delivered, at: at(60) };
    for (const item of ['dock', 'put_away', 'serial'] as const) {
      const instant = pieceOf(item, [delivered], { ...DEAR, trigger: 'instant' }, { age: aged(72) });
      expect(instant).toStrictEqual(pieceOf(item, [], DEAR, { age: aged(12) }));
    }
    const onTheWay = pieceOf('dock', [], { trigger: 'instant' }, { age: aged(72) });
    expect(onTheWay?.likelihood[0]).toBeGreaterThan(
      pieceOf('dock', [delivered], { trigger: 'instant' }, { age: aged(72) })?.likelihood[0] ?? 1,
    );
    expect(pieceOf('dock', [delivered], {}, { age: aged(72) })).toStrictEqual(
      pieceOf('dock', [], {}, { age: aged(72) }),
    );
  });

  test('is never younger than its refund: before it was asked for, nothing is missing that was not there at once', () => {
    expect(weigh([], {}, { age: aged(-5) })).toStrictEqual(weigh([], {}, { age: aged(0) }));
  });

  test('counts for a weight only where a fixed scanner saw the parcel at the dock', () => {
    const either = sum(TABLE.weight_match, TABLE.weight_mismatch);
    expect(pieceOf('weight', [SCANS.dock])).toStrictEqual({
      item: 'weight',
      present: false,
      likelihood: but(either),
    });
    expect(itemsOf([])).not.toContain('weight');
    expect(itemsOf([{ ...SCANS.dock, attestor: WHO.inspector }])).not.toContain('weight');
  });

  test('counts for a weight from the dock scan on, or from the request where that came later', () => {
    const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000).toISOString();
    const share = (hours: number, scan: Scan) =>
      pieceOf('weight', [scan], {}, { age: aged(hours) })?.likelihood ?? [];
    expect(share(10, { ...SCANS.dock, at: at(4) })).toStrictEqual(share(6, { ...SCANS.dock, at: at(0) }));
    expect(share(6, { ...SCANS.dock, at: at(-50) })).toStrictEqual(share(6, { ...SCANS.dock, at: at(0) }));
  });

  test('counts for a serial only from the value on that content is asked for', () => {
    const either = sum(TABLE.serial_match, TABLE.serial_mismatch);
    expect(pieceOf('serial', [], DEAR)).toStrictEqual({
      item: 'serial',
      present: false,
      likelihood: but(either),
    });
    expect(itemsOf([], CHEAP)).not.toContain('serial');
    expect(itemsOf([SCANS.rightSerial], CHEAP)).toContain('serial_match');
  });

  test('counts for a serial that the order does not list only until somebody has judged the goods', () => {
    const listed = { ...DEAR, lines: [aLine({ serials: ['SN1'] })] };
    const bare = { ...DEAR, lines: [aLine({ serials: [] })] };
    for (const judged of [SCANS.goodCondition, SCANS.badCondition]) {
      expect(itemsOf([judged], listed)).toContain('serial');
      expect(itemsOf([judged], bare)).not.toContain('serial');
    }
    expect(itemsOf([], bare)).toContain('serial');
  });
});

describe('what is weighed of a return', () => {
  test('leaves out a voided scan as if it had never been', () => {
    const scans = [SCANS.mark, SCANS.dock, SCANS.putAway];
    const voided = [...scans, aVoid(SCANS.dock.eventId ?? '', WHO.dock)];
    expect(weigh(voided)).toStrictEqual(weigh([SCANS.mark, SCANS.putAway]));
  });

  test('is the same in any order and however often each scan came', () => {
    const all = [...Object.values(SCANS), seenAgain];
    const arrivals = fc
      .subarray(all)
      .chain((some) =>
        fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length })),
      )
      .filter(([some, again]) => new Set(again).size === some.length);
    fc.assert(
      fc.property(arrivals, fc.nat(200), ([some, again], hours) => {
        const when = { age: aged(hours) };
        expect(weigh(again, DEAR, when)).toStrictEqual(weigh(some, DEAR, when));
      }),
    );
  });
});
