import { describe, expect, test } from 'vitest';
import { judgeScanEvidence } from '../../lib/domain/checks/judge-scan-evidence.ts';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import { type Scan, UNNAMED_ATTESTOR } from '../../lib/domain/evidence/scan.ts';
import {
  anEpcisEvent,
  aPolicy,
  aRefund,
  aScan,
  aTrail,
  attested,
  aVoid,
  readScan,
  SCANS,
  scanFacts,
  WHO,
} from '../builders.ts';

const kindsOf = (scans: readonly Scan[], request = aRefund()) =>
  evidenceOf(request, attested(aTrail(scans)), aPolicy()).map(({ kind }) => kind);

describe('an event declared wrong by the party that made it', () => {
  test.each([
    ['its EPCIS eventID', 'urn:uuid:dock'],
    ['the id of the event that brought it', 'dock'],
  ])('counts no more, named by %s', (_name, eventId) => {
    expect(kindsOf([SCANS.dock])).toStrictEqual(['dock']);
    expect(kindsOf([SCANS.dock, aVoid(eventId, WHO.dock)])).toStrictEqual([]);
    expect(kindsOf([aVoid(eventId, WHO.dock), SCANS.dock])).toStrictEqual([]);
  });

  test('takes no other event with it', () => {
    expect(kindsOf([SCANS.dock, SCANS.putAway, aVoid('put-away', WHO.stower)])).toStrictEqual(['dock']);
    expect(kindsOf([SCANS.dock, aVoid('unheard-of', WHO.dock)])).toStrictEqual(['dock']);
  });

  test('is not brought back by declaring the declaration wrong', () => {
    const declaration = aVoid('dock', WHO.dock);
    const secondThoughts = aVoid(declaration.id, WHO.dock, 'second-thoughts');
    expect(kindsOf([SCANS.dock, declaration, secondThoughts])).toStrictEqual([]);
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

  test('counts no more for another claim either', () => {
    const request = aRefund({ claim: 'not_received' });
    expect(kindsOf([SCANS.delivered, aVoid('delivered', WHO.carrier)], request)).toStrictEqual([]);
  });

  test('still leaves a marker: they cannot vouch for a mark they took back', () => {
    const mark = { ...SCANS.mark, attestor: WHO.stower };
    const independent = (scans: readonly Scan[]) =>
      evidenceOf(aRefund(), attested(aTrail(scans)), aPolicy()).filter((fact) => fact.independent).length;
    expect(independent([mark, SCANS.putAway])).toBe(0);
    expect(independent([mark, SCANS.putAway, aVoid('mark', WHO.stower)])).toBe(0);
  });
});

describe('an event declared wrong by anybody else', () => {
  const others = [
    ['the marker', WHO.marker],
    ['nobody', UNNAMED_ATTESTOR],
    ['another employee', { ...WHO.inspector, id: 'emp_99' }],
    ['a carrier', WHO.carrier],
    ['a machine of the same id in another class', { ...WHO.inspector, class: 'sensor' }],
  ] as const;

  test.each([
    ['a wrong weight', SCANS.wrongWeight],
    ['a wrong serial', SCANS.wrongSerial],
    ['a failed inspection', SCANS.badCondition],
    ['a put-away', SCANS.putAway],
    ['a passed inspection', SCANS.goodCondition],
  ] as const)('still counts: %s', (_name, scan) => {
    for (const [, attestor] of others) {
      expect(kindsOf([scan, aVoid(scan.id, attestor)])).toStrictEqual(kindsOf([scan]));
    }
    const everybody = others.map(([name, attestor]) => aVoid(scan.id, attestor, name));
    expect(kindsOf([scan, ...everybody])).toStrictEqual(kindsOf([scan]));
  });

  test('still counts on another claim', () => {
    const request = aRefund({ claim: 'not_received' });
    const scans = [SCANS.delivered, aVoid('delivered', WHO.marker)];
    expect(kindsOf(scans, request)).toStrictEqual(['outbound_delivered']);
  });
});

describe('a voided contradiction', () => {
  const reasonsWith = (scans: readonly Scan[]) => {
    const finding = judgeScanEvidence(aRefund(), scanFacts(aTrail(scans)), aPolicy());
    return finding.reasons.filter(({ code }) => code === 'E09_CONTRADICTION_VOIDED');
  };

  test('is shown with the party that voided it', () => {
    const voided = [SCANS.wrongSerial, aVoid('wrong-serial', SCANS.wrongSerial.attestor)];
    expect(reasonsWith(voided)).toMatchObject([
      { facts: { kinds: ['serial_mismatch'], attestors: [SCANS.wrongSerial.attestor.id] } },
    ]);
  });

  test('is not shown while it counts, or if the voided scan supported the refund', () => {
    expect(reasonsWith([SCANS.wrongSerial])).toStrictEqual([]);
    expect(reasonsWith([SCANS.wrongSerial, aVoid('wrong-serial', WHO.marker)])).toStrictEqual([]);
    expect(reasonsWith([SCANS.dock, aVoid('dock', WHO.dock)])).toStrictEqual([]);
  });
});
