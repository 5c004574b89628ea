import type { DecidedStep, DecideStep } from '../contracts/step-contracts.ts';
import { type Judgement, decideRefund as judge, type Reservation } from '../domain/decide-refund.ts';
import type { Findings } from '../domain/findings.ts';
import type { Policy } from '../domain/policy.ts';
import { because, type Reason } from '../domain/reasons.ts';
import { trailIdOf } from '../domain/refund-request.ts';
import { decided, decisionOf, lookedAtAgain, saysTheSame } from './decided-row.ts';
import { sha256 } from './digest.ts';
import { loadRefund } from './load-refund.ts';
import { pinnedPolicy } from './policies.ts';
import type { PinnedPolicy, Store } from './ports.ts';
import { leaseUntil, noteOnRefund, type Refund } from './refund.ts';
import { giveBackRooms, reserveAll } from './reservations.ts';

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
      if (needsReviewer(refund, deps.now())) return startReviewAnew(deps, refund);
      return answer(refund, refund.outbox === 'announcement' ? 'announce' : 'none');
    case 'published':
      return answer(refund, 'none');
  }
}

/** True while the case has not been opened, and again when its time is over. */
function needsReviewer(refund: Refund, now: Date): boolean {
  const slaAt = refund.review?.slaAt;
  return slaAt === undefined || now.getTime() >= Date.parse(slaAt);
}

/**
 * A review is started under a name made of the time it is due, so that a repeat starts nothing twice. When that
 * time has passed without a review, the one of that name is dead, and the case gets a new time.
 */
async function startReviewAnew({ store, now }: DecideDeps, refund: Refund): Promise<DecidedStep> {
  if (refund.dueAt !== null && now().getTime() < Date.parse(refund.dueAt)) return answer(refund, 'escalate');
  const next = noteOnRefund(refund, { dueAt: leaseUntil(now()) });
  const result = await store.saveRefund(next, refund.version);
  return answer(next, result === 'saved' ? 'escalate' : 'again');
}

async function judgeAndWrite(deps: DecideDeps, refund: Refund, step: DecideStep): Promise<DecidedStep> {
  const now = deps.now();
  const policy = await pinnedPolicy(deps, refund.policyHash);
  const receivedAt = new Date(refund.receivedAt);
  const judgement = judge({ request: refund.request, findings: step.findings, policy, receivedAt, now });
  const judged = { findings: step.findings, policy };
  const [scan] = step.findings;
  switch (judgement.outcome) {
    case 'approve': {
      if (await isOutdated(deps.store, refund, scan)) return answer(refund, 'again');
      const blocked = await claimForApproval(
        deps.store,
        refund,
        judgement.reservation,
        scan.state === 'known' && scan.supported,
      );
      if (blocked === 'again') return answer(refund, 'again');
      if (blocked === undefined) return write(deps, refund, judgement, judged);
      const escalation = { ...judgement, outcome: 'escalate', reasons: [blocked] } as const;
      const step = await write(deps, refund, escalation, judged);
      // Only now: another run of the same refund, found to have room, could else approve on what is given back.
      if (step.outcome === 'escalate')
        await giveBackRooms(deps.store, refund.refundId, judgement.reservation);
      return step;
    }
    case 'hold': {
      const trail = scan.state === 'known' ? scan.trail : null;
      if (
        trail !== null &&
        (await deps.store.awaitScans(trail.id, refund.refundId, trail.version)) === 'moved'
      ) {
        return answer(refund, 'again');
      }
      return write(deps, refund, judgement, judged);
    }
    case 'escalate':
      return write(deps, refund, judgement, judged);
  }
}

/**
 * Answers whether a held refund's scans moved since these findings: a run that comes late must not approve on
 * them what a later one holds, having seen more.
 */
async function isOutdated(store: Store, { status }: Refund, scan: Findings[0]): Promise<boolean> {
  if (status !== 'held' || scan.state !== 'known' || scan.trail === null) return false;
  return (await store.trail(scan.trail.id, 'strong')).version !== scan.trail.version;
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
): Promise<Reason | 'again' | undefined> {
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
  { findings, policy }: Judged,
): Promise<DecidedStep> {
  const now = deps.now();
  const decision = decisionOf(judgement, now);
  const same = seen.decision !== null && seen.status === 'held' && saysTheSame(seen.decision, decision);
  const next = same
    ? lookedAtAgain(seen, judgement, policy, now)
    : decided(seen, judgement.outcome, { decision, value: findings[1], now });
  // Somebody else moved the refund: judge again. What was reserved stays reserved, which is the strict side.
  if ((await deps.store.saveRefund(next, seen.version)) === 'moved') return answer(seen, 'again');
  if (!same) return answer(next, judgement.outcome);
  return answer(next, next.outbox === 'announcement' ? 'announce' : 'none');
}

/** What a judgement was made from. */
interface Judged {
  readonly findings: Findings;
  readonly policy: Policy;
}

function answer(refund: Refund, outcome: DecidedStep['outcome']): DecidedStep {
  const step = { refundId: refund.refundId, outcome, version: refund.version };
  return outcome === 'escalate' ? { ...step, reviewExecution: executionName(refund) } : step;
}

/** One name per escalation and period: starting it twice starts it once, a lost one can be started anew. */
function executionName({ refundId, dueAt }: Refund): string {
  return `${sha256(refundId).slice(0, 40)}-${Date.parse(dueAt ?? '') / 1000}`.replace(/[^A-Za-z0-9-]/g, '-');
}
