import type { DecidedStep, DecideStep } from '../contracts/step-contracts.ts';
import { type Judgement, decideRefund as judge, type Reservation } from '../domain/decide-refund.ts';
import { because } from '../domain/reasons.ts';
import { trailIdOf } from '../domain/refund-request.ts';
import { openReview } from '../domain/review.ts';
import { sha256 } from './digest.ts';
import { loadRefund } from './load-refund.ts';
import { pinnedPolicy } from './policies.ts';
import type { PinnedPolicy, Store } from './ports.ts';
import { type Decision, leaseUntil, moveRefund, type Refund } from './refund.ts';
import { reserveAll } from './reservations.ts';

/** What the decision needs. */
export interface DecideDeps {
  readonly store: Store;
  readonly policy: PinnedPolicy;
  readonly now: () => Date;
}

/**
 * Decides a refund from its findings and writes the outcome in its row. A refund that is past judging is not
 * judged again: what is still to do for it is answered, so that a run that died half way is simply repeated.
 */
export async function decideRefund(deps: DecideDeps, step: DecideStep): Promise<DecidedStep> {
  const refund = await loadRefund(deps.store, step.refundId, 'eventual');
  switch (refund.status) {
    case 'received':
    case 'held':
      return judgeAndWrite(deps, refund, step);
    case 'approved':
      return answer(refund, 'approve');
    case 'denied':
      return answer(refund, refund.outbox === 'announcement' ? 'announce' : 'none');
    case 'escalated':
      return answer(
        refund,
        needsReviewer(refund, deps.now())
          ? 'escalate'
          : refund.outbox === 'announcement'
            ? 'announce'
            : 'none',
      );
    case 'published':
      return answer(refund, 'none');
  }
}

/** True while the case has not been opened, and again when its time is over. */
function needsReviewer(refund: Refund, now: Date): boolean {
  const slaAt = refund.review?.slaAt;
  return slaAt === undefined || now.getTime() >= Date.parse(slaAt);
}

async function judgeAndWrite(deps: DecideDeps, refund: Refund, step: DecideStep): Promise<DecidedStep> {
  const now = deps.now();
  const policy = await pinnedPolicy(deps, refund.policyHash);
  const receivedAt = new Date(refund.receivedAt);
  const judgement = judge({ request: refund.request, findings: step.findings, policy, receivedAt, now });
  const [scan] = step.findings;
  switch (judgement.outcome) {
    case 'approve': {
      const blocked = await claimForApproval(
        deps.store,
        refund,
        judgement.reservation,
        scan.state === 'known' && scan.supported,
      );
      if (blocked === 'again') return answer(refund, 'again');
      if (blocked !== undefined)
        return write(deps, refund, { ...judgement, outcome: 'escalate', reasons: [blocked] }, step);
      return write(deps, refund, judgement, step);
    }
    case 'hold': {
      const trail = scan.state === 'known' ? scan.trail : null;
      if (
        trail !== null &&
        (await deps.store.awaitScans(trail.id, refund.refundId, trail.version)) === 'moved'
      ) {
        return answer(refund, 'again');
      }
      return write(deps, refund, judgement, step);
    }
    case 'escalate':
      return write(deps, refund, judgement, step);
  }
}

/**
 * Makes the claims an approval rests on, before the row says so: the return for this order only, the value for
 * every subject. Answers why it may not be, or undefined when all claims stand.
 */
async function claimForApproval(
  store: Store,
  { request }: Refund,
  reservation: Reservation | null,
  supported: boolean,
): Promise<ReturnType<typeof because> | 'again' | undefined> {
  if (reservation === null) return because('F01_CHECK_UNAVAILABLE', { check: 'reservation' });
  const trailId = trailIdOf(request);
  if (supported && trailId !== undefined && (await store.bindTrail(trailId, request.orderId)) === 'moved') {
    return because('E08_RETURN_OF_ANOTHER_ORDER');
  }
  return reserveAll(store, request.refundId, reservation);
}

async function write(
  deps: DecideDeps,
  seen: Refund,
  judgement: Judgement,
  step: DecideStep,
): Promise<DecidedStep> {
  const now = deps.now();
  const next = decided(seen, judgement, step, now);
  if (next === undefined) return answer(seen, seen.outbox === 'announcement' ? 'announce' : 'none');
  if ((await deps.store.saveRefund(next, seen.version)) === 'saved') return answer(next, judgement.outcome);
  // Somebody else moved the refund: judge again. What was reserved stays reserved, which is the strict side.
  return answer(seen, 'again');
}

const STATUS = { approve: 'approved', hold: 'held', escalate: 'escalated' } as const;

/** Answers the row the judgement leads to; undefined when it says what the row says already. */
function decided(
  seen: Refund,
  judgement: Judgement,
  { findings }: DecideStep,
  now: Date,
): Refund | undefined {
  const status = STATUS[judgement.outcome];
  const by = judgement.reasons.some((reason) => reason.code === 'H01_WAIT_OVER') ? 'timeout' : 'policy';
  const { reasons, witnesses, collusion, waitingFor, dueAt } = judgement;
  const decision: Decision = {
    outcome: status,
    decidedAt: now.toISOString(),
    by,
    reasons,
    witnesses,
    collusion,
    waitingFor,
    ...(dueAt === null ? {} : { dueAt: dueAt.toISOString() }),
  };
  if (status === 'held' && seen.decision !== null && saysTheSame(seen.decision, decision)) return undefined;
  const [, value] = findings;
  const twoReviewers = value.state === 'known' ? value.twoReviewers : true;
  return moveRefund(seen, {
    status,
    decision,
    by,
    at: now,
    twoReviewers,
    baseMinor: value.state === 'known' ? value.baseMinor : null,
    review: status === 'escalated' ? openReview(twoReviewers) : null,
    outbox: status === 'approved' ? 'release' : 'announcement',
    dueAt: stillAhead(seen.dueAt, now) ?? leaseUntil(now),
  });
}

/** A lease that still runs is kept: moving it would cost an index write for nothing. */
function stillAhead(dueAt: string | null, now: Date): string | undefined {
  const lease = Date.parse(leaseUntil(now));
  return dueAt !== null && Date.parse(dueAt) > now.getTime() && Date.parse(dueAt) <= lease
    ? dueAt
    : undefined;
}

function saysTheSame(a: Decision, b: Decision): boolean {
  const told = ({ outcome, reasons, witnesses, waitingFor, dueAt }: Decision): string =>
    JSON.stringify([outcome, reasons, witnesses, waitingFor, dueAt]);
  return told(a) === told(b);
}

function answer(refund: Refund, outcome: DecidedStep['outcome']): DecidedStep {
  const step = { refundId: refund.refundId, outcome, version: refund.version };
  return outcome === 'escalate' ? { ...step, reviewExecution: executionName(refund) } : step;
}

/** One name per escalation and period: starting it twice starts it once, a lost one can be started anew. */
function executionName({ refundId, dueAt }: Refund): string {
  return `${sha256(refundId).slice(0, 40)}-${Date.parse(dueAt ?? '') / 1000}`.replace(/[^A-Za-z0-9-]/g, '-');
}
