import { holdUntil, type Judgement, nextLook } from '../../domain/decision/judge-refund.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { Review } from '../../domain/refund/review.ts';

// When the sweeper looks at a refund again, if nothing else does before.

/** How long a step may take before the sweeper takes the refund up again, in milliseconds. */
const LEASE_MS = 60_000;

/** How much later than the workflow's time-out the sweeper looks, in milliseconds: only if the workflow died. */
const REVIEW_GRACE_MS = 600_000;

/** Returns until when the step that runs now has the refund to itself. */
export function leaseUntil(now: Date): string {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}

/** Returns when all evidence of a refund that was to come should have come. */
export function settlesAt({ request, receivedAt }: Refund, policy: Policy): Date {
  return holdUntil(request, policy, new Date(receivedAt));
}

/** Returns a lease that still runs, which is kept: moving it would cost an index write for nothing. */
export function runningLease(dueAt: string | null, now: Date): string | undefined {
  const runs = dueAt !== null && dueAt > now.toISOString() && dueAt <= leaseUntil(now);
  return runs ? dueAt : undefined;
}

/** Returns when a held refund that was judged again without news is looked at next. */
export function dueAfterLook(
  seen: Refund,
  { judgement, policy }: { readonly judgement: Judgement; readonly policy: Policy },
  now: Date,
): string {
  const { reasons, dueAt } = judgement;
  if (dueAt === null || seen.outbox === 'announcement') return leaseUntil(now);
  const since = new Date(seen.decision?.decidedAt ?? seen.receivedAt);
  return new Date(nextLook({ reasons, since, until: dueAt }, policy, now).getTime()).toISOString();
}

/** Returns when a refund is looked at again: a held one when its decision says so, one under review after its deadline. */
export function dueAfterAnnouncement(refund: Refund, policy: Policy, now: Date): string | null {
  const { status, decision, review } = refund;
  if (status === 'held' && decision !== null) {
    const { reasons, decidedAt, dueAt } = decision;
    const hold = { reasons, since: new Date(decidedAt), until: new Date(dueAt ?? now) };
    return nextLook(hold, policy, now).toISOString();
  }
  if (status === 'escalated') return review?.slaAt === undefined ? refund.dueAt : reviewDueAt(review, now);
  return null;
}

/** Returns when a review is taken up whose workflow never came back: a little after its deadline. */
export function reviewDueAt({ slaAt }: Review, now: Date): string {
  const deadline = slaAt === undefined ? now.getTime() : Date.parse(slaAt);
  return new Date(deadline + REVIEW_GRACE_MS).toISOString();
}
