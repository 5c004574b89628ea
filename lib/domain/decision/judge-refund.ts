import type { Findings, RemainingBudget, Witness } from '../checks/findings.ts';
import type { EvidenceKind } from '../evidence/fact.ts';
import { baseValueOf, type Policy } from '../policy/policy.ts';
import { OPEN } from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { MINUTE_MS } from '../shared/calendar.ts';
import { because, effectOf, type Reason, type ReasonCode } from '../shared/reasons.ts';
import {
  type DecisionInputs,
  decisionInputsOf,
  type Scored,
  type Scores,
  scoreInputs,
} from './decision-inputs.ts';
import { awaitsDelivery, budgetUntil, deliveryUntil, evidenceToCome, holdUntil } from './waits.ts';

/** What the machine may decide about a refund; it never denies. */
export const JUDGEMENT_OUTCOMES = ['approve', 'hold', 'escalate'] as const;

/** What the machine decides about a refund. */
export interface Judgement {
  readonly outcome: (typeof JUDGEMENT_OUTCOMES)[number];
  readonly reasons: readonly Reason[];
  readonly witnesses: readonly Witness[];
  readonly collusion: { readonly required: number; readonly observed: number };
  readonly waitingFor: readonly EvidenceKind[];
  /** Until when a held refund may wait before a person is asked; null for the other outcomes. */
  readonly dueAt: Date | null;
  /** What must be reserved before an approval takes effect: value and unsupported value on every subject. */
  readonly reservation: Reservation | null;
  /** Null when a check could not be made or the value is unknown. */
  readonly scores: Scores | null;
  readonly inputs: DecisionInputs | null;
}

/** The value an approval uses up, in minor units of the base currency, and the budgets it must fit into. */
export interface Reservation {
  readonly valueMinor: number;
  readonly unsupportedMinor: number;
  readonly budgets: readonly RemainingBudget[];
}

/** What the decision is made from. */
export interface JudgeInput {
  readonly request: RefundRequest;
  readonly findings: Findings;
  readonly policy: Policy;
  readonly receivedAt: Date;
  readonly now: Date;
  /** R4: a number from 0 to 999,999 drawn by a keyed hash of the order's id. */
  readonly sampleDraw: number;
}

/** Reasons that may go away without new evidence. They are looked at again soon, not only when the wait is over. */
const PASSING: ReadonlySet<ReasonCode> = new Set([
  'S01_STOPPED',
  'S02_EMPLOYEE_NOT_ACTIVE',
  'S03_SUBJECT_FLAGGED',
  'F01_CHECK_UNAVAILABLE',
  'V01_NO_LIMIT_FOR_CURRENCY',
]);

/**
 * Decides a refund from its three findings. It is approved only if every check is known, none objects and the value
 * is known. Otherwise it waits or goes to a person. The same facts and policy give the same result.
 */
export function judgeRefund(one: JudgeInput): Judgement {
  const [scan] = one.findings;
  const known = scan.state === 'known' ? scan : undefined;
  const inputs = decisionInputsOf(one.findings);
  const scored = inputs === null ? null : scoreInputs(inputs, one.request, one.policy);
  const shared = {
    witnesses: known?.witnesses ?? [],
    collusion: known?.collusion ?? { required: 0, observed: 0 },
    scores: scored?.scores ?? null,
    inputs,
  };
  const { request, policy, receivedAt, now } = one;
  const waiting = { request, scan, policy, receivedAt };
  const delivery = awaitsDelivery(waiting, now) ? [because('E11_DELIVERY_RECORD_AWAITED')] : [];
  const stated = [
    ...objectionsOf(one.findings),
    ...registerObjections(one),
    ...delivery,
    ...modelObjections(one, scored),
  ];
  const reservation = stated.length === 0 ? reservationOf(one.findings) : null;
  if (reservation !== null) {
    const reasons = [because(approvalOf(reservation, policy)), ...notesOf(one.findings)];
    return { ...shared, outcome: 'approve', reasons, waitingFor: [], dueAt: null, reservation };
  }
  const objections =
    stated.length > 0 ? stated : [because('F01_CHECK_UNAVAILABLE', { check: 'reservation' })];
  // A scan cannot lift a stop: if all objections may go away without evidence, the refund waits for no scan.
  const isKept = objections.every(({ code }) => PASSING.has(code));
  const waitingFor = isKept ? [] : evidenceToCome(waiting, now);
  const until =
    delivery.length > 0 ? deliveryUntil(request, policy, receivedAt) : holdUntil(request, policy, receivedAt);
  const canWait = waitingFor.length > 0 || objections.some(({ code }) => PASSING.has(code));
  return holdOrAsk(one, shared, { objections, waitingFor, canWait, until });
}

/** What is needed to judge an approval a second time. */
export type ApprovalFacts = Pick<JudgeInput, 'request' | 'findings' | 'policy' | 'receivedAt' | 'now'>;

/**
 * Returns a reason if a return waited for budget until its wait was over, and still has no independent evidence. A
 * person decides then, even if there is budget again: that no scan came approves nothing. Of a claim without goods no
 * scan is expected: it waits for the next day's budget.
 */
export function waitedInVain(
  { request, findings: [scan], policy, receivedAt, now }: ApprovalFacts,
  { reservation }: Judgement,
  waitedForBudget: boolean,
): Reason | undefined {
  const isUnsupported = request.claim === 'returned' && (reservation?.unsupportedMinor ?? 0) > 0;
  return waitedForBudget && isUnsupported && now >= budgetUntil({ request, scan, policy, receivedAt })
    ? because('B01_UNSUPPORTED_BUDGET')
    : undefined;
}

/**
 * Returns the judgement of an approval that exceeds the budget of one of its subjects. It waits for scans of its return,
 * with which it needs no budget, or for the next day's budget; then a person is asked.
 */
export function judgeWithoutBudget(one: ApprovalFacts, approval: Judgement, blocked: Reason): Judgement {
  const { request, findings, policy, receivedAt } = one;
  const waiting = { request, scan: findings[0], policy, receivedAt };
  const waitingFor = evidenceToCome(waiting, one.now);
  const until = budgetUntil(waiting);
  return holdOrAsk(one, approval, { objections: [blocked], waitingFor, canWait: true, until });
}

interface Objected {
  readonly objections: readonly Reason[];
  readonly waitingFor: readonly EvidenceKind[];
  /** True if evidence may come, or a reason may go away by itself. */
  readonly canWait: boolean;
  readonly until: Date;
}

function holdOrAsk(
  { findings, now }: ApprovalFacts,
  { witnesses, collusion, scores, inputs }: Pick<Judgement, 'witnesses' | 'collusion' | 'scores' | 'inputs'>,
  { objections, waitingFor, canWait, until }: Objected,
): Judgement {
  const shared = { witnesses, collusion, scores, inputs, reservation: null };
  const notes = notesOf(findings);
  const mayWait = canWait && objections.every((reason) => effectOf(reason) === 'hold');
  if (mayWait && now < until) {
    return { ...shared, outcome: 'hold', reasons: [...objections, ...notes], waitingFor, dueAt: until };
  }
  const reasons = [...objections, ...notes, ...(mayWait ? [because('H01_WAIT_OVER')] : [])];
  return { ...shared, outcome: 'escalate', reasons, waitingFor: [], dueAt: null };
}

/** A deployment without a register believes everybody, so from R1's value on people decide. */
function registerObjections({ request, policy }: JudgeInput): readonly Reason[] {
  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  const isAsked = policy.producers === OPEN && baseMinor >= policy.independentScanFromMinor;
  return isAsked ? [because('O01_NO_REGISTER')] : [];
}

function modelObjections({ sampleDraw, policy }: JudgeInput, scored: Scored | null): readonly Reason[] {
  const objections: Reason[] = [];
  if (scored?.isReviewWorth === true) {
    objections.push(because('L01_EXPECTED_LOSS', { lossMinor: scored.scores.expectedLossMinor }));
  }
  if (sampleDraw < policy.auditPerMillion) objections.push(because('Q01_AUDIT_SAMPLE'));
  return objections;
}

function objectionsOf(findings: Findings): readonly Reason[] {
  return findings.flatMap((finding) =>
    finding.state === 'known'
      ? finding.reasons.filter((reason) => !isNote(reason))
      : [because('F01_CHECK_UNAVAILABLE', { check: finding.check })],
  );
}

/** Returns what the checks only note: it is shown with any outcome, and objects to none. */
function notesOf(findings: Findings): readonly Reason[] {
  return findings.flatMap((finding) => (finding.state === 'known' ? finding.reasons.filter(isNote) : []));
}

function isNote(reason: Reason): boolean {
  return effectOf(reason) === 'record';
}

/** Returns why a refund is approved: its evidence, a budget, or the small risk of a claim without goods. */
function approvalOf({ unsupportedMinor }: Reservation, policy: Policy): ReasonCode {
  if (unsupportedMinor === 0) return 'A01_EVIDENCE_SUFFICES';
  return unsupportedMinor < policy.independentScanFromMinor ? 'A02_WITHIN_BUDGET' : 'A03_RISK_IS_SMALL';
}

function reservationOf([scan, value, employee]: Findings): Reservation | null {
  if (scan.state !== 'known' || value.state !== 'known' || employee.state !== 'known') return null;
  if (value.baseMinor === null || scan.collusion.observed < scan.collusion.required) return null;
  return {
    valueMinor: value.baseMinor,
    unsupportedMinor: scan.supported ? 0 : value.baseMinor,
    // What takes nothing and leaves no history is not written: the day of a guest's id would only grow.
    budgets: distinct([...value.budgets, ...employee.budgets]).filter(
      ({ hasHistory }) => hasHistory || !scan.supported,
    ),
  };
}

/** Both checks may name the producer, if a login and a customer's id are shared. */
function distinct(budgets: readonly RemainingBudget[]): readonly RemainingBudget[] {
  const keys = budgets.map(({ subject }) => `${subject.kind} ${subject.id}`);
  return budgets.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}

/** What decides when a held refund is looked at again. */
export interface Hold {
  readonly reasons: readonly Reason[];
  /** Since when it is held for these reasons. */
  readonly since: Date;
  /** Until when it may wait. */
  readonly until: Date;
}

/**
 * Returns when a held refund is judged again if no evidence comes: when its wait is over, or soon if the reason may
 * go away by itself, such as a stop. A check that failed may work again in a moment: it is tried after one minute,
 * and then each time the whole wait has doubled.
 */
export function nextLook({ reasons, since, until }: Hold, policy: Policy, now: Date): Date {
  if (!reasons.some(({ code }) => PASSING.has(code) || code === 'E12_SCANS_DO_NOT_COUNT')) return until;
  const isUnchecked = reasons.some(({ code }) => code === 'F01_CHECK_UNAVAILABLE');
  const waitedMs = Math.max(MINUTE_MS, now.getTime() - since.getTime());
  const longestMs = policy.recheckMinutes * MINUTE_MS;
  const waitMs = isUnchecked ? Math.min(waitedMs, longestMs) : longestMs;
  return new Date(Math.min(now.getTime() + waitMs, until.getTime()));
}
