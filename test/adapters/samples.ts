import { type Move, moveRefund } from '../../lib/app/refund/move-refund.ts';
import { receiveRefund } from '../../lib/app/refund/transitions.ts';
import type { RemainingBudget } from '../../lib/domain/checks/findings.ts';
import type { DecisionInputs } from '../../lib/domain/decision/decision-inputs.ts';
import type { Scan } from '../../lib/domain/evidence/scan.ts';
import type { HistoryEntry } from '../../lib/domain/history/history.ts';
import type { Order } from '../../lib/domain/refund/order-claims.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { openReview } from '../../lib/domain/refund/review.ts';
import type { RefundStatus } from '../../lib/domain/refund/status.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';
import type { ChannelWeight } from '../../lib/domain/risk/gamma-poisson.ts';
import { because } from '../../lib/domain/shared/reasons.ts';

/** The instant the samples start from. */
export const NOON = new Date('2026-11-22T12:00:00.000Z');

/** Returns the instant some seconds after noon. */
export function afterNoon(seconds: number): Date {
  return new Date(NOON.getTime() + seconds * 1000);
}

/** The hash of the sample policy: as long as a real one. */
export const POLICY_HASH = `sha256:${'5f'.repeat(32)}`;

/** Returns a request as most are: one line, one serial, every link known. */
export function sampleRequest(overrides: Partial<RefundRequest> = {}): RefundRequest {
  return {
    refundId: 'rf_01JD8Z6V3K',
    orderId: 'ord_7781034521',
    rmaId: 'rma_55120034',
    customerId: 'cus_99120345',
    country: 'DE',
    claim: 'returned',
    amount: { currency: 'EUR', minor: 24_950 },
    captured: { currency: 'EUR', minor: 24_950 },
    lines: [
      {
        lineId: 'line_1',
        sku: 'sku_headphones_black',
        quantity: 1,
        shippedQuantity: 1,
        serials: ['SN48213377'],
        shippedWeightGrams: 640,
        category: 'electronics',
      },
    ],
    trigger: 'attested',
    markedBy: 'emp_4471',
    siteId: 'site_ham2',
    session: { deviceId: 'dev_handheld_17', newDevice: false, offShift: false, wrongSite: false },
    links: { address: 'adr_5a1c77', device: 'dvc_90be12', instrument: 'ins_77ac01' },
    payout: { instrument: 'ins_77ac01', original: true },
    customerOrders: 14,
    ...overrides,
  };
}

/** What a refund with the usual scans adds to histories. */
export function sampleEntry(overrides: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    refundId: 'rf_1',
    day: '2026-11-22',
    tier: 1,
    claim: 'returned',
    exceptionPermille: 0,
    neverCame: false,
    looksTakenOver: false,
    verdict: 'none',
    reviewerIds: [],
    customerId: 'cus_99120345',
    ...overrides,
  };
}

const channel = <Name extends string>(name: Name, expected: number, lnBf: number): ChannelWeight<Name> => ({
  channel: name,
  observed: 0.25,
  expected,
  lnBf,
});

/** What an approval on three witnesses was made from: as many numbers as there are, and as long ones. */
const SAMPLE_INPUTS: DecisionInputs = {
  baseMinor: 24_950,
  trailVersion: 6,
  baselines: '5f5f5f5f5f5f5f5f',
  weighed: [
    { item: 'carrier_accept', present: true, likelihood: [0.93, 0.15, 0.95] },
    { item: 'carrier_delivered', present: true, likelihood: [0.96, 0.1, 0.95] },
    { item: 'dock', present: true, likelihood: [0.95, 0.02, 0.45] },
    { item: 'weight_match', present: true, likelihood: [0.93, 0.01, 0.15] },
    { item: 'serial_match', present: true, likelihood: [0.93, 0.02, 0.03] },
    {
      item: 'put_away',
      present: false,
      likelihood: [0.713_495_207_936_21, 0.969_841_600_835_39, 0.900_477_282_756],
    },
    { item: 'condition_pass', present: true, likelihood: [0.985, 1, 0.504_950_495_049_505] },
  ],
  passedByMarker: true,
  evidence: 0.999_412_873_465_128_7,
  qEmployee: 0.004_173_298_471_265_1,
  falseAttestations: { observed: 0.25, expected: 0.1, lnBf: -0.041_827_364_812_736 },
  ring: {
    kind: 'customer',
    q: 0.011_876_123_461_28,
    channels: [
      channel('exceptions', 1.2, -0.418_273_648_712_63),
      channel('confirmed', 0.05, 0.098_127_364_812_73),
      channel('claims_per_order', 0.7, -0.128_734_612_873_46),
    ],
  },
  broken: [],
};

/** Returns a refund that just entered. */
export function receivedRefund(overrides: Partial<RefundRequest> = {}, now = NOON): Refund {
  const request = sampleRequest(overrides);
  return receiveRefund({ request, askedAt: now, policyHash: POLICY_HASH }, now);
}

/** Returns a refund that just entered and is due some seconds after noon. */
export function refundDue(refundId: string, seconds: number): Refund {
  return { ...receivedRefund({ refundId }), dueAt: afterNoon(seconds).toISOString() };
}

/** Returns the refund after it was approved on three witnesses. */
export function approvedRefund(seen: Refund): Refund {
  const at = new Date(Date.parse(seen.receivedAt) + 1500);
  const decision: Refund['decision'] = {
    outcome: 'approved',
    decidedAt: at.toISOString(),
    by: 'policy',
    reasons: [because('A01_EVIDENCE_SUFFICES')],
    witnesses: [
      { attestor: 'dock_ham2_3', class: 'sensor', kinds: ['dock', 'weight_match'], independent: true },
      { attestor: 'emp_4471', class: 'site', kinds: ['intake_mark'], independent: false },
      { attestor: 'emp_5120', class: 'site', kinds: ['serial_match', 'condition_pass'], independent: true },
    ],
    collusion: { required: 1, observed: 2 },
    waitingFor: [],
    scores: {
      fraudProbability: 0.000_371_284_119_283_4,
      evidence: SAMPLE_INPUTS.evidence,
      expectedLossMinor: 9,
    },
    inputs: SAMPLE_INPUTS,
  };
  const move: Move = { status: 'approved', decision, outbox: 'release', dueAt: seen.dueAt, by: 'policy', at };
  return moveRefund(seen, { ...move, baseMinor: 24_950, history: sampleEntry({ refundId: seen.refundId }) });
}

/** Returns the refund after its release went out. */
export function publishedRefund(seen: Refund): Refund {
  const at = new Date(Date.parse(seen.receivedAt) + 1900);
  const { decision } = seen;
  return moveRefund(seen, { status: 'published', decision, outbox: null, dueAt: null, by: 'policy', at });
}

/** Returns the refund after people were asked. */
export function escalatedRefund(seen: Refund, baseMinor: number | null, lossMinor = 100): Refund {
  const at = new Date(Date.parse(seen.receivedAt) + 1500);
  const decision: Refund['decision'] = {
    outcome: 'escalated',
    decidedAt: at.toISOString(),
    by: 'policy',
    reasons: [because('V06_OVER_LIMIT', { minor: 24_950, limitMinor: 20_000, currency: 'EUR' })],
    witnesses: [],
    collusion: { required: 1, observed: 0 },
    waitingFor: [],
    scores:
      baseMinor === null ? null : { fraudProbability: 0.5, evidence: 0.5, expectedLossMinor: lossMinor },
    inputs: null,
  };
  const review = openReview(false);
  const dueAt = seen.dueAt;
  const move: Move = { status: 'escalated', decision, outbox: 'announcement', dueAt, by: 'policy', at };
  return moveRefund(seen, { ...move, review, baseMinor });
}

/** Returns a refund in any status, as no history would have left it: for the conditions alone. */
export function refundIn(status: RefundStatus, refundId: string, version: number): Refund {
  return { ...receivedRefund({ refundId }), status, version };
}

/** Returns a scan by its number. */
export function sampleScan(number: number, overrides: Partial<Scan> = {}): Scan {
  return {
    key: `urn:carrier:parcels evt_${number}`,
    id: `evt_${number}`,
    at: afterNoon(number).toISOString(),
    step: 'arriving',
    disposition: 'in_transit',
    attestor: { class: 'sensor', id: 'dock_ham2_3', deviceId: 'dvc_dock_3', capture: 'scanned' },
    ...overrides,
  };
}

/** Returns an order with one claim on it. */
export function sampleOrder(overrides: Partial<Order> = {}): Order {
  const claim = { refundId: 'rf_1', amountMinor: 24_950, capturedMinor: 24_950, units: { line_1: 1 } };
  return {
    orderId: 'ord_1',
    version: 1,
    currency: 'EUR',
    shipped: { line_1: 2 },
    claims: [claim],
    ...overrides,
  };
}

/** The subject of most samples. */
export const CLERK: SubjectRef = { kind: 'employee', id: 'emp_4471' };

/** Returns a room on the samples' day. */
export function sampleBudget(overrides: Partial<RemainingBudget> = {}): RemainingBudget {
  return {
    subject: CLERK,
    day: '2026-11-22',
    unsupportedMinor: 10_000,
    valueMinor: 100_000,
    countsValue: 'all',
    isBudgeted: true,
    hasHistory: true,
    rollUp: false,
    ...overrides,
  };
}

/** Ids that are names every object has, or as long as ids may be. */
export const HOSTILE_IDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'x'.repeat(64)];
