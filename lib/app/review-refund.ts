import { outboundEvent } from '../contracts/outbound-events.ts';
import { because } from '../domain/reasons.ts';
import { castVote, type Ineligibility, openReview, type Vote } from '../domain/review.ts';
import { dayOf } from '../domain/subjects.ts';
import { claimUnits } from './check-value-thresholds.ts';
import { sha256 } from './digest.ts';
import type { EndReview, Publish, Store } from './ports.ts';
import { type Decision, leaseUntil, moveRefund, noteOnRefund, type Refund } from './refund.ts';
import { subjectsOf } from './reservations.ts';
import { reviewerConflict } from './reviewer-conflict.ts';

/** What deciding a review needs. */
export interface ReviewDeps {
  readonly store: Store;
  readonly now: () => Date;
  readonly publish: Publish;
  readonly endReview: EndReview;
}

/** A reviewer's answer to a case. */
export type ReviewCommand = Pick<Vote, 'reviewerId' | 'decision' | 'verdict' | 'note'> & {
  readonly refundId: string;
};

/** What became of an answer. `accepted` is said only of what now stands in the row as this reviewer's own. */
export type ReviewResult =
  | {
      readonly result: 'accepted';
      readonly status: Refund['status'];
      readonly approvals: number;
      readonly quorum: number;
    }
  | { readonly result: 'refused'; readonly why: Ineligibility }
  | { readonly result: 'unknown_refund' }
  | { readonly result: 'not_escalated'; readonly status: Refund['status'] }
  | { readonly result: 'already_decided'; readonly status: Refund['status']; readonly by: string }
  | { readonly result: 'answered_differently'; readonly decision: 'approve' | 'deny'; readonly at: string }
  | { readonly result: 'order_has_no_room'; readonly codes: readonly string[] };

const MAX_ATTEMPTS = 8;

/**
 * Takes a reviewer's answer by the rules of four eyes: nobody who stands in the case decides it, nobody
 * answers twice differently, and no approval releases what the order has no room for. The first answer wins;
 * whoever comes second is told who decided.
 */
export async function reviewRefund(deps: ReviewDeps, command: ReviewCommand): Promise<ReviewResult> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const refund = await deps.store.refund(command.refundId, 'strong');
    if (refund === undefined) return { result: 'unknown_refund' };
    const result = await attemptReview(deps, refund, command);
    if (result !== 'moved') return result;
  }
  return { result: 'not_escalated', status: 'escalated' };
}

async function attemptReview(
  deps: ReviewDeps,
  refund: Refund,
  command: ReviewCommand,
): Promise<ReviewResult | 'moved'> {
  if (refund.status !== 'escalated') return afterwards(refund, command);
  const why = await reviewerConflict(deps.store, refund.request, command.reviewerId);
  if (why !== undefined) return { result: 'refused', why };

  const now = deps.now();
  const { reviewerId, decision, verdict, note } = command;
  const vote: Vote = {
    reviewerId,
    decision,
    verdict,
    at: now.toISOString(),
    ...(note === undefined ? {} : { note }),
  };
  const cast = castVote(refund.review ?? openReview(refund.twoReviewers), vote);
  if (cast.result === 'repeated') return accepted(refund);
  if (cast.result === 'answered_differently') {
    return { result: 'answered_differently', decision: cast.vote.decision, at: cast.vote.at };
  }
  if (cast.result === 'approved') {
    const { claim } = await claimUnits(deps.store, refund.request);
    if (!claim.fits)
      return { result: 'order_has_no_room', codes: claim.reasons.map((reason) => reason.code) };
    await contribute(deps.store, refund, now);
  }
  const next =
    cast.result === 'needs_another'
      ? noteOnRefund(refund, { review: cast.review })
      : ended(refund, { review: cast.review, outcome: cast.result, now });
  if ((await deps.store.saveRefund(next, refund.version)) === 'moved') return 'moved';
  await tell(deps, command, now);
  if (cast.result !== 'needs_another' && next.review?.token !== undefined)
    await deps.endReview(next.review.token);
  return accepted(next);
}

function ended(
  refund: Refund,
  {
    review,
    outcome,
    now,
  }: {
    readonly review: NonNullable<Refund['review']>;
    readonly outcome: 'approved' | 'denied';
    readonly now: Date;
  },
): Refund {
  const agreeing = review.votes.filter((vote) => (vote.decision === 'approve') === (outcome === 'approved'));
  const by = `reviewer:${agreeing.map((vote) => vote.reviewerId).join(',')}`;
  const facts = {
    reviewers: agreeing.map((vote) => vote.reviewerId),
    verdicts: agreeing.map((vote) => vote.verdict),
  };
  const code = outcome === 'approved' ? 'P01_APPROVED_BY_REVIEWERS' : 'P02_DENIED_BY_REVIEWERS';
  const decision: Decision = {
    witnesses: [],
    collusion: { required: 0, observed: 0 },
    ...refund.decision,
    outcome,
    decidedAt: now.toISOString(),
    by,
    reasons: [because(code, facts), ...(refund.decision?.reasons ?? [])],
    waitingFor: [],
    dueAt: undefined,
  };
  const outbox = outcome === 'approved' ? 'release' : 'announcement';
  return moveRefund(refund, {
    status: outcome,
    decision,
    review,
    outbox,
    dueAt: leaseUntil(now),
    by,
    at: now,
  });
}

/** What a late answer hears: its own decision again if it stands, else who decided. */
function afterwards(refund: Refund, command: ReviewCommand): ReviewResult {
  const { status, decision, review } = refund;
  const own = review?.votes.find((vote) => vote.reviewerId === command.reviewerId);
  if (own !== undefined && own.decision !== command.decision) {
    return { result: 'answered_differently', decision: own.decision, at: own.at };
  }
  if (own !== undefined) return accepted(refund);
  if (decision?.by.startsWith('reviewer:') === true)
    return { result: 'already_decided', status, by: decision.by };
  return { result: 'not_escalated', status };
}

function accepted(refund: Refund): ReviewResult {
  const approvals = refund.review?.votes.filter((vote) => vote.decision === 'approve').length ?? 0;
  return { result: 'accepted', status: refund.status, approvals, quorum: refund.review?.quorum ?? 1 };
}

/** People may release over the limits, but what they release counts in the sums of its subjects. */
async function contribute(store: Store, refund: Refund, now: Date): Promise<void> {
  const valueMinor = refund.baseMinor ?? 0;
  const open = {
    day: dayOf(now),
    unsupportedMinor: Number.MAX_SAFE_INTEGER,
    valueMinor: Number.MAX_SAFE_INTEGER,
  };
  await Promise.all(
    subjectsOf(refund.request).map((subject) =>
      store.reserve(
        { ...open, subject, fold: subject.kind === 'employee' },
        { refundId: refund.refundId, valueMinor, unsupportedMinor: 0 },
      ),
    ),
  );
}

async function tell(deps: ReviewDeps, command: ReviewCommand, at: Date): Promise<void> {
  const id = `review.${sha256(`${command.refundId} ${command.reviewerId} ${command.decision}`).slice(0, 32)}`;
  const { refundId, reviewerId, decision, verdict, note } = command;
  const data = { refundId, reviewerId, decision, verdict, ...(note === undefined ? {} : { note }) };
  await deps.publish(outboundEvent({ type: 'refundgate.review.decided.v1', id, time: at, data }));
}
