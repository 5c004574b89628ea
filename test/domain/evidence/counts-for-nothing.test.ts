import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsForNothing } from '../../../lib/domain/evidence/counts-for-nothing.ts';
import { evidenceOf } from '../../../lib/domain/evidence/evidence.ts';
import { EMPTY_TRAIL, type Scan, UNNAMED_ATTESTOR } from '../../../lib/domain/evidence/scan.ts';
import { aPolicy, aRefund, aScan, attested, SCANS, WHO } from '../../builders.ts';

const RETURN = 'rma:rma_1';
const ORDER = 'order:o_1';

const scans = fc
  .record({
    step: fc.constantFrom(
      undefined,
      ...[
        'accepting',
        'arriving',
        'unloading',
        'receiving',
        'inspecting',
        'storing',
        'retail_selling',
        'picking',
      ],
    ),
    disposition: fc.constantFrom(
      undefined,
      'returned',
      'conformant',
      'damaged',
      'mismatch_class',
      'in_progress',
    ),
    attestor: fc.record({
      class: fc.constantFrom('carrier', 'site', 'sensor', 'system', 'customer'),
      id: fc.constantFrom('emp_7', 'other'),
      capture: fc.constantFrom('scanned', 'keyed', 'api'),
    }),
    grams: fc.constantFrom(undefined, 300, 1000),
    serials: fc.constantFrom(undefined, ['SN1'], ['SN9']),
  })
  .map((fields): Scan => aScan({ id: 'one', ...fields }));

describe('a scan that counts for nothing', () => {
  it('gives no evidence on any claim', () => {
    fc.assert(
      fc.property(
        scans,
        fc.constantFrom(...(['returned', 'not_received', 'damaged', 'returnless'] as const)),
        (scan, claim) => {
          if (!countsForNothing(scan, claim === 'returned' ? RETURN : ORDER)) return;
          const trail = { ...EMPTY_TRAIL, scans: [scan] };
          expect(evidenceOf(aRefund({ claim }), attested(trail), aPolicy())).toStrictEqual([]);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a step nothing is read from', { step: 'picking' }],
    ['no step', {}],
    [
      'an arrival only the shop’s own system speaks of',
      { step: 'arriving', attestor: { class: 'system', id: 'oms' } },
    ],
    ['an inspection without serials and without a result', { step: 'inspecting', attestor: WHO.inspector }],
    [
      'an inspection by the customer',
      { step: 'inspecting', disposition: 'conformant', attestor: { class: 'customer', id: 'c_1' } },
    ],
    ['a weight typed in by an employee', { grams: 1000, attestor: WHO.inspector }],
  ] as const)('is one with %s', (_, fields) => {
    expect(countsForNothing(aScan({ id: 'one', ...fields }), RETURN)).toBe(true);
  });

  it('is none of those an honest return leaves, nor one that takes back another', () => {
    expect(Object.values(SCANS).filter((scan) => countsForNothing(scan, RETURN))).toStrictEqual([]);
    expect(countsForNothing(aScan({ id: 'one', voids: true, attestor: WHO.dock }), RETURN)).toBe(false);
  });

  it.each([
    ['nobody', UNNAMED_ATTESTOR],
    ['a customer', { class: 'customer', id: 'c_1' }],
  ] as const)('is an error declaration by %s, which can void no scan', (_, attestor) => {
    expect(countsForNothing(aScan({ id: 'one', voids: true, eventId: 'urn:1', attestor }), RETURN)).toBe(
      true,
    );
  });

  it('is read by what it belongs to: of an outbound parcel only the carrier’s arrival counts', () => {
    expect(countsForNothing(SCANS.delivered, ORDER)).toBe(false);
    expect(countsForNothing(SCANS.dock, ORDER)).toBe(true);
  });
});
