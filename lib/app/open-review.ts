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
  'policy' | 'now' | 'publish' | 'endReview' | 'sendMail' | 'consoleUrl' | 'slaSeconds',
  'refund' | 'saveRefund' | 'policy' | 'trail' | 'ignoredScans' | 'profile' | 'reviewers'
>;

/** The result of opening a review. `lacksReviewers`: the directory knows too few people who may decide. */
export interface OpenedReview {
  readonly lacksReviewers: boolean;
  /** What is wrong with directory items that cannot be read. People are asked anyway. */
  readonly unreadable: readonly string[];
}

/**
 * How early a time-out may come and still count, in milliseconds. The workflow starts its timer a moment before the
 * deadline is written.
 */
const SLACK_MS = 60_000;

/**
 * Opens the review of an escalated refund. When its deadline has passed, asks again: more people may then decide, up
 * to the top tier. Writes the task token and the deadline to the row, then sends the e-mail. If the refund needs no
 * review any more, ends the workflow's wait at once.
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
        shortage: await reviewerShortage(deps.store, { refund, now: deps.now() }, review),
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
  await deps.sendMail(escalationMail(refund, { consoleUrl: deps.consoleUrl, now: deps.now() }));
  return { lacksReviewers, unreadable };
}

interface AskingTime {
  readonly token: string;
  readonly now: Date;
  readonly slaSeconds: number;
}

/**
 * Returns the review to ask for now: a new one, the same one if its deadline has not passed, one a tier higher, or a
 * reminder.
 */
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
