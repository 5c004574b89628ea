import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeScanEvidence } from '../../lib/domain/checks/judge-scan-evidence.ts';
import { peopleToLookUp } from '../../lib/domain/evidence/people-to-look-up.ts';
import type { Attestor, Scan } from '../../lib/domain/evidence/scan.ts';
import { settledEvidence } from '../../lib/domain/evidence/settled-evidence.ts';
import { EMPLOYEE_STATUSES, type EmployeeRecord } from '../../lib/domain/refund/subject.ts';
import { aPolicy, aRecord, aRefund, aTrail, attested, eur, SCANS, scanFacts, WHO } from '../builders.ts';

const attestors = fc.constantFrom<Attestor>(
  ...Object.values(WHO),
  { class: 'customer', id: 'c_1' },
  // Somebody else on the stower's device, on the marker's, and by another capture.
  { class: 'site', id: 'emp_50', deviceId: 'gun_9', capture: 'scanned' },
  { class: 'site', id: 'emp_51', deviceId: 'station_12', capture: 'scanned' },
  { ...WHO.inspector, capture: 'keyed' },
);

/** Statuses and managers of some of them. */
const directories = fc.dictionary(
  fc.constantFrom('emp_7', 'emp_21', 'emp_33', 'emp_50'),
  fc.record({
    status: fc.constantFrom(...EMPLOYEE_STATUSES),
    at: fc.constantFrom('2026-11-20T08:30:00.000Z', '2026-11-22T08:00:00.000Z'),
    managerId: fc.constantFrom(undefined, 'emp_7', 'emp_21', 'emp_90'),
  }),
);
const recordsOf = (known: Readonly<Record<string, Partial<EmployeeRecord>>>) =>
  Object.fromEntries(Object.entries(known).map(([id, record]) => [id, aRecord(record)]));

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
        fc.property(arrivals, directories, ({ scans, again }, known) => {
          const judge = (arrived: readonly Scan[]) => {
            const seen = attested(aTrail(arrived, { version: 1 }), recordsOf(known));
            return judgeScanEvidence(request, scanFacts(seen.trail, seen), aPolicy());
          };
          expect(judge(again)).toStrictEqual(judge(scans));
          const looked = (arrived: readonly Scan[]) =>
            peopleToLookUp(request, attested(aTrail(arrived)), aPolicy());
          expect(looked(again)).toStrictEqual(looked(scans));
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
          const { kinds, ...settled } = settledEvidence(request, facts, aPolicy());
          expect(settled).toStrictEqual({
            exceptionPermille: found.exceptionPermille.settled,
            nothingPermille: found.nothingPermille.settled,
          });
          expect(new Set(kinds)).toStrictEqual(new Set(found.witnesses.flatMap((witness) => witness.kinds)));
        }),
        { numRuns: 1000 },
      );
    },
  );

  const request = aRefund({ amount: eur(250_000) });
  const strength = (scans: readonly Scan[], known = {}) => {
    const seen = attested(aTrail(scans), recordsOf(known));
    const { supported, collusion } = judgeScanEvidence(request, scanFacts(seen.trail, seen), aPolicy());
    return { supported, observed: collusion.observed };
  };

  test('never supports a return more because of what the directory says', () => {
    fc.assert(
      fc.property(arrivals, directories, ({ scans }, known) => {
        const before = strength(scans);
        const after = strength(scans, known);
        return (before.supported || !after.supported) && after.observed <= before.observed;
      }),
      { numRuns: 1000 },
    );
  });

  test('is the same if only those are looked up who may count', () => {
    fc.assert(
      fc.property(arrivals, directories, ({ scans }, known) => {
        const records = recordsOf(known);
        const ids = peopleToLookUp(request, attested(aTrail(scans)), aPolicy());
        const people = new Map(ids.map((id) => [id, records[id] ?? null]));
        const { supported, collusion } = judgeScanEvidence(
          request,
          scanFacts(aTrail(scans), { people }),
          aPolicy(),
        );
        expect({ supported, observed: collusion.observed }).toStrictEqual(strength(scans, known));
      }),
      { numRuns: 1000 },
    );
  });

  test('never supports a return more because somebody declared a scan wrong', () => {
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
