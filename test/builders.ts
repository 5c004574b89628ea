import { parseEvent } from '../lib/contracts/parse-event.ts';
import { DEFAULT_POLICY } from '../lib/contracts/policy-document.ts';
import { type TrailScan, toTrailScan } from '../lib/contracts/scan-recorded.ts';
import type { DecideStep } from '../lib/contracts/step-contracts.ts';
import type { EmployeeCase } from '../lib/domain/cases/employee-case.ts';
import type {
  EmployeeRiskFinding,
  Findings,
  ScanEvidenceFinding,
  ValueThresholdsFinding,
} from '../lib/domain/checks/findings.ts';
import type { ScanFacts } from '../lib/domain/checks/judge-scan-evidence.ts';
import type { Attested } from '../lib/domain/evidence/evidence.ts';
import { type Attestor, EMPTY_TRAIL, type Scan, type Trail } from '../lib/domain/evidence/scan.ts';
import type { HistoryEntry } from '../lib/domain/history/history.ts';
import {
  EMPTY_PROFILE,
  type Profile,
  type SubjectDay,
  type SubjectHistory,
} from '../lib/domain/history/subject-history.ts';
import type { Policy } from '../lib/domain/policy/policy.ts';
import { emptyOrder, type Order } from '../lib/domain/refund/order-claims.ts';
import type { RefundLine, RefundRequest } from '../lib/domain/refund/refund-request.ts';
import type { EmployeeRecord, SubjectRef } from '../lib/domain/refund/subject.ts';
import type { Money } from '../lib/domain/shared/money.ts';

/** The instant the tests judge at, unless they say otherwise. */
export const NOW = new Date('2026-11-22T10:00:00.000Z');

/** The UTC day of `NOW`. */
export const TODAY = '2026-11-22';

/** An amount in euro, the default policy's base currency, so that limits read as they are written. */
export function eur(minor: number): Money {
  return { currency: 'EUR', minor };
}

/** A line of one unit with a serial number and a weight. */
export function aLine(overrides: Partial<RefundLine> = {}): RefundLine {
  return {
    lineId: '1',
    sku: 'IPAD-11',
    quantity: 1,
    shippedQuantity: 1,
    serials: ['SN1'],
    shippedWeightGrams: 1000,
    category: 'tablet',
    ...overrides,
  };
}

/** A return of one tablet for EUR 200.00, marked by `emp_7`. */
export function aRefund(overrides: Partial<RefundRequest> = {}): RefundRequest {
  const amount = overrides.amount ?? eur(20_000);
  return {
    refundId: 're_1',
    orderId: 'o_1',
    rmaId: 'rma_1',
    customerId: 'c_1',
    country: 'DE',
    claim: 'returned',
    amount,
    captured: amount,
    lines: [aLine()],
    trigger: 'attested',
    markedBy: 'emp_7',
    siteId: 'site_3',
    session: { deviceId: 'station_12', newDevice: false, offShift: false, wrongSite: false },
    links: { address: 'adr_1', device: 'dev_1', instrument: 'ins_1' },
    ...overrides,
  };
}

/** The default policy with some numbers changed. */
export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  return { ...DEFAULT_POLICY, ...overrides };
}

/**
 * A policy under which only the rules speak: no review is worth its price, and nothing is drawn by lot. Tests of
 * rules, writes and people use it, so that they hold whatever numbers the probability model is tuned to.
 */
export function rulesOnly(overrides: Partial<Policy> = {}): Policy {
  const costs = { ...DEFAULT_POLICY.costs, reviewMinor: 1_000_000_000_000 };
  return aPolicy({ costs, auditPerMillion: 0, ...overrides });
}

/** The attestors of one honest return. */
export const WHO = {
  carrier: { class: 'carrier', id: 'ups', capture: 'scanned' },
  dock: { class: 'sensor', id: 'dock_3', capture: 'scanned' },
  scale: { class: 'sensor', id: 'scale_2', capture: 'api' },
  marker: { class: 'site', id: 'emp_7', deviceId: 'station_12', capture: 'keyed' },
  inspector: { class: 'site', id: 'emp_21', deviceId: 'bench_4', capture: 'scanned' },
  stower: { class: 'site', id: 'emp_33', deviceId: 'gun_9', capture: 'scanned' },
} as const satisfies Record<string, Attestor>;

/** One scan; its key and ids follow from `id`. */
export function aScan(overrides: Partial<Scan> & { readonly id: string }): Scan {
  return {
    key: `wms ${overrides.id}`,
    eventId: `urn:uuid:${overrides.id}`,
    at: '2026-11-20T08:00:00.000Z',
    attestor: WHO.dock,
    ...overrides,
  };
}

/** Scans a return may leave, each by the party that usually makes it. */
export const SCANS = {
  accept: aScan({ id: 'accept', step: 'accepting', attestor: WHO.carrier }),
  delivered: aScan({ id: 'delivered', step: 'arriving', attestor: WHO.carrier }),
  dock: aScan({ id: 'dock', step: 'unloading', attestor: WHO.dock }),
  mark: aScan({ id: 'mark', step: 'receiving', disposition: 'returned', attestor: WHO.marker }),
  rightWeight: aScan({ id: 'right-weight', grams: 1000, attestor: WHO.scale }),
  wrongWeight: aScan({ id: 'wrong-weight', grams: 300, attestor: WHO.scale }),
  rightSerial: aScan({
    id: 'right-serial',
    step: 'inspecting',
    serials: ['SN1'],
    attestor: WHO.inspector,
  }),
  wrongSerial: aScan({ id: 'wrong-serial', step: 'inspecting', serials: ['SN9'], attestor: WHO.inspector }),
  goodCondition: aScan({
    id: 'good-condition',
    step: 'inspecting',
    disposition: 'conformant',
    attestor: WHO.inspector,
  }),
  badCondition: aScan({
    id: 'bad-condition',
    step: 'inspecting',
    disposition: 'damaged',
    attestor: WHO.inspector,
  }),
  putAway: aScan({ id: 'put-away', step: 'storing', attestor: WHO.stower }),
} as const satisfies Record<string, Scan>;

/** A declaration by `attestor` that the event of this id was wrong. */
export function aVoid(eventId: string, attestor: Attestor, id = `void-${eventId}`): Scan {
  return aScan({ id, eventId, attestor, voids: true });
}

/** A trail of these scans, one version each. */
export function aTrail(scans: readonly Scan[], overrides: Partial<Trail> = {}): Trail {
  return { ...EMPTY_TRAIL, version: scans.length, scans, ...overrides };
}

/** A trail of scans by people the directory does not know, but for those it does. */
export function attested(
  trail: Trail,
  known: Readonly<Record<string, EmployeeRecord | 'shared'>> = {},
): Attested {
  const strangers = trail.scans.map(({ attestor }) => [attestor.id, null] as const);
  const people = new Map([...strangers, ...Object.entries(known)]);
  return { trail, people, register: undefined, askedBy: undefined };
}

/** The record of a stower of `site_3`. */
export function aRecord(overrides: Partial<EmployeeRecord> = {}): EmployeeRecord {
  const at = '2026-01-01T00:00:00.000Z';
  const roleGiven = { by: 'hr_1', at };
  return { role: 'stower', roleGiven, siteId: 'site_3', country: 'DE', status: 'active', at, ...overrides };
}

/** What the scan check reads: these scans, no photo, judged a day after the refund was asked for. */
export function scanFacts(trail: Trail, overrides: Partial<Omit<ScanFacts, 'trail'>> = {}): ScanFacts {
  const since = new Date(NOW.getTime() - 86_400_000);
  return { ...attested(trail), photo: 'none', age: { since, at: NOW }, ...overrides };
}

/** What a return of middling value without support adds to histories, asked for on the day of `NOW`. */
export function anEntry(overrides: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    refundId: 're_1',
    day: TODAY,
    tier: 1,
    claim: 'returned',
    exceptionPermille: 1000,
    neverCame: false,
    looksTakenOver: false,
    verdict: 'none',
    reviewerIds: [],
    customerId: 'c_1',
    ...overrides,
  };
}

/** One day of a subject: nothing reserved and no refund, unless it says so. */
export function aDay(day: string, overrides: Partial<Omit<SubjectDay, 'day'>> = {}): SubjectDay {
  return { day, valueMinor: 0, unsupportedMinor: 0, entries: [], ...overrides };
}

/** The past of one subject. */
export function aHistory(
  subject: SubjectRef,
  {
    days = [],
    ...profile
  }: Partial<Omit<Profile, 'version'>> & { readonly days?: SubjectHistory['days'] } = {},
): SubjectHistory {
  return { subject, profile: { ...EMPTY_PROFILE, ...profile }, days };
}

/** An order in euro nobody claimed of yet. */
export function anOrder(overrides: Partial<Order> = {}): Order {
  return { ...emptyOrder('o_1', 'EUR'), ...overrides };
}

/** A scan finding that objects to nothing. */
export function scanFinding(overrides: Partial<ScanEvidenceFinding> = {}): ScanEvidenceFinding {
  return {
    check: 'scan-evidence',
    state: 'known',
    reasons: [],
    trail: { id: 'rma:rma_1', version: 1 },
    witnesses: [{ attestor: 'dock_3', class: 'sensor', kinds: ['dock'], independent: true }],
    supported: true,
    collusion: { required: 1, observed: 1 },
    mayStillCome: [],
    weighed: [],
    passedByMarker: false,
    evidence: 1,
    exceptionPermille: { now: 0, settled: 0 },
    nothingPermille: { now: 0, settled: 0 },
    ...overrides,
  };
}

/** A value finding that objects to nothing. */
export function valueFinding(overrides: Partial<ValueThresholdsFinding> = {}): ValueThresholdsFinding {
  const budget = {
    subject: { kind: 'customer', id: 'c_1' },
    day: TODAY,
    unsupportedMinor: 30_000,
    valueMinor: 500_000,
    countsValue: 'all',
    isBudgeted: true,
    hasHistory: true,
    rollUp: false,
  } as const;
  return {
    check: 'value-thresholds',
    state: 'known',
    reasons: [],
    baseMinor: 20_000,
    twoReviewers: false,
    budgets: [budget],
    ring: { kind: 'customer', q: 0, channels: [] },
    ...overrides,
  };
}

/** An employee finding that objects to nothing. */
export function employeeFinding(overrides: Partial<EmployeeRiskFinding> = {}): EmployeeRiskFinding {
  return {
    check: 'employee-risk',
    state: 'known',
    reasons: [],
    budgets: [],
    employeeId: 'emp_7',
    q: 0,
    falseAttestations: { observed: 0, expected: 0, lnBf: 0 },
    baselines: 'none',
    ...overrides,
  };
}

/** Three findings that object to nothing. */
export function passingFindings(): Findings {
  return [scanFinding(), valueFinding(), employeeFinding()];
}

/** Findings as the three checks answer them when only one policy has a say. */
export function checkedBy([scan, value, employee]: Findings): DecideStep['findings'] {
  return [
    scan.state === 'unknown' ? scan : { check: 'scan-evidence', state: 'known', pinned: scan },
    value.state === 'unknown' ? value : { check: 'value-thresholds', state: 'known', pinned: value },
    employee.state === 'unknown' ? employee : { check: 'employee-risk', state: 'known', pinned: employee },
  ];
}

/** A CloudEvent around data. */
export function aCloudEvent(type: string, data: unknown, overrides: Record<string, unknown> = {}) {
  return {
    specversion: '1.0',
    id: 'evt-1',
    source: 'wms.returns',
    type: `refundgate.${type}.v1`,
    time: '2026-11-22T10:00:00.000Z',
    datacontenttype: 'application/json',
    data,
    ...overrides,
  };
}

/** A GS1 EPCIS 2.0 event that names the return `rma_1`. */
export function anEpcisEvent(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'ObjectEvent',
    eventID: 'urn:uuid:11111111-1111-4111-8111-111111111111',
    eventTime: '2026-11-20T09:00:00.000+01:00',
    eventTimeZoneOffset: '+01:00',
    action: 'OBSERVE',
    bizTransactionList: [{ type: 'rma', bizTransaction: 'urn:refundgate:rma:rma_1' }],
    'refundgate:attestor': WHO.dock,
    ...overrides,
  };
}

/** Reads an EPCIS event as the gate does. Throws when it is refused: a builder's event is meant to be read. */
export function readScan(epcis: unknown): TrailScan {
  const parsed = parseEvent(aCloudEvent('scan.recorded', epcis));
  if (!parsed.ok || parsed.event.type !== 'refundgate.scan.recorded.v1') {
    throw new TypeError(`Expected a scan; got ${JSON.stringify(parsed)}.`);
  }
  return toTrailScan(parsed.event.data, parsed.event);
}

/** An open case on `emp_7` about two refunds, found by two reviewers. */
export function aCase(overrides: Partial<EmployeeCase> = {}): EmployeeCase {
  const peers = { count: 1.5, refunds: 400.25 };
  return {
    employeeId: 'emp_7',
    number: 1,
    version: 1,
    id: 'case.1',
    status: 'open',
    openedAt: '2026-11-22T12:00:00.000Z',
    findings: {
      grounds: [{ code: 'K02_FALSE_ATTESTATIONS', facts: { falseAttestations: 3, reviewers: 2 } }],
      q: 0.4,
      eb05: 0.5,
      eb95: 2.5,
      af05: 0,
      incidents: 3,
      refundIds: ['re_1', 're_2', 're_3'],
      measures: [
        {
          measure: 'false_attestations',
          observed: 2.9,
          expected: 0.2,
          own: { count: 2.9, refunds: 120.5 },
          site: peers,
          role: peers,
          eb05: 1.2,
          eb95: 25.5,
        },
      ],
      reviewers: ['rev_1', 'rev_2'],
      falseDays: 3,
      unscanned: 0.1,
      takenOver: 0,
    },
    said: [],
    outbox: 'opened',
    ...overrides,
  };
}
