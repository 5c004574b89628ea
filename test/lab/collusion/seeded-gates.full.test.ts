import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../lib/contracts/policy-document.ts';
import type { ScanFacts } from '../../../lib/domain/checks/judge-scan-evidence.ts';
import type { Attestor, Scan } from '../../../lib/domain/evidence/scan.ts';
import { type SearchedGate, THE_GATE } from '../../../lib/lab/collusion/gate.ts';
import { type CollusionProof, proveCollusion, surveyActs } from '../../../lib/lab/collusion/prove.ts';
import { numbersOf } from './numbers-of.ts';

/** Goods that have a weight and no serial numbers on record: the fewest acts, and every protection has a use. */
const GOODS = [{ serials: false, weight: true }];

const prove = (gate: SearchedGate): CollusionProof =>
  proveCollusion(surveyActs(DEFAULT_POLICY, { gate, goods: GOODS }));

/** A gate that judges other scans than those that came. */
function seeing(change: (scan: Scan, all: readonly Scan[]) => Scan): SearchedGate {
  const changed = ({ trail, ...facts }: ScanFacts): ScanFacts => {
    const scans = trail.scans.map((scan) => change(scan, trail.scans));
    return { ...facts, trail: { ...trail, scans } };
  };
  return {
    ...THE_GATE,
    judgeScans: (request, facts, policy) => THE_GATE.judgeScans(request, changed(facts), policy),
  };
}

const withAttestor = (scan: Scan, attestor: Partial<Attestor>): Scan => ({
  ...scan,
  attestor: { ...scan.attestor, ...attestor },
});
const isMark = ({ disposition }: Scan): boolean => disposition === 'returned';

const BLIND = {
  'takes two spellings of an attestor for two people': {
    ...THE_GATE,
    readAttestor: (sent) => ({ ...THE_GATE.readAttestor(sent), id: sent.id }),
  },
  'takes two spellings of a device for two devices': {
    ...THE_GATE,
    readAttestor: (sent) => ({ ...THE_GATE.readAttestor(sent), deviceId: sent.deviceId }),
  },
  'takes the marker of a request as they are spelled': {
    ...THE_GATE,
    readRequest: (sent) => ({ ...THE_GATE.readRequest(sent), markedBy: sent.markedBy }),
  },
  'takes a machine’s scan for scanned where the capture is left out': seeing((scan) =>
    withAttestor(scan, { capture: scan.attestor.capture ?? 'scanned' }),
  ),
  'takes what is sent by API for scanned': seeing((scan) =>
    withAttestor(scan, scan.attestor.capture === 'api' ? { capture: 'scanned' } : {}),
  ),
  'takes a keyed entry for scanned': seeing((scan) =>
    withAttestor(scan, scan.attestor.capture === 'keyed' ? { capture: 'scanned' } : {}),
  ),
  'takes two logins on one device for two people': seeing((scan) =>
    withAttestor(scan, { deviceId: undefined }),
  ),
  'does not know the device of a mark': seeing((scan) =>
    isMark(scan) ? withAttestor(scan, { deviceId: undefined }) : scan,
  ),
  'takes one event under two ids for two': seeing((scan) =>
    scan.voids === true ? scan : { ...scan, eventId: undefined },
  ),
  'lets anybody void a scan': seeing((scan, all) => {
    const named = all.find(({ id, voids }) => voids !== true && id === scan.eventId);
    return scan.voids === true && named !== undefined ? { ...scan, attestor: named.attestor } : scan;
  }),
  'lets an employee vouch where nobody is on record as the marker': {
    ...THE_GATE,
    judgeScans: (request, ...facts) =>
      THE_GATE.judgeScans({ ...request, markedBy: request.markedBy ?? 'nobody' }, ...facts),
  },
  'does not know the device of the session': {
    ...THE_GATE,
    judgeScans: (request, ...facts) => THE_GATE.judgeScans({ ...request, session: undefined }, ...facts),
  },
} as const satisfies Record<string, SearchedGate>;

describe('the search', () => {
  test('finds nothing in the gate as it is, with these goods', () => {
    const proof = prove(THE_GATE);
    expect(proof.holds).toBe(true);
    expect(proof.overstatement).toBeNull();
  });

  test.each(Object.entries(BLIND))('finds a gate that %s', (_name, gate) => {
    const proof = prove(gate);
    expect(proof.holds).toBe(false);
    const found = [numbersOf(proof, 'nothing')[150], numbersOf(proof, 'light_decoy')[150]];
    expect(found).toContain(0);
  });
});
