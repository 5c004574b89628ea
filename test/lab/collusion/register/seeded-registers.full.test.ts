import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lib/contracts/policy-document.ts';
import type { ScanFacts } from '../../../../lib/domain/checks/judge-scan-evidence.ts';
import type { Attestor, Scan } from '../../../../lib/domain/evidence/scan.ts';
import type { Policy } from '../../../../lib/domain/policy/policy.ts';
import { EVIDENCE_WORDS, type Producer, type Register } from '../../../../lib/domain/producers/register.ts';
import { type SearchedGate, THE_GATE } from '../../../../lib/lab/collusion/gate.ts';
import { proveRegister, type RegisterProof } from '../../../../lib/lab/collusion/register/prove-register.ts';
import { aRegister } from '../../../registers.ts';

/** Goods that have a weight and no serial numbers on record: the fewest acts, and every protection has a use. */
const GOODS = [{ serials: false, weight: true }];

const SITE = { sites: ['site_3'], legs: ['return'] };
const SCANS = ['refundgate.scan.recorded.v1'];
const role = (name: string) => ({ roles: [`arn:aws:iam::000000000000:role/${name}`] });

/** The story with a third-party company in its warehouse and one more site; its shop promises nothing. */
const REGISTER = aRegister({ 'shop.refunds': { always: undefined } }, [
  {
    source: 'threepl',
    ...role('threepl'),
    types: SCANS,
    ...SITE,
    attestors: { organization: ['threepl'] },
    evidence: ['condition'],
  },
  {
    source: 'bench',
    ...role('dock'),
    types: SCANS,
    ...SITE,
    attestors: { sensor: ['bench_1'] },
    evidence: ['condition'],
  },
  {
    source: 'dock.site_4',
    ...role('d4'),
    types: SCANS,
    sites: ['site_4'],
    attestors: { sensor: ['dock_4'] },
    evidence: ['dock'],
  },
  {
    source: 'wms.site_4',
    ...role('w4'),
    types: SCANS,
    sites: ['site_4'],
    attestors: { site: 'directory' },
    evidence: ['put_away'],
  },
]);

const POLICY: Policy = { ...DEFAULT_POLICY, producers: REGISTER };
const prove = (gate: SearchedGate): RegisterProof => proveRegister(POLICY, REGISTER, { gate, goods: GOODS });

function foundIn({ places }: RegisterProof): readonly number[] {
  return places.flatMap(({ bands }) => bands.flatMap(({ results }) => results.map(({ found }) => found)));
}

/** A gate that judges by another register, and takes all that this register lets through. */
function readingRegister(change: (producer: Producer) => Producer): SearchedGate {
  const changed = (register: Register | undefined): Register | undefined =>
    register && { ...register, producers: register.producers.map(change) };
  return {
    ...THE_GATE,
    whyRejected: ({ policy }, event) => {
      const producers = changed(policy.policy.producers as Register);
      return THE_GATE.whyRejected({ policy: { ...policy, policy: { ...policy.policy, producers } } }, event);
    },
    judgeScans: (request, facts, policy) =>
      THE_GATE.judgeScans(request, { ...facts, register: changed(facts.register) }, policy),
  };
}

/** A gate that judges other facts than those that are there. */
function seeing(change: (facts: ScanFacts) => ScanFacts): SearchedGate {
  return {
    ...THE_GATE,
    judgeScans: (request, facts, policy) => THE_GATE.judgeScans(request, change(facts), policy),
  };
}

const withScans = (change: (scan: Scan) => Scan): SearchedGate =>
  seeing((facts) => ({ ...facts, trail: { ...facts.trail, scans: facts.trail.scans.map(change) } }));

const withAttestor = (scan: Scan, attestor: Partial<Attestor>): Scan => ({
  ...scan,
  attestor: { ...scan.attestor, ...attestor },
});

/** A gate that takes an honest clerk for the marker if a request names none, or this one. */
function naming(marker: string | undefined): SearchedGate {
  return {
    ...THE_GATE,
    judgeScans: (request, facts, policy) => {
      const isPerson = (one: unknown) => typeof one === 'object' && one !== null && !('kind' in one);
      const known = [...facts.people.values()].find(isPerson) ?? null;
      const people = new Map([...facts.people, ['emp_receiver', known] as const]);
      const markedBy = request.markedBy === marker ? 'emp_receiver' : request.markedBy;
      return THE_GATE.judgeScans({ ...request, markedBy }, { ...facts, people }, policy);
    },
  };
}

const BLIND = {
  'lets the warehouse system name machines': readingRegister((one) =>
    one.source === 'wms.site_3'
      ? { ...one, attestors: { ...one.attestors, sensor: ['dock_9', 'dock_scanner_3'] } }
      : one,
  ),
  'lets a source show what it does not list': readingRegister((one) => ({
    ...one,
    evidence: EVIDENCE_WORDS,
  })),
  'believes sources about every site': readingRegister(({ sites: _, ...one }) => one),
  'takes sources under one role for two groups': readingRegister((one) => ({ ...one, group: one.source })),
  'counts employees whom a complete directory does not know': readingRegister(
    ({ completeFor: _, ...one }) => one,
  ),
  'knows a program as a marker': naming('returns_app'),
  'knows who marked where nobody is named': naming(undefined),
  'takes what was keyed at a machine for scanned': withScans((scan) =>
    scan.attestor.class === 'sensor' ? withAttestor(scan, { capture: 'scanned' }) : scan,
  ),
} as const satisfies Record<string, SearchedGate>;

describe('the search of a register', () => {
  const proof = prove(THE_GATE);
  const asItIs = foundIn(proof);

  test('finds no account that passes alone from 150 on with the gate as it is', () => {
    expect(proof.places.flatMap(({ alone }) => alone)).toStrictEqual([]);
  });

  test.each(Object.entries(BLIND))('finds a gate that %s', (_name, gate) => {
    const proof = prove(gate);
    const isCheaper = foundIn(proof).some((people, index) => people < (asItIs[index] ?? 0));
    expect(isCheaper || proof.places.some(({ alone }) => alone.length > 0)).toBe(true);
  });
});
