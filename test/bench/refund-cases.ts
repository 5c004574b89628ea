import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import type { Findings } from '../../lib/domain/checks/findings.ts';
import { type EmployeeFacts, judgeEmployeeRisk } from '../../lib/domain/checks/judge-employee-risk.ts';
import { judgeScanEvidence, type ScanFacts } from '../../lib/domain/checks/judge-scan-evidence.ts';
import { judgeValueThresholds, type ValueFacts } from '../../lib/domain/checks/judge-value-thresholds.ts';
import type { SubjectHistory } from '../../lib/domain/history/subject-history.ts';
import { claimOfOrder } from '../../lib/domain/refund/order-claims.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { NO_STOPS, type Stops } from '../../lib/domain/refund/stops.ts';
import { linkedSubjects, type SubjectRef } from '../../lib/domain/refund/subject.ts';
import { NO_BASELINES } from '../../lib/domain/risk/peer-baselines.ts';
import { Random } from '../../lib/lab/world/random.ts';
import {
  aDay,
  aHistory,
  anOrder,
  aRecord,
  aRefund,
  aTrail,
  attested,
  eur,
  NOW,
  SCANS,
  TODAY,
} from '../builders.ts';

/** One refund with all that is known of it, as the three checks read it. */
export interface RefundCase {
  readonly request: RefundRequest;
  readonly scans: ScanFacts;
  readonly value: Omit<ValueFacts, 'claim'>;
  readonly employee: EmployeeFacts;
  readonly receivedAt: Date;
  /** R4: 0 to 999,999. */
  readonly sampleDraw: number;
}

const HOUR_MS = 3_600_000;

/** Returns so many varied refunds: most are ordinary, and each thing a rule looks at is amiss in some of them. */
export function refundCases(count: number, seed: number): readonly RefundCase[] {
  return Array.from({ length: count }, (_, index) => refundCase(new Random('bench', seed, index), index));
}

/** Returns what the three checks find, from the raw facts. */
export function findingsOf({ request, scans, value, employee }: RefundCase): Findings {
  const claim = claimOfOrder(value.order, request);
  return [
    judgeScanEvidence(request, scans, DEFAULT_POLICY),
    judgeValueThresholds(request, { ...value, claim }, DEFAULT_POLICY, NOW),
    judgeEmployeeRisk(request, employee, DEFAULT_POLICY, NOW),
  ];
}

function refundCase(random: Random, index: number): RefundCase {
  const request = requestOf(random, index);
  const receivedAt = new Date(NOW.getTime() - (random.chance(0.3) ? 0 : random.whole(0, 90)) * HOUR_MS);
  const employee: SubjectRef = { kind: 'employee', id: 'emp_7' };
  return {
    request,
    scans: { ...attested(trailOf(random)), photo: 'none', age: { since: receivedAt, at: NOW } },
    value: {
      order: random.chance(0.03) ? claimedOrder(request) : anOrder(),
      linked: linkedSubjects(request).map((subject) => historyOf(random, subject)),
      added: undefined,
    },
    employee: {
      stops: random.chance(0.02) ? STOPPED : NO_STOPS,
      employees: [random.chance(0.02) ? suspended(employee) : aHistory(employee)],
      baselines: NO_BASELINES,
      added: undefined,
    },
    receivedAt,
    sampleDraw: random.chance(0.02) ? random.below(1000) : random.whole(1000, 999_999),
  };
}

function requestOf(random: Random, index: number): RefundRequest {
  const amount = eur(Math.round(random.logNormal(12_000, 1.3)) + 1);
  const captured = random.chance(0.02) ? eur(Math.max(1, amount.minor - 1)) : amount;
  const isReturn = random.chance(0.9);
  return aRefund({
    refundId: `re_${index}`,
    amount,
    captured,
    claim: isReturn ? 'returned' : random.pick(['not_received', 'damaged', 'returnless'] as const),
    approvedBy: random.chance(0.02) ? 'emp_7' : 'emp_9',
    session: {
      deviceId: 'station_12',
      newDevice: random.chance(0.04),
      offShift: random.chance(0.2),
      wrongSite: random.chance(0.1),
    },
    links: {
      address: `adr_${index}`,
      device: random.weighted(DEVICES, (device) => (device === 'dev_1' ? 0.97 : 0.01)),
      instrument: `ins_${index}`,
    },
    trigger: random.chance(0.1) ? 'instant' : 'attested',
  });
}

/** The customer's device: mostly his own; else the marker's station, or that of somebody who vouches. */
const DEVICES = ['dev_1', 'station_12', 'bench_4', 'gun_9'] as const;

const USUAL = ['accept', 'delivered', 'dock', 'mark', 'rightWeight', 'rightSerial', 'putAway'] as const;
const UNUSUAL = ['wrongWeight', 'wrongSerial', 'badCondition'] as const;

function trailOf(random: Random): ScanFacts['trail'] {
  const seldomMissing = random.chance(0.65) ? 0.02 : 0.6;
  const scans = [
    ...USUAL.filter(() => !random.chance(seldomMissing)),
    ...UNUSUAL.filter(() => random.chance(0.03)),
  ];
  return aTrail(
    scans.map((name) => SCANS[name]),
    {
      overflowed: random.chance(0.01),
      conflicted: random.chance(0.01),
      ...(random.chance(0.02) ? { orderId: 'o_2' } : {}),
    },
  );
}

function historyOf(random: Random, subject: SubjectRef): SubjectHistory {
  const valueMinor = random.chance(0.05) ? random.whole(100_000, 600_000) : random.whole(0, 20_000);
  return aHistory(subject, {
    valueByDay: [{ day: '2026-11-10', valueMinor }],
    days: random.chance(0.2) ? [aDay(TODAY, { valueMinor: random.whole(0, 50_000) })] : [],
    ...(random.chance(0.01) ? { flag: { state: 'flagged', at: '2026-11-01T00:00:00.000Z' } } : {}),
  });
}

/** The same unit has been claimed before. */
function claimedOrder({ amount }: RefundRequest): ValueFacts['order'] {
  const claim = {
    refundId: 're_before',
    amountMinor: amount.minor,
    capturedMinor: amount.minor,
    units: { '1': 1 },
  };
  return anOrder({ version: 1, shipped: { '1': 1 }, claims: [claim] });
}

function suspended(subject: SubjectRef): SubjectHistory {
  const at = '2026-11-01T00:00:00.000Z';
  return aHistory(subject, {
    employee: aRecord({ role: 'clerk', status: 'suspended', at }),
  });
}

const STOPPED: Stops = {
  version: 1,
  entries: [
    {
      scope: 'employee:emp_7',
      setBy: 'lead_1',
      setAt: '2026-11-21T00:00:00.000Z',
      reason: 'look-back',
      origin: 'person',
    },
  ],
};
