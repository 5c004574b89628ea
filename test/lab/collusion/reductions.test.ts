import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../lib/contracts/policy-document.ts';
import { type Act, actBy, everyActOf, scanOf } from '../../../lib/lab/collusion/acts.ts';
import { type Attempt, isOnRecord } from '../../../lib/lab/collusion/attempts.ts';
import { type DistinctActs, sortActs, worthTrying } from '../../../lib/lab/collusion/distinct-acts.ts';
import { THE_GATE } from '../../../lib/lab/collusion/gate.ts';
import { judgeScans, objectionsToPeople, type Rules } from '../../../lib/lab/collusion/judge.ts';
import {
  CUSTOMER,
  coalitionsOf,
  MARKER,
  type Party,
  type PartyKind,
} from '../../../lib/lab/collusion/parties.ts';
import { everyAsking } from '../../../lib/lab/collusion/requests.ts';
import { judgeAttempt, partiesThatVouch } from '../../../lib/lab/collusion/search.ts';
import { type Deed, honestWorldOf, type Truth } from '../../../lib/lab/collusion/truths.ts';

const RULES: Rules = { gate: THE_GATE, policy: DEFAULT_POLICY, without: [] };
const GOODS = { serials: true, weight: true };

/** Values at which the default policy demands something, with the largest coalition that must not get through. */
const TOO_FEW = [
  { truth: 'nothing', baseMinor: 15_000, people: 0 },
  { truth: 'nothing', baseMinor: 199_999, people: 0 },
  { truth: 'nothing', baseMinor: 200_000, people: 1 },
  { truth: 'decoy', baseMinor: 200_000, people: 0 },
  { truth: 'light_decoy', baseMinor: 15_000, people: 0 },
  { truth: 'light_decoy', baseMinor: 200_000, people: 1 },
] as const satisfies readonly { truth: Truth; baseMinor: number; people: number }[];

const ACTS: Readonly<Record<PartyKind, readonly Act[]>> = {
  site: everyActOf(MARKER, THE_GATE),
  carrier: everyActOf({ ...MARKER, kind: 'carrier' }, THE_GATE),
  customer: everyActOf(CUSTOMER, THE_GATE),
};

/** Any act a party could make, none put together or left out, or an error declaration against an earlier deed. */
function anyDeed(party: Party): fc.Arbitrary<(earlier: readonly Deed[]) => Deed> {
  const all = ACTS[party.kind];
  const telling = all.filter(({ step }) => step === 'inspecting' || step === 'storing');
  const act = fc.oneof(fc.constantFrom(...all), fc.constantFrom(...telling));
  return fc.record({ act, voids: fc.option(fc.nat({ max: 30 }), { freq: 4 }) }).map((drawn) => (earlier) => {
    const act = actBy(party, drawn.act, THE_GATE);
    const { attestor } = act;
    const scan = scanOf(act, `deed-${earlier.length}`);
    const deed = { by: party.name, honest: false, isBorrowed: act.isBorrowed, scan } as const;
    const target = drawn.voids === null ? undefined : earlier[drawn.voids];
    if (target !== undefined) {
      return { ...deed, does: 'void', scan: { ...scan, eventId: target.scan.id, voids: true } };
    }
    const marks = scan.step === 'receiving' && scan.disposition === 'returned' && attestor.class === 'site';
    return { ...deed, does: marks ? 'mark' : 'vouch' };
  });
}

/** Any attempt of any coalition of this size: any request it could bring about, with any number of any acts. */
function anyAttempt(one: { truth: Truth; baseMinor: number; people: number }): fc.Arbitrary<Attempt> {
  const { markings, deeds: honest } = honestWorldOf(one.truth);
  const coalitions = coalitionsOf(one.people).map((accomplices) => {
    const asked = { ...one, currency: 'EUR', goods: GOODS, markings, accomplices, gate: THE_GATE };
    const allowed = everyAsking(asked).filter(
      ({ request }) => objectionsToPeople(request, RULES).length === 0,
    );
    return { accomplices, allowed };
  });
  return fc.constantFrom(...coalitions).chain(({ accomplices, allowed }) => {
    return fc.constantFrom(...allowed).chain((asking) => {
      const insiders = asking.marking === 'by_honest' ? [] : [MARKER];
      const hostile = [...insiders, ...accomplices, CUSTOMER];
      return fc.array(fc.oneof(...hostile.map(anyDeed)), { maxLength: 30 }).map((makers) => {
        const deeds = [...honest];
        for (const make of makers) deeds.push(make(deeds));
        const marks = deeds.filter(({ does }) => does === 'mark');
        const canBorrow = isOnRecord(MARKER, asking, marks);
        const counted = deeds.filter(({ by, isBorrowed }) => canBorrow || by !== MARKER.name || !isBorrowed);
        return { asking, deeds: counted };
      });
    });
  });
}

describe('an attack by too few people', () => {
  test.each(TOO_FEW)('never passes, whatever they do: $truth, $baseMinor, $people', (one) => {
    fc.assert(
      fc.property(anyAttempt(one), (attempt) => {
        const { finding, objections } = judgeAttempt(attempt, RULES);
        expect(objections).not.toStrictEqual([]);
        if (!objections.includes('C01_CONFLICT_OF_INTEREST')) {
          expect(finding.collusion.observed).toBeLessThanOrEqual(partiesThatVouch(attempt).length);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('what the search leaves out', () => {
  const [accomplice = MARKER] = coalitionsOf(1)[0] ?? [];
  let site: DistinctActs;

  beforeAll(() => {
    const sorted = sortActs('site', {
      gate: THE_GATE,
      policy: DEFAULT_POLICY,
      goods: GOODS,
      valueMinor: 200_000,
    });
    site = worthTrying(sorted, []);
  });

  const [asking] = everyAsking({
    baseMinor: 200_000,
    currency: 'EUR',
    goods: GOODS,
    markings: ['by_name'],
    accomplices: [],
    gate: THE_GATE,
  });

  // What is signed with a lent login is in the attempts above.
  const isOwn = ({ isBorrowed }: Act) => !isBorrowed;
  const judge = (scans: readonly ReturnType<typeof scanOf>[]) => {
    if (asking === undefined) throw new Error('There is no way to ask for a refund.');
    return judgeScans(asking.request, scans, RULES);
  };

  test('a scan that vouches never adds an objection, beside whatever was done before', () => {
    const decoy = { truth: 'decoy', baseMinor: 200_000, people: 1 } as const;
    fc.assert(
      fc.property(anyAttempt(decoy), fc.constantFrom(...site.vouching), (attempt, act) => {
        const before = judgeAttempt(attempt, RULES).objections;
        const scan = scanOf(actBy(accomplice, act, THE_GATE), 'one-more');
        const deed: Deed = { by: accomplice.name, honest: false, does: 'vouch', scan };
        const after = judgeAttempt({ ...attempt, deeds: [...attempt.deeds, deed] }, RULES).objections;
        expect(before).toStrictEqual(expect.arrayContaining([...after]));
      }),
      { numRuns: 500 },
    );
  });

  test('no three scans of the marker and one accomplice pass at 2,000, looked at one set after the other', () => {
    const scans = [MARKER, accomplice].flatMap((party) =>
      [...site.vouching, ...site.marks]
        .filter(isOwn)
        .map((act, index) => scanOf(actBy(party, act, THE_GATE), `${party.id}-${index}`)),
    );
    let passed = 0;
    let sets = 0;
    for (const [first, a] of scans.entries()) {
      for (const [second, b] of scans.slice(first).entries()) {
        for (const c of scans.slice(first + second)) {
          sets += 1;
          if (judge([a, b, c]).objections.length === 0) passed += 1;
        }
      }
    }
    expect(sets).toBeGreaterThan(10_000);
    expect(passed).toBe(0);
  });

  test('serial numbers that two people read between them are kept apart from one reading of all', () => {
    const serials = site.vouching.map((act) => act.serials?.join() ?? '');
    expect(serials).toContain('SN1');
    expect(serials).toContain('SN1,SN2');
  });
});
