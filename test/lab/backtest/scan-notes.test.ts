import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../lib/domain/evidence/scan.ts';
import { ScanNotes } from '../../../lib/lab/backtest/scan-notes.ts';
import { aRefund, aScan, WHO } from '../../builders.ts';

const AT = '2026-11-20T08:00:00.000Z';
const AT_MS = Date.parse(AT);

function notesOf(...scans: readonly (Partial<Scan> & { readonly id: string })[]): ScanNotes {
  const notes = new ScanNotes();
  for (const scan of scans) notes.add({ trailIds: ['rma:rma_1'], scan: aScan({ at: AT, ...scan }) });
  return notes;
}

describe('the naive look at scans', () => {
  it.each([
    ['a dock scanner', { step: 'unloading', attestor: WHO.dock }],
    ['a put-away by another', { step: 'storing', attestor: WHO.stower }],
    ['an inspection by another', { step: 'inspecting', attestor: WHO.inspector }],
  ])('is content with %s from its time on', (_, scan) => {
    const notes = notesOf({ id: 'one', ...scan });
    expect(notes.lacksScan(aRefund(), AT_MS - 1)).toBe(true);
    expect(notes.lacksScan(aRefund(), AT_MS)).toBe(false);
  });

  it.each([
    ['nothing', []],
    ['the carrier alone', [{ id: 'one', step: 'arriving', attestor: WHO.carrier }]],
    ['a put-away by the marker', [{ id: 'one', step: 'storing', attestor: WHO.marker }]],
    ['the mark itself', [{ id: 'one', step: 'receiving', disposition: 'returned', attestor: WHO.inspector }]],
  ])('finds that %s is not enough', (_, scans) => {
    expect(notesOf(...scans).lacksScan(aRefund(), AT_MS)).toBe(true);
  });

  it('keeps two people, so that one beside the marker is left whoever came first, in any order', () => {
    const person = (id: string, minute: number) => ({
      id: `${id}${minute}`,
      step: 'storing',
      at: `2026-11-20T08:0${minute}:00.000Z`,
      attestor: { ...WHO.stower, id },
    });
    const scans = [person('a', 1), person('emp_7', 0), person('emp_7', 3), person('b', 2), person('a', 4)];
    for (const order of [scans, scans.toReversed()]) {
      const notes = notesOf(...order);
      expect(notes.lacksScan(aRefund(), AT_MS + 60_000)).toBe(false);
      expect(notes.lacksScan(aRefund(), AT_MS + 59_999)).toBe(true);
    }
  });

  it('reads "did not arrive" by the outbound parcel, and has nothing for the other claims', () => {
    const notes = new ScanNotes();
    const scan = aScan({ id: 'out', at: AT, step: 'arriving', attestor: WHO.carrier });
    notes.add({ trailIds: ['order:o_1'], scan });
    expect(notes.lacksScan(aRefund({ claim: 'not_received' }), AT_MS)).toBe(true);
    expect(notes.lacksScan(aRefund({ claim: 'not_received' }), AT_MS - 1)).toBe(false);
    expect(notes.lacksScan(aRefund({ claim: 'not_received', orderId: 'o_2' }), AT_MS)).toBe(false);
    expect(notes.lacksScan(aRefund({ claim: 'damaged' }), AT_MS)).toBe(true);
    expect(notes.lacksScan(aRefund({ claim: 'returnless' }), AT_MS)).toBe(true);
  });
});
