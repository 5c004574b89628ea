import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import type { Attestor } from '../../lib/domain/evidence/scan.ts';
import type { RefundLine } from '../../lib/domain/refund/refund-request.ts';
import {
  aLine,
  anEpcisEvent,
  aPolicy,
  aRefund,
  aScan,
  aTrail,
  attested,
  readScan,
  WHO,
} from '../builders.ts';

function kindsAt(grams: number, lines: readonly RefundLine[], attestor: Attestor = WHO.scale) {
  const trail = aTrail([aScan({ id: 'scale', grams, attestor })]);
  return evidenceOf(aRefund({ lines }), attested(trail), aPolicy()).map(({ kind }) => kind);
}

describe('a weight', () => {
  const heavy = [aLine({ shippedWeightGrams: 1000 })];
  const light = [aLine({ shippedWeightGrams: 100 })];

  test.each([
    ['10 % of a heavy parcel', heavy, 899, 'weight_mismatch'],
    ['10 % of a heavy parcel', heavy, 900, 'weight_match'],
    ['10 % of a heavy parcel', heavy, 901, 'weight_match'],
    ['10 % of a heavy parcel', heavy, 1099, 'weight_match'],
    ['10 % of a heavy parcel', heavy, 1100, 'weight_match'],
    ['10 % of a heavy parcel', heavy, 1101, 'weight_mismatch'],
    ['50 g of a light parcel', light, 49, 'weight_mismatch'],
    ['50 g of a light parcel', light, 50, 'weight_match'],
    ['50 g of a light parcel', light, 150, 'weight_match'],
    ['50 g of a light parcel', light, 151, 'weight_mismatch'],
  ])('agrees within %s (%#: %o g)', (_name, lines, grams, kind) => {
    expect(kindsAt(grams, lines)).toStrictEqual([kind]);
  });

  test('is compared with the sum of all lines', () => {
    const lines = [
      aLine({ shippedWeightGrams: 1000 }),
      aLine({ lineId: '2', serials: [], shippedWeightGrams: 3000 }),
    ];
    expect(kindsAt(4000, lines)).toStrictEqual(['weight_match']);
    expect(kindsAt(4400, lines)).toStrictEqual(['weight_match']);
    expect(kindsAt(4401, lines)).toStrictEqual(['weight_mismatch']);
    expect(kindsAt(1000, lines)).toStrictEqual(['weight_mismatch']);
  });

  test('is compared with the share of the units that come back', () => {
    const lines = [aLine({ quantity: 2, shippedQuantity: 5, shippedWeightGrams: 5000 })];
    expect(kindsAt(2000, lines)).toStrictEqual(['weight_match']);
    expect(kindsAt(5000, lines)).toStrictEqual(['weight_mismatch']);
  });

  test('is compared with all units, when nobody says how many were shipped', () => {
    const lines = [aLine({ quantity: 2, shippedQuantity: undefined, shippedWeightGrams: 2000 })];
    expect(kindsAt(2000, lines)).toStrictEqual(['weight_match']);
  });

  test('says nothing when the weight of one line is not known', () => {
    const lines = [aLine(), aLine({ lineId: '2', shippedWeightGrams: undefined })];
    expect(kindsAt(1000, lines)).toStrictEqual([]);
  });

  test('never agrees with a line of which nothing was shipped', () => {
    expect(kindsAt(0, [aLine({ shippedQuantity: 0 })])).toStrictEqual(['weight_mismatch']);
  });

  test.each([
    ['carrier', ['weight_match']],
    ['sensor', ['weight_match']],
    ['site', []],
    ['system', []],
    ['customer', []],
  ] as const)('counts or not by who weighed: %s', (attestorClass, kinds) => {
    expect(kindsAt(1000, [aLine()], { class: attestorClass, id: 'x', capture: 'scanned' })).toStrictEqual(
      kinds,
    );
  });

  test('stands beside what else the same scan shows, and is never independent itself', () => {
    const scan = aScan({ id: 'dock', step: 'unloading', grams: 1000, attestor: WHO.dock });
    const facts = evidenceOf(aRefund(), attested(aTrail([scan])), aPolicy());
    expect(facts.map(({ kind, independent }) => [kind, independent])).toStrictEqual([
      ['dock', true],
      ['weight_match', false],
    ]);
  });
});

describe('the mass a scan reports', () => {
  const gramsOf = (report: Record<string, unknown>) =>
    readScan(anEpcisEvent({ sensorElementList: [{ sensorReport: [report] }] })).scan.grams;

  test.each([
    [{ type: 'Mass', value: 2.4, uom: 'KGM' }, 2400],
    [{ type: 'Mass', value: 2400, uom: 'GRM' }, 2400],
    [{ type: 'gs1:Mass', value: 2400, uom: 'GRM' }, 2400],
    [{ type: 'https://gs1.org/voc/Mass', value: 2400, uom: 'GRM' }, 2400],
    [{ type: 'Mass', value: 2_400_000, uom: 'MGM' }, 2400],
    [{ type: 'Mass', value: 1, uom: 'LBR' }, 453.59237],
    [{ type: 'Mass', value: 16, uom: 'ONZ' }, 453.59237],
    [{ type: 'Mass', value: 1.005, uom: 'KGM' }, 1005],
    [{ type: 'Mass', value: 0, uom: 'GRM' }, undefined],
    [{ type: 'Temperature', value: 21, uom: 'CEL' }, undefined],
  ])('%j is read in grams', (report, grams) => {
    const read = gramsOf(report);
    if (grams === undefined) expect(read).toBeUndefined();
    else expect(read).toBeCloseTo(grams, 9);
  });

  test('is the first one of the event', () => {
    const { scan } = readScan(
      anEpcisEvent({
        sensorElementList: [
          { sensorReport: [{ type: 'Temperature', value: 21, uom: 'CEL' }] },
          { sensorReport: [{ type: 'Mass', value: 5, uom: 'GRM' }] },
          { sensorReport: [{ type: 'Mass', value: 9, uom: 'GRM' }] },
        ],
      }),
    );
    expect(scan.grams).toBe(5);
  });
});
