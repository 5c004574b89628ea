import { describe, expect, it } from 'vitest';
import { CorruptItemError } from '../../lib/adapters/aws/corrupt-item-error.ts';
import { scanAttribute, scanFromItem, scanToValue } from '../../lib/adapters/aws/trail-item.ts';
import type { Scan } from '../../lib/domain/evidence/scan.ts';
import { sampleScan } from './samples.ts';

const everything = sampleScan(1, {
  attestor: { class: 'site', id: 'emp_1', deviceId: 'd_1', sessionId: 's_1', capture: 'keyed' },
  eventId: 'urn:uuid:1',
  grams: 410.5,
  serials: ['SN1'],
  delivery: { gps: true },
  photos: ['abc'],
  voids: true,
});

/** What stands in the table today must be read by every later version: these texts are never edited. */
const WRITTEN: readonly [Scan, string][] = [
  [
    sampleScan(1),
    '["urn:carrier:parcels evt_1","2026-11-22T12:00:01.000Z",["sensor","dock_ham2_3","dvc_dock_3","scanned"],"arriving","in_transit"]',
  ],
  [
    everything,
    '["urn:carrier:parcels evt_1","2026-11-22T12:00:01.000Z",["site","emp_1","d_1","keyed","s_1"],"arriving","in_transit","urn:uuid:1",410.5,["SN1"],{"gps":true},["abc"],true]',
  ],
  [
    sampleScan(1, { id: 'a b', attestor: { class: 'carrier', id: 'ups' } }),
    '["urn:carrier:parcels evt_1","2026-11-22T12:00:01.000Z",["carrier","ups"],"arriving","in_transit",null,null,null,null,null,null,"a b"]',
  ],
];

describe('a scan in its trail', () => {
  it.each(WRITTEN)('is written and read as it always was (%#)', (scan, text) => {
    expect(scanToValue(scan)).toStrictEqual({ S: text });
    expect(scanFromItem({ x: { S: text } }, 'x')).toStrictEqual(scan);
  });

  it('stands under the hash of its key', () => {
    expect(scanAttribute(sampleScan(1))).toBe('s:a6bcc6ad8fdd9f12ac7ff320');
  });

  it.each([
    '{}',
    '[]',
    'null',
    '"x"',
    '["key"]',
    '["key","never",["site","x"]]',
    '["key","2026-11-22",["thief","x"]]',
  ])('is refused when it is %s', (text) => {
    expect(() => scanFromItem({ x: { S: text } }, 'x')).toThrow(CorruptItemError);
  });
});
