import type { Refund } from '../../domain/refund/refund.ts';
import { mayFollow, type RefundStatus } from '../../domain/refund/status.ts';
import { nextLink } from './audit-chain.ts';

/** Thrown when a change of status is not allowed: a defect, never an expected outcome. */
export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError';
  readonly from: RefundStatus;
  readonly to: RefundStatus;

  constructor(refundId: string, from: RefundStatus, to: RefundStatus) {
    super(`Refund ${refundId} cannot go from ${from} to ${to}.`);
    this.from = from;
    this.to = to;
  }
}

/** A change of status, with all that changes with it. */
export type Move = Partial<
  Pick<Refund, 'request' | 'bodyHash' | 'review' | 'history' | 'baseMinor' | 'twoReviewers'>
> &
  Pick<Refund, 'status' | 'decision' | 'outbox' | 'dueAt'> & { readonly by: string; readonly at: Date };

/**
 * Returns the row after a change of status, with its audit entry.
 * @throws IllegalMoveError when the status may not follow.
 */
export function moveRefund(refund: Refund, { by, at, ...change }: Move): Refund {
  if (!mayFollow(refund.status, change.status)) {
    throw new IllegalMoveError(refund.refundId, refund.status, change.status);
  }
  const next: Refund = { ...refund, ...change, version: refund.version + 1 };
  return {
    ...next,
    audit: [...refund.audit, nextLink(next, { at: at.toISOString(), by, before: refund })],
  };
}

/** Returns the row after a change that keeps its status, such as a new task token or due time. */
export function noteOnRefund(
  refund: Refund,
  change: Partial<Pick<Refund, 'review' | 'history' | 'contradictedBy' | 'outbox' | 'dueAt'>>,
): Refund {
  return { ...refund, ...change, version: refund.version + 1 };
}
