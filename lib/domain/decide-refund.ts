import type { EvidenceKind } from './evidence.ts';
import type { Findings, Room, Witness } from './findings.ts';
import type { Policy } from './policy.ts';
import { because, effectOf, type Reason, type ReasonCode } from './reasons.ts';
import type { RefundRequest } from './refund-request.ts';

/** What the machine decides of a refund; it never denies. */
export interface Judgement {
  readonly outcome: 'approve' | 'hold' | 'escalate';
  readonly reasons: readonly Reason[];
  readonly witnesses: readonly Witness[];
  readonly collusion: { readonly required: number; readonly observed: number };
  readonly waitingFor: readonly EvidenceKind[];
  /** Until when a held refund may wait before a person is asked; null for the other outcomes. */
  readonly dueAt: Date | null;
  /** What an approval must reserve before it stands: value and unsupported value on every subject. */
  readonly reservation: Reservation | null;
}

/** The value an approval uses up, in minor units of the base currency, and the room it must fit into. */
export interface Reservation {
  readonly valueMinor: number;
  readonly unsupportedMinor: number;
  readonly rooms: readonly Room[];
}

/** What the decision is made from. */
export interface Case {
  readonly request: RefundRequest;
  readonly findings: Findings;
  readonly policy: Policy;
  readonly receivedAt: Date;
  readonly now: Date;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Reasons that may pass without new evidence: looked at again soon, not only when the wait is over. */
const PASSING: ReadonlySet<ReasonCode> = new Set([
  'S01_STOPPED',
  'S02_EMPLOYEE_NOT_ACTIVE',
  'S03_SUBJECT_FLAGGED',
  'F01_CHECK_UNAVAILABLE',
  'V01_NO_LIMIT_FOR_CURRENCY',
]);

/** Answers until when a refund may wait for evidence before a person is asked. */
export function holdUntil(request: RefundRequest, policy: Policy, receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + policy.holdDays[request.trigger] * DAY_MS);
}

/**
 * Decides a refund from its three findings. Approved only when every check is known, none objects and the value
 * is known; whatever else happens, a refund waits or goes to a person. Same facts, same policy, same answer.
 */
export function decideRefund(one: Case): Judgement {
  const [scan] = one.findings;
  const stated = objectionsOf(one.findings);
  const known = scan.state === 'known' ? scan : undefined;
  const shared = {
    witnesses: known?.witnesses ?? [],
    collusion: known?.collusion ?? { required: 0, observed: 0 },
  };
  const reservation = stated.length === 0 ? reservationOf(one.findings) : null;
  if (reservation !== null) {
    const code = reservation.unsupportedMinor === 0 ? 'A01_EVIDENCE_SUFFICES' : 'A02_WITHIN_BUDGET';
    return {
      outcome: 'approve',
      reasons: [because(code)],
      ...shared,
      waitingFor: [],
      dueAt: null,
      reservation,
    };
  }
  const objections =
    stated.length > 0 ? stated : [because('F01_CHECK_UNAVAILABLE', { check: 'reservation' })];
  const until = holdUntil(one.request, one.policy, one.receivedAt);
  const mayWait = one.now < until && objections.every((reason) => effectOf(reason) === 'hold');
  if (mayWait) {
    return {
      outcome: 'hold',
      reasons: objections,
      ...shared,
      waitingFor: known?.waitingFor ?? [],
      dueAt: until,
      reservation: null,
    };
  }
  const over = one.now >= until ? [because('H01_WAIT_OVER')] : [];
  const reasons = [...objections, ...over];
  return { outcome: 'escalate', reasons, ...shared, waitingFor: [], dueAt: null, reservation: null };
}

function objectionsOf(findings: Findings): readonly Reason[] {
  return findings.flatMap((finding) =>
    finding.state === 'known'
      ? finding.reasons
      : [because('F01_CHECK_UNAVAILABLE', { check: finding.check })],
  );
}

function reservationOf([scan, value, employee]: Findings): Reservation | null {
  if (scan.state !== 'known' || value.state !== 'known' || employee.state !== 'known') return null;
  if (value.baseMinor === null || scan.collusion.observed < scan.collusion.required) return null;
  return {
    valueMinor: value.baseMinor,
    unsupportedMinor: scan.supported ? 0 : value.baseMinor,
    rooms: [...value.rooms, ...employee.rooms],
  };
}

/** What decides when a held refund is looked at again. */
export interface Hold {
  readonly reasons: readonly Reason[];
  /** Until when it may wait. */
  readonly until: Date;
}

/**
 * Answers when a held refund is judged again if no evidence comes: when its wait is over, or soon where the
 * reason may pass by itself, such as a stop that is lifted.
 */
export function nextLook({ reasons, until }: Hold, policy: Policy, now: Date): Date {
  const soon = now.getTime() + policy.recheckMinutes * MINUTE_MS;
  const passing = reasons.some((reason) => PASSING.has(reason.code));
  return passing ? new Date(Math.min(soon, until.getTime())) : until;
}
