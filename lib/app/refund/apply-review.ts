import type { Review, Vote } from '../../domain/refund/review.ts';
import { because } from '../../domain/shared/reasons.ts';
import { leaseUntil, moveRefund } from './refund.ts';
import type { Decision, Refund } from './refund-row.ts';

/**
 * Answers the row after a vote that does not end its review. The vote is a link of the audit chain too, else it
 * could be taken out unseen.
 */
export function voted(
  refund: Refund,
  { review, vote }: { readonly review: Review; readonly vote: Vote },
): Refund {
  const { decision, outbox, dueAt } = refund;
  const by = `reviewer:${vote.reviewerId}`;
  return moveRefund(refund, {
    status: 'escalated',
    decision,
    review,
    outbox,
    dueAt,
    by,
    at: new Date(vote.at),
  });
}

/** How a review ended, and the votes that ended it, the last one last. */
export interface ReviewEnd {
  readonly review: Review;
  readonly outcome: 'approved' | 'denied';
  readonly agreeing: readonly Vote[];
  readonly at: Date;
}

/** Answers the row after the vote that ends its review. */
export function ended(refund: Refund, { review, outcome, agreeing, at }: ReviewEnd): Refund {
  const reviewers = agreeing.map((vote) => vote.reviewerId);
  const by = `reviewer:${reviewers.join(',')}`;
  const facts = { reviewers, verdicts: agreeing.map((vote) => vote.verdict) };
  const code = outcome === 'approved' ? 'P01_APPROVED_BY_REVIEWERS' : 'P02_DENIED_BY_REVIEWERS';
  const decision: Decision = {
    witnesses: [],
    collusion: { required: 0, observed: 0 },
    scores: null,
    inputs: null,
    ...refund.decision,
    outcome,
    decidedAt: at.toISOString(),
    by,
    reasons: [because(code, facts), ...(refund.decision?.reasons ?? [])],
    waitingFor: [],
    dueAt: undefined,
  };
  const outbox = outcome === 'approved' ? 'release' : 'announcement';
  return moveRefund(refund, { status: outcome, decision, review, outbox, dueAt: leaseUntil(at), by, at });
}
