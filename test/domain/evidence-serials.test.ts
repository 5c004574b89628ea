import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import type { Scan } from '../../lib/domain/evidence/scan.ts';
import { serialsCovered } from '../../lib/domain/evidence/serial-evidence.ts';
import type { RefundLine } from '../../lib/domain/refund/refund-request.ts';
import { aLine, aPolicy, aRefund, aScan, aTrail, attested, WHO } from '../builders.ts';

const five = ['SN1', 'SN2', 'SN3', 'SN4', 'SN5'];
const fiveUnits = aLine({ quantity: 5, shippedQuantity: 5, serials: five });

function inspected(id: string, serials: readonly string[], overrides: Partial<Scan> = {}): Scan {
  return aScan({ id, step: 'inspecting', serials, attestor: WHO.inspector, ...overrides });
}

function covered(lines: readonly RefundLine[], scans: readonly Scan[]): boolean {
  const request = aRefund({ lines });
  return serialsCovered(request, evidenceOf(request, attested(aTrail(scans)), aPolicy()));
}

describe('serial scans cover a refund', () => {
  test('when one scan lists every serial', () => {
    expect(covered([fiveUnits], [inspected('a', five)])).toBe(true);
  });

  test('when several scans list them between them', () => {
    expect(covered([fiveUnits], [inspected('a', five.slice(0, 3)), inspected('b', five.slice(2))])).toBe(
      true,
    );
  });

  test('when as many of the shipped serials are seen as units come back', () => {
    const two = aLine({ quantity: 2, shippedQuantity: 5, serials: five });
    expect(covered([two], [inspected('a', ['SN4'])])).toBe(false);
    expect(covered([two], [inspected('a', ['SN4', 'SN2'])])).toBe(true);
  });

  test('when every line is covered, and a line that lists no number is not', () => {
    const second = aLine({ lineId: '2', serials: ['SN6'] });
    const accessory = aLine({ lineId: '3', serials: undefined });
    expect(covered([aLine(), second], [inspected('a', ['SN1'])])).toBe(false);
    expect(covered([aLine(), second], [inspected('a', ['SN1', 'SN6'])])).toBe(true);
    expect(covered([aLine(), second, accessory], [inspected('a', ['SN1', 'SN6'])])).toBe(false);
  });

  test('when completeness was verified without a list', () => {
    const scan = inspected('a', [], { disposition: 'completeness_verified' });
    expect(covered([fiveUnits], [scan])).toBe(true);
  });
});

describe('serial scans do not cover a refund', () => {
  test.each([
    ['nothing was scanned', []],
    ['one of five is missing', [inspected('a', five.slice(0, 4))]],
    ['one serial is scanned five times', five.map((_, index) => inspected(`s${index}`, ['SN1']))],
    ['a wrong serial is among them', [inspected('a', [...five.slice(0, 4), 'SN9'])]],
    ['they were keyed', [inspected('a', five, { attestor: { ...WHO.inspector, capture: 'keyed' } })]],
    ['the marker scanned them', [inspected('a', five, { attestor: { ...WHO.marker, capture: 'scanned' } })]],
    [
      'completeness was verified with a list that is not complete',
      [inspected('a', ['SN1'], { disposition: 'completeness_verified' })],
    ],
  ] as const)('when %s', (_name, scans) => {
    expect(covered([fiveUnits], scans)).toBe(false);
  });

  test('when a single line without serials was never inspected', () => {
    expect(covered([aLine({ serials: undefined })], [])).toBe(false);
  });
});

test('serials nobody shipped are no match, unless an inspector verified completeness', () => {
  const request = aRefund({ lines: [aLine({ serials: [] })] });
  const kinds = (scan: Scan) =>
    evidenceOf(request, attested(aTrail([scan])), aPolicy()).map(({ kind }) => kind);
  expect(kinds(inspected('a', ['SN1']))).toStrictEqual([]);
  expect(kinds(inspected('a', ['SN1'], { disposition: 'completeness_verified' }))).toStrictEqual([
    'serial_match',
  ]);
});

describe('another number than the order lists', () => {
  const IMEI = '490154203237518';
  const kindsOf = (lines: readonly RefundLine[], serial: string) =>
    evidenceOf(aRefund({ lines }), attested(aTrail([inspected('a', [serial])])), aPolicy()).map(
      ({ kind }) => kind,
    );

  test.each([
    [
      'that lists a serial number and an IMEI of one unit',
      [aLine({ serials: ['SN1', IMEI] })],
      ['serial_mismatch'],
    ],
    ['that lists only an IMEI', [aLine({ serials: [IMEI] })], []],
    [
      'one line of which lists only an IMEI',
      [aLine({ serials: ['SN1'] }), aLine({ lineId: '2', serials: [IMEI] })],
      [],
    ],
  ] as const)('is judged against an order %s', (_what, lines, kinds) => {
    expect(kindsOf(lines, 'DECOY9')).toStrictEqual(kinds);
  });
});
