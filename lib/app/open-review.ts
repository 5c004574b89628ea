import {
  openReview as newReview,
  type Review,
  raiseReview,
  remindReview,
  TOP_TIER,
} from '../domain/refund/review.ts';
import { because, type Reason } from '../domain/shared/reasons.ts';
import { canonicalJson } from './digest.ts';
import { decidingPolicy } from './judging/policies.ts';
import { updateItem } from './optimistic-update.ts';
import type { EndReview, SendMail } from './ports.ts';
import type { PublishDeps } from './publish-release.ts';
import { loadRefund } from './refund/load-refund.ts';
import { outcomeEvent } from './refund/outcome-event.ts';
import { leaseUntil, moveRefund, noteOnRefund } from './refund/refund.ts';
import type { Refund } from './refund/refund-row.ts';
import { escalationMail } from './review/escalation-mail.ts';
import { reviewerShortage } from './review/reviewer-shortage.ts';
import { unlessUnreadable } from './unreadable-error.ts';

/** What opening a review needs. */
export interface OpenReviewDeps extends PublishDeps {
  readonly endReview: EndReview;
  readonly sendMail: SendMail;
  /** Where a case is read, without the id; empty when there is no page. */
  readonly caseUrl: string;
  /** How long reviewers have, in seconds; the workflow's own time-out is the same. */
  readonly slaSeconds: number;
}

/** What became of asking: `lacksReviewers` if the directory knows too few people who may decide. */
export interface OpenedReview {
  readonly lacksReviewers: boolean;
  /** What is wrong with items of the directory that cannot be read: people are asked all the same. */
  readonly unreadable: readonly string[];
}

/** The workflow's time-out runs from a moment before the deadline was written down: as much early still counts. */
const SLACK_MS = 60_000;

/** How much later than the workflow's time-out the sweeper looks, in seconds: only if the workflow died. */
const GRACE_SECONDS = 600;

/**
 * Opens the review of an escalated refund, or asks again when its time is over: more people may decide then, while there
 * are more. Keeps the task token and the deadline in the row, then sends the e-mail. A refund that needs no review ends
 * the wait at once.
 */
export async function openReview(
  deps: OpenReviewDeps,
  { refundId, token }: { readonly refundId: string; readonly token: string },
): Promise<OpenedReview> {
  const unreadable: string[] = [];
  const { refund } = await updateItem({
    what: `refund ${refundId}`,
    read: async () => {
      const refund = await loadRefund(deps.store, refundId, 'strong');
      if (refund.status !== 'escalated') return { refund, asked: undefined };
      const review = nextReview(refund, { token, now: deps.now(), slaSeconds: deps.slaSeconds });
      const look = async (): Promise<Shortage> => ({
        shortage: await reviewerShortage(deps.store, refund, review),
      });
      const known = { shortage: refund.decision?.reasons.find(isShortage) };
      const { shortage } = (await unlessUnreadable(unreadable, look)) ?? known;
      return { refund, asked: askedRefund(refund, { review, shortage, now: deps.now() }) };
    },
    change: ({ refund, asked }) => {
      if (asked === undefined) return { result: { refund } };
      const write = { refund: asked, asked };
      return { write, result: write };
    },
    save: (next, seen) => deps.store.saveRefund(next.refund, seen.refund.version),
  });
  if (refund.status !== 'escalated') {
    await deps.endReview(token);
    return { lacksReviewers: false, unreadable };
  }
  const { review, decision } = refund;
  const lacksReviewers = decision?.reasons.some(isShortage) === true;
  if (decision !== null && (lacksReviewers || (review?.tier ?? 1) > 1)) {
    await deps.publish(outcomeEvent(refund, decision, await decidingPolicy(deps, refund)));
  }
  await deps.sendMail(escalationMail(refund, deps.caseUrl));
  return { lacksReviewers, unreadable };
}

interface AskingTime {
  readonly token: string;
  readonly now: Date;
  readonly slaSeconds: number;
}

/** Returns the review as it is asked for now: first, again within its time, one tier up, or as a reminder. */
function nextReview(
  { review: seen, twoReviewers, decision }: Refund,
  { token, now, slaSeconds }: AskingTime,
): Review {
  const review = seen ?? newReview(twoReviewers);
  const deadline = new Date(now.getTime() + slaSeconds * 1000).toISOString();
  const overdue = review.slaAt !== undefined && now.getTime() >= Date.parse(review.slaAt) - SLACK_MS;
  if (!overdue || decision === null) return { ...review, token, slaAt: review.slaAt ?? deadline };
  const next = review.tier < TOP_TIER ? raiseReview(review) : remindReview(review, now.toISOString());
  return { ...next, token, slaAt: deadline };
}

interface Shortage {
  readonly shortage: Reason | undefined;
}

interface Asked extends Shortage {
  readonly review: Review;
  readonly now: Date;
}

/**
 * Returns the row as people are asked. It changes its decision only where there is news: more people may decide, or too
 * few may, or enough again. Else a case that nobody decides would grow each day.
 */
function askedRefund(refund: Refund, { review, shortage, now }: Asked): Refund {
  const { decision, outbox } = refund;
  const dueAt = dueAfterReview(refund, review, now);
  const isRaised = review.tier > (refund.review?.tier ?? 1);
  const known = decision?.reasons.find(isShortage);
  const isNews = isRaised || canonicalJson(known ?? null) !== canonicalJson(shortage ?? null);
  if (decision === null || !isNews) return noteOnRefund(refund, { review, dueAt });
  const raised = isRaised
    ? because('P03_NOT_DECIDED_IN_TIME', { tier: review.tier, quorum: review.quorum })
    : decision.reasons.find(isTimeout);
  const earlier = decision.reasons.filter((reason) => !isTimeout(reason) && !isShortage(reason));
  const by = isRaised ? 'timeout' : 'policy';
  const reasons = [raised, shortage, ...earlier].filter((reason) => reason !== undefined);
  return moveRefund(refund, {
    status: 'escalated',
    decision: { ...decision, decidedAt: now.toISOString(), by, reasons },
    review,
    outbox,
    dueAt,
    by,
    at: now,
  });
}

function isTimeout({ code }: Reason): boolean {
  return code === 'P03_NOT_DECIDED_IN_TIME';
}

function isShortage({ code }: Reason): boolean {
  return code === 'P05_NOBODY_MAY_DECIDE';
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
