import { type Judgement, nextLook } from '../../domain/decision/judge-refund.ts';
import { holdUntil } from '../../domain/decision/waits.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { Review } from '../../domain/refund/review.ts';

// When the sweeper looks at a refund again, unless something looks at it earlier.

/** How long a step may take before the sweeper takes the refund up again, in milliseconds. */
const LEASE_MS = 60_000;

/** How long after the workflow's time-out the sweeper looks, in milliseconds: useful only if the workflow died. */
const REVIEW_GRACE_MS = 600_000;

/** Returns when the lease of the step that runs now ends. Until then the sweeper leaves the refund alone. */
export function leaseUntil(now: Date): string {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}

/** Returns the time by which all expected evidence of a refund should have come. */
export function settlesAt({ request, receivedAt }: Refund, policy: Policy): Date {
  return holdUntil(request, policy, new Date(receivedAt));
}

/**
 * Returns the due time if it is a lease that still runs. Such a lease is kept: moving it would cost an index write
 * for nothing.
 */
export function runningLease(dueAt: string | null, now: Date): string | undefined {
  const runs = dueAt !== null && dueAt > now.toISOString() && dueAt <= leaseUntil(now);
  return runs ? dueAt : undefined;
}

/** Returns when to look next at a held refund that was judged again with the same result. */
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

/**
 * Returns when a refund is looked at again after its announcement: a held one when its decision says so, one under
 * review after its deadline. Null if never.
 */
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

/** Returns when the sweeper takes up a review whose workflow died: a little after the review's deadline. */
export function reviewDueAt({ slaAt }: Review, now: Date): string {
  const deadline = slaAt === undefined ? now.getTime() : Date.parse(slaAt);
  return new Date(deadline + REVIEW_GRACE_MS).toISOString();
}
