import { describe, expect, it } from 'vitest';
import { MAX_CORRECTIONS, repeatedScan } from '../../../lib/domain/evidence/repeated-scan.ts';
import { EMPTY_TRAIL, type Scan, withinLife } from '../../../lib/domain/evidence/scan.ts';
import { aScan, SCANS, WHO } from '../../builders.ts';

const KNOWN: Scan = SCANS.delivered;

function hour(number: number): string {
  return `2026-11-20T0${number}:00:00.000Z`;
}

function corrected(scan: Scan, at: string): Scan {
  const next = repeatedScan(scan, { ...KNOWN, at });
  if (next === undefined) throw new Error('It is another scan.');
  return next;
}

describe('a scan whose event comes again', () => {
  it('is the same, also with fewer fields and in another spelling', () => {
    expect(repeatedScan(KNOWN, KNOWN)).toStrictEqual(KNOWN);
    const full = { ...KNOWN, grams: 1000, attestor: { ...KNOWN.attestor, spelled: 'UPS' } };
    expect(repeatedScan(full, KNOWN)).toStrictEqual(full);
    expect(repeatedScan(full, { ...full, attestor: { ...full.attestor, spelled: 'Ups' } })).toStrictEqual(
      full,
    );
  });

  it('gets the fields that the repeat adds', () => {
    const more = { delivery: { gps: true }, attestor: { ...KNOWN.attestor, deviceId: 'hub_9' } };
    expect(repeatedScan({ ...KNOWN, attestor: WHO.carrier }, { ...KNOWN, ...more })).toStrictEqual({
      ...KNOWN,
      ...more,
    });
  });

  it.each([
    ['another step', { step: 'departing' }],
    ['another attestor', { attestor: { class: 'carrier', id: 'dhl' } }],
    ['a scan declared wrong', { voids: true }],
  ] as const)('is another scan with %s', (_, other) => {
    expect(repeatedScan(KNOWN, { ...KNOWN, ...other })).toBe(undefined);
  });

  it('has the time that came last, and keeps those before it', () => {
    const second = corrected({ ...KNOWN, at: hour(1) }, hour(2));
    expect(second).toStrictEqual({ ...KNOWN, at: hour(2), correctedFrom: [hour(1)] });
    expect(corrected(second, hour(1))).toStrictEqual(second);
    expect(corrected(second, hour(3))).toMatchObject({ at: hour(3), correctedFrom: [hour(1), hour(2)] });
  });

  it('was taken when the delivery came that added to it or corrected its time', () => {
    const known = { ...KNOWN, at: hour(2), takenAt: hour(3) };
    const repeat = { ...known, takenAt: hour(5) };
    expect(repeatedScan(known, repeat)).toStrictEqual(known);
    expect(repeatedScan(known, { ...repeat, grams: 1000 })).toStrictEqual({ ...repeat, grams: 1000 });
    expect(repeatedScan(known, { ...repeat, at: hour(1) })).toMatchObject({ at: hour(1), takenAt: hour(5) });
    const withSerials = { ...known, serials: ['(01)04012345111118(21)sn1', 'sn2'] };
    const plain = { ...repeat, serials: ['sn2', 'sn1'] };
    expect(repeatedScan(withSerials, plain)).toStrictEqual(withSerials);
    expect(repeatedScan(plain, withSerials)?.serials).toStrictEqual(['sn2', '(01)04012345111118(21)sn1']);
  });

  it.each([
    ['another unit', ['sn1', 'sn3']],
    ['one unit more', ['sn1', 'sn2', 'sn3']],
    ['one unit twice', ['sn1', 'sn1']],
  ])('is another scan with %s', (_what, serials) => {
    expect(repeatedScan({ ...KNOWN, serials: ['sn1', 'sn2'] }, { ...KNOWN, serials })).toBe(undefined);
  });

  it(`may correct its time ${MAX_CORRECTIONS} times`, () => {
    let scan: Scan = { ...KNOWN, at: hour(0) };
    for (let count = 1; count <= MAX_CORRECTIONS; count += 1) scan = corrected(scan, hour(count));
    expect(repeatedScan(scan, { ...KNOWN, at: hour(MAX_CORRECTIONS + 1) })).toBe(undefined);
    expect(corrected(scan, hour(2))).toStrictEqual(scan);
  });

  it('is not made too old by a correction, so that a contradiction cannot be taken away', () => {
    const scan = aScan({ id: 'one', at: '1970-01-01T00:00:00.000Z', correctedFrom: [hour(1)] });
    const old = aScan({ id: 'two', at: '1970-01-01T00:00:00.000Z' });
    const trail = { ...EMPTY_TRAIL, scans: [scan, old] };
    expect(withinLife(trail, '2026-11-22T10:00:00.000Z').scans).toStrictEqual([scan]);
  });
});
