import { because, REASONS } from '../domain/reasons.ts';
import {
  openReview as newReview,
  type Review,
  raiseReview,
  remindReview,
  TOP_TIER,
} from '../domain/review.ts';
import { loadRefund } from './load-refund.ts';
import { outcomeEvent } from './outcome-event.ts';
import { decidingPolicy } from './policies.ts';
import type { EndReview, SendMail } from './ports.ts';
import type { PublishDeps } from './publish-release.ts';
import { leaseUntil, moveRefund, noteOnRefund, type Refund } from './refund.ts';
import { updateItem } from './update.ts';

/** What opening a review needs. */
export interface OpenReviewDeps extends PublishDeps {
  readonly endReview: EndReview;
  readonly sendMail: SendMail;
  /** Where a case is read, without the id; empty when there is no page. */
  readonly caseUrl: string;
  /** How long reviewers have, in seconds; the workflow's own time-out is the same. */
  readonly slaSeconds: number;
}

/** The workflow's time-out runs from a moment before the deadline was written down: as much early still counts. */
const SLACK_MS = 60_000;

/** How much later than the workflow's time-out the sweeper looks, in seconds: only if the workflow died. */
const GRACE_SECONDS = 600;

/**
 * Opens the review of an escalated refund, or asks again when its time is over, one tier up while there is one: keeps
 * the task token and the deadline in the row, then sends the e-mail. A refund that needs no review ends the wait at once.
 */
export async function openReview(
  deps: OpenReviewDeps,
  { refundId, token }: { readonly refundId: string; readonly token: string },
): Promise<void> {
  const refund = await updateItem({
    what: `refund ${refundId}`,
    read: () => loadRefund(deps.store, refundId, 'strong'),
    change: (seen) => {
      if (seen.status !== 'escalated') return { result: seen };
      const write = reopened(seen, { token, now: deps.now(), slaSeconds: deps.slaSeconds });
      return { write, result: write };
    },
    save: (next, seen) => deps.store.saveRefund(next, seen.version),
  });
  if (refund.status !== 'escalated') {
    await deps.endReview(token);
    return;
  }
  if ((refund.review?.tier ?? 1) > 1 && refund.decision !== null) {
    await deps.publish(outcomeEvent(refund, refund.decision, await decidingPolicy(deps, refund)));
  }
  await deps.sendMail(escalationMail(refund, deps.caseUrl));
}

function reopened(
  refund: Refund,
  { token, now, slaSeconds }: { readonly token: string; readonly now: Date; readonly slaSeconds: number },
): Refund {
  const review = refund.review ?? newReview(refund.twoReviewers);
  const deadline = new Date(now.getTime() + slaSeconds * 1000).toISOString();
  const overdue = review.slaAt !== undefined && now.getTime() >= Date.parse(review.slaAt) - SLACK_MS;
  if (!overdue || refund.decision === null) {
    const opened = { ...review, token, slaAt: review.slaAt ?? deadline };
    return noteOnRefund(refund, { review: opened, dueAt: dueAfterReview(refund, opened, now) });
  }
  if (review.tier >= TOP_TIER) {
    const reminded = { ...remindReview(review, now.toISOString()), token, slaAt: deadline };
    return noteOnRefund(refund, { review: reminded, dueAt: dueAfterReview(refund, reminded, now) });
  }
  const raised = { ...raiseReview(review), token, slaAt: deadline };
  const facts = { tier: raised.tier, quorum: raised.quorum };
  const earlier = refund.decision.reasons.filter((reason) => reason.code !== 'P03_NOT_DECIDED_IN_TIME');
  const decision = {
    ...refund.decision,
    decidedAt: now.toISOString(),
    by: 'timeout',
    reasons: [because('P03_NOT_DECIDED_IN_TIME', facts), ...earlier],
  };
  return moveRefund(refund, {
    status: 'escalated',
    decision,
    review: raised,
    outbox: refund.outbox,
    dueAt: dueAfterReview(refund, raised, now),
    by: 'timeout',
    at: now,
  });
}

/** When the sweeper looks at an opened case: soon while its announcement is outstanding, else after its deadline. */
function dueAfterReview(refund: Refund, review: Review, now: Date): string {
  return refund.outbox === null ? reviewDueAt(review, now) : leaseUntil(now);
}

/** Answers when the sweeper takes up a case whose workflow never came back: a little after its deadline. */
export function reviewDueAt(review: Review | null, now: Date): string {
  const deadline = review?.slaAt === undefined ? now.getTime() : Date.parse(review.slaAt);
  return new Date(deadline + GRACE_SECONDS * 1000).toISOString();
}

/** Constant subject, no personal data, no token, no link that decides anything. */
function escalationMail(refund: Refund, caseUrl: string): { subject: string; text: string } {
  const { refundId, review, decision } = refund;
  const link = caseUrl === '' ? `refund-gate case ${refundId}` : `${caseUrl.replace(/\/$/, '')}/${refundId}`;
  const text = [
    'A refund is waiting for your decision. It will not be paid until people decide.',
    '',
    `Case:      ${refundId}`,
    `Look at:   ${link}`,
    `Decide by: ${review?.slaAt ?? 'as soon as you can'}`,
    `Tier:      ${review?.tier ?? 1}, reviewers needed: ${review?.quorum ?? 1}`,
    '',
    'Why:',
    ...(decision?.reasons ?? []).map(({ code }) => `  - ${REASONS[code].message} (${code})`),
    '',
    'This message decides nothing and gives no authority. It names no customer and no employee.',
  ].join('\n');
  return { subject: 'Refund gate: a refund needs your decision', text };
}
