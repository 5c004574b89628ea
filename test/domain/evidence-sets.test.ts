import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeScanEvidence } from '../../lib/domain/checks/judge-scan-evidence.ts';
import type { Scan } from '../../lib/domain/evidence/scan.ts';
import { settledEvidence } from '../../lib/domain/evidence/settled-evidence.ts';
import { aPolicy, aRefund, aTrail, eur, SCANS, scanFacts, WHO } from '../builders.ts';

const attestors = fc.constantFrom(...Object.values(WHO), { class: 'customer', id: 'c_1' } as const);

const scanBodies = fc.record({
  eventId: fc.option(fc.constantFrom('urn:a', 'urn:b', 'urn:c'), { nil: undefined }),
  at: fc.constantFrom('2026-11-20T08:00:00.000Z', '2026-11-20T09:00:00.000Z', '2026-11-21T08:00:00.000Z'),
  step: fc.constantFrom(
    'accepting',
    'arriving',
    'unloading',
    'receiving',
    'inspecting',
    'storing',
    'cycle_counting',
  ),
  disposition: fc.option(fc.constantFrom('returned', 'conformant', 'damaged', 'completeness_verified'), {
    nil: undefined,
  }),
  attestor: attestors,
  grams: fc.option(fc.constantFrom(300, 1000), { nil: undefined }),
  serials: fc.option(fc.subarray(['SN1', 'SN9']), { nil: undefined }),
  voids: fc.option(fc.constant(true), { nil: undefined, freq: 6 }),
});

/** Scans with distinct keys, as a trail keeps them, and the same in another order with some of them twice. */
const arrivals = fc
  .array(scanBodies, { maxLength: 12 })
  .map((bodies) => bodies.map((body, index): Scan => ({ ...body, key: `wms ${index}`, id: `e${index}` })))
  .chain((scans) =>
    fc.record({
      scans: fc.constant(scans),
      again: fc
        .tuple(fc.shuffledSubarray(scans, { minLength: scans.length }), fc.subarray(scans))
        .map(([all, some]) => [...some, ...all]),
    }),
  );

describe('what scans say', () => {
  test.each(['returned', 'not_received'] as const)(
    'is the same in any order and however often each arrived (%s)',
    (claim) => {
      const request = aRefund({ claim, amount: eur(250_000) });
      fc.assert(
        fc.property(arrivals, ({ scans, again }) => {
          const once = judgeScanEvidence(request, scanFacts(aTrail(scans, { version: 1 })), aPolicy());
          const shuffled = judgeScanEvidence(request, scanFacts(aTrail(again, { version: 1 })), aPolicy());
          expect(shuffled).toStrictEqual(once);
        }),
        { numRuns: 1000 },
      );
    },
  );

  test.each(['returned', 'not_received'] as const)(
    'lasts as it says itself: what a late scan is judged by is the settled part of the check (%s)',
    (claim) => {
      const request = aRefund({ claim, amount: eur(250_000) });
      // Of these, many lack nothing but what a supported return need not have.
      fc.assert(
        fc.property(fc.subarray(Object.values(SCANS)), (scans) => {
          const facts = scanFacts(aTrail(scans, { version: 1 }));
          const found = judgeScanEvidence(request, facts, aPolicy());
          expect(settledEvidence(request, facts, aPolicy())).toStrictEqual({
            exceptionPermille: found.exceptionPermille.settled,
            nothingPermille: found.nothingPermille.settled,
          });
        }),
        { numRuns: 1000 },
      );
    },
  );

  test('never supports a return more because somebody declared a scan wrong', () => {
    const request = aRefund({ amount: eur(250_000) });
    const strength = (scans: readonly Scan[]) => {
      const { supported, collusion } = judgeScanEvidence(request, scanFacts(aTrail(scans)), aPolicy());
      return { supported, observed: collusion.observed };
    };
    fc.assert(
      fc.property(arrivals, ({ scans }) => {
        const marks = scans.filter(({ step, grams }) => step !== 'receiving' && grams !== 300);
        const standing = marks.filter(({ voids, serials }) => voids !== true && !serials?.includes('SN9'));
        const declared = standing.map((scan, index): Scan => {
          const { id } = scan;
          return { ...scan, key: `void ${index}`, id: `v${index}`, eventId: id, voids: true };
        });
        const before = strength(standing);
        const after = strength([...standing, ...declared.slice(0, 2)]);
        return (before.supported || !after.supported) && after.observed <= before.observed;
      }),
      { numRuns: 1000 },
    );
  });
});
