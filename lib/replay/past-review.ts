import { contributeVerdict } from '../app/history/history-entries.ts';
import { learnt } from '../app/refund/transitions.ts';
import { reviewerConflict } from '../app/review/reviewer-conflict.ts';
import { type ReviewCommand, type ReviewDeps, reviewRefund } from '../app/review-refund.ts';
import type { InboundEvent } from '../contracts/inbound-events.ts';
import type { OutboundEvent } from '../contracts/outbound-events.ts';
import type { ReviewResult } from '../contracts/review-result.ts';
import { TOP_TIER, type Vote } from '../domain/refund/review.ts';
import { isTerminal } from '../domain/refund/status.ts';

/**
 * The result of a past review. `early`: this policy has not asked this person yet; the answer waits until it does.
 * `learnt`: this policy paid without asking; what people found counts in histories from now on.
 */
export type PastReviewResult = ReviewResult | { readonly result: 'early' | 'learnt' };

/**
 * Takes a review that people once made, perhaps under another policy than the replayed one. What they found is
 * known from then on, whether or not this policy asks. It changes the outcome of an escalated refund only.
 */
export async function takePastReview(deps: ReviewDeps, command: ReviewCommand): Promise<PastReviewResult> {
  const result = await reviewRefund(deps, command);
  if (result.result === 'refused' && result.why === 'is_asked_later') return { result: 'early' };
  if (result.result !== 'not_escalated') return result;
  return isTerminal(result.status) ? learn(deps.store, command, deps.now()) : { result: 'early' };
}

async function learn(
  store: ReviewDeps['store'],
  { refundId, ...answer }: ReviewCommand,
  now: Date,
): Promise<PastReviewResult> {
  const refund = await store.refund(refundId, 'strong');
  if (refund === undefined) return { result: 'unknown_refund' };
  const why = await reviewerConflict(store, { refund, tier: TOP_TIER, now }, answer.reviewerId);
  if (why !== undefined) return { result: 'refused', why };
  const vote: Vote = { ...answer, at: now.toISOString() };
  const next = learnt(refund, vote);
  await store.saveRefund({ ...next, history: await contributeVerdict(store, next) }, refund.version);
  return { result: 'learnt' };
}

/** A review as it is in a file. */
export type InboundReview = Extract<InboundEvent, { type: 'refundgate.review.decided.v1' }>;

/** A review that came before anybody was asked, and the number of its event. */
export interface EarlyReview {
  readonly event: InboundReview;
  readonly number: number;
}

/**
 * Reviews of refunds that nobody has been asked about yet. A review is ripe once its refund is escalated or paid.
 */
export class EarlyReviews {
  readonly #waiting = new Map<string, readonly EarlyReview[]>();
  readonly #ripe: EarlyReview[] = [];

  /** Keeps a review until its refund is escalated or paid. */
  keep(review: EarlyReview): void {
    const { refundId } = review.event.data;
    this.#waiting.set(refundId, [...(this.#waiting.get(refundId) ?? []), review]);
  }

  /** Takes an outbound event. If it escalates or approves a refund, the reviews of that refund are ripe. */
  hear({ type, data }: OutboundEvent): void {
    if (this.#waiting.size === 0) return;
    if (type !== 'refundgate.refund.escalated.v1' && type !== 'refundgate.refund.approved.v1') return;
    this.#ripe.push(...(this.#waiting.get(data.refundId) ?? []));
    this.#waiting.delete(data.refundId);
  }

  /** Removes and returns the next ripe review, or returns undefined if there is none. */
  nextRipe(): EarlyReview | undefined {
    return this.#ripe.shift();
  }
}
