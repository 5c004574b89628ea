import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import { type Scan, UNNAMED_ATTESTOR } from '../../lib/domain/evidence/scan.ts';
import { anEpcisEvent, aPolicy, aRefund, aScan, aTrail, aVoid, readScan, SCANS, WHO } from '../builders.ts';

const kindsOf = (scans: readonly Scan[], request = aRefund()) =>
  evidenceOf(request, aTrail(scans), aPolicy()).map(({ kind }) => kind);

describe('an event declared wrong', () => {
  test.each([
    ['its EPCIS eventID', 'urn:uuid:dock'],
    ['the id of the event that brought it', 'dock'],
  ])('counts no more, named by %s', (_name, eventId) => {
    expect(kindsOf([SCANS.dock])).toStrictEqual(['dock']);
    expect(kindsOf([SCANS.dock, aVoid(eventId, WHO.inspector)])).toStrictEqual([]);
    expect(kindsOf([aVoid(eventId, WHO.inspector), SCANS.dock])).toStrictEqual([]);
  });

  test('takes no other event with it', () => {
    expect(kindsOf([SCANS.dock, SCANS.putAway, aVoid('put-away', WHO.inspector)])).toStrictEqual(['dock']);
    expect(kindsOf([SCANS.dock, aVoid('unheard-of', WHO.inspector)])).toStrictEqual(['dock']);
  });

  test('is not brought back by declaring the declaration wrong', () => {
    const declaration = aVoid('dock', WHO.inspector);
    const secondThoughts = aVoid(declaration.id, WHO.inspector, 'second-thoughts');
    expect(kindsOf([SCANS.dock, declaration, secondThoughts])).toStrictEqual([]);
  });

  test('may be told by the same party that recorded it', () => {
    expect(kindsOf([SCANS.dock, aVoid('dock', WHO.dock)])).toStrictEqual([]);
  });

  test('is no evidence itself, whatever it repeats of the event', () => {
    const declaration = { ...aVoid('put-away', WHO.stower), step: 'storing', grams: 1000 };
    expect(kindsOf([declaration])).toStrictEqual([]);
    expect(kindsOf([{ ...declaration, eventId: undefined }])).toStrictEqual([]);
  });

  test('is named by the eventID when it comes as EPCIS, and no event without eventID is taken along', () => {
    const dock = anEpcisEvent({ bizStep: 'unloading' });
    const declaration = { ...dock, errorDeclaration: { declarationTime: '2026-11-21T09:00:00Z' } };
    const unnamed = aScan({ id: 'unnamed', eventId: undefined, step: 'storing', attestor: WHO.stower });
    const scans = [readScan(dock).scan, readScan(declaration).scan, unnamed];
    expect(kindsOf(scans)).toStrictEqual(['put_away']);
  });

  test('still leaves its author a marker: he cannot vouch for a mark he took back', () => {
    const mark = { ...SCANS.mark, attestor: WHO.stower };
    const independent = (scans: readonly Scan[]) =>
      evidenceOf(aRefund(), aTrail(scans), aPolicy()).filter((fact) => fact.independent).length;
    expect(independent([mark, SCANS.putAway])).toBe(0);
    expect(independent([mark, SCANS.putAway, aVoid('mark', WHO.inspector)])).toBe(0);
  });
});

describe('whoever marked the return', () => {
  const kept = [
    ['a wrong weight', SCANS.wrongWeight, ['weight_mismatch']],
    ['a wrong serial', SCANS.wrongSerial, ['serial_mismatch']],
    ['a failed inspection', SCANS.badCondition, ['condition_fail']],
  ] as const;

  test.each(kept)('cannot take back %s that another found', (_name, scan, kinds) => {
    expect(kindsOf([scan, aVoid(scan.id, WHO.marker)])).toStrictEqual(kinds);
  });

  test.each(kept)('cannot take back %s by voiding it twice, but another can', (_name, scan, kinds) => {
    const twice = [scan, aVoid(scan.id, WHO.marker, 'v1'), aVoid(scan.id, WHO.marker, 'v2')];
    expect(kindsOf(twice)).toStrictEqual(kinds);
    expect(kindsOf([...twice, aVoid(scan.id, WHO.inspector, 'v3')])).toStrictEqual([]);
  });

  test.each(kept)('gains nothing by a declaration without a name against %s', (_name, scan, kinds) => {
    expect(kindsOf([scan, aVoid(scan.id, UNNAMED_ATTESTOR)])).toStrictEqual(kinds);
    expect(kindsOf([SCANS.putAway, aVoid('put-away', UNNAMED_ATTESTOR)])).toStrictEqual([]);
  });

  test('is known by the scan of the mark too, even after he took the mark back', () => {
    const request = aRefund({ markedBy: undefined });
    const scans = [
      SCANS.mark,
      SCANS.wrongWeight,
      aVoid('mark', WHO.marker),
      aVoid('wrong-weight', WHO.marker),
    ];
    expect(kindsOf(scans, request)).toStrictEqual(['weight_mismatch']);
  });

  test.each([
    ['a right weight', SCANS.rightWeight],
    ['a right serial', SCANS.rightSerial],
    ['a passed inspection', SCANS.goodCondition],
    ['a put-away', SCANS.putAway],
    ['a dock scan', SCANS.dock],
    ['a dock scan that weighed right', { ...SCANS.dock, grams: 1000 }],
  ] as const)('can take back %s, which speaks for it', (_name, scan) => {
    expect(kindsOf([scan])).not.toStrictEqual([]);
    expect(kindsOf([scan, aVoid(scan.id, WHO.marker)])).toStrictEqual([]);
  });

  test('takes back of a mixed scan only what speaks for the return', () => {
    const mixed = { ...SCANS.dock, grams: 300 };
    expect(kindsOf([mixed])).toStrictEqual(['dock', 'weight_mismatch']);
    expect(kindsOf([mixed, aVoid('dock', WHO.marker)])).toStrictEqual(['weight_mismatch']);
  });

  test('can take back what he found himself', () => {
    const own = { ...SCANS.badCondition, attestor: WHO.marker };
    expect(kindsOf([own, aVoid(own.id, WHO.marker)])).toStrictEqual([]);
  });

  test('cannot take back that the carrier delivered the parcel the customer misses', () => {
    const request = aRefund({ claim: 'not_received' });
    const scans = [SCANS.delivered, aVoid('delivered', WHO.marker)];
    expect(kindsOf(scans, request)).toStrictEqual(['outbound_delivered']);
    expect(kindsOf([SCANS.delivered, aVoid('delivered', WHO.carrier)], request)).toStrictEqual([]);
  });
});
