import type { Refund } from '../domain/refund/refund.ts';
import {
  openReview as newReview,
  type Review,
  raiseReview,
  remindReview,
  TOP_TIER,
} from '../domain/refund/review.ts';
import type { Reason } from '../domain/shared/reasons.ts';
import type { Uses } from './gate-deps.ts';
import { updateItem } from './optimistic-update.ts';
import { loadRefund } from './refund/load-refund.ts';
import { outcomeEvent } from './refund/outcome-event.ts';
import { asked } from './refund/transitions.ts';
import { escalationMail } from './review/escalation-mail.ts';
import { isShortage, reviewerShortage } from './review/reviewer-shortage.ts';
import { unlessUnreadable } from './unreadable-error.ts';

/** What opening a review needs. */
export type OpenReviewDeps = Uses<
  'policy' | 'now' | 'publish' | 'endReview' | 'sendMail' | 'caseUrl' | 'slaSeconds',
  'refund' | 'saveRefund' | 'policy' | 'trail' | 'profile' | 'reviewers'
>;

/** What became of asking: `lacksReviewers` if the directory knows too few people who may decide. */
export interface OpenedReview {
  readonly lacksReviewers: boolean;
  /** What is wrong with items of the directory that cannot be read: people are asked all the same. */
  readonly unreadable: readonly string[];
}

/** The workflow's time-out runs from a moment before the deadline was written down: as much early still counts. */
const SLACK_MS = 60_000;

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
      if (refund.status !== 'escalated') return { refund, next: undefined };
      const review = nextReview(refund, { token, now: deps.now(), slaSeconds: deps.slaSeconds });
      const look = async (): Promise<Shortage> => ({
        shortage: await reviewerShortage(deps.store, refund, review),
      });
      const known = { shortage: refund.decision?.reasons.find(isShortage) };
      const { shortage } = (await unlessUnreadable(unreadable, look)) ?? known;
      return { refund, next: asked(refund, { review, shortage }, deps.now()) };
    },
    change: ({ refund, next }) => {
      if (next === undefined) return { result: { refund } };
      const write = { refund: next, next };
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
    await deps.publish(await outcomeEvent(deps, refund));
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
