import { releaseClaim } from '../domain/order-claims.ts';
import { loadRefund } from './load-refund.ts';
import { reviewDueAt } from './open-review.ts';
import { outcomeEvent } from './outcome-event.ts';
import { pinnedPolicy } from './policies.ts';
import type { PublishDeps } from './publish-release.ts';
import { type Decision, noteOnRefund, type Refund } from './refund.ts';
import { updateItem } from './update.ts';

/**
 * Publishes that a refund is held, escalated or denied, if that is still to be told. It cannot release: for an
 * approved refund it does nothing. A denied refund's units become free on its order first.
 */
export async function announceOutcome(deps: PublishDeps, refundId: string): Promise<void> {
  await updateItem({
    what: `refund ${refundId}`,
    read: async () => {
      const refund = await loadRefund(deps.store, refundId, 'strong');
      await tell(deps, refund);
      return refund;
    },
    change: (refund) => {
      const { decision } = refund;
      if (!isOutstanding(refund) || decision === null) return { result: undefined };
      return {
        write: noteOnRefund(refund, { outbox: null, dueAt: dueAfter(refund, decision, deps.now()) }),
        result: undefined,
      };
    },
    save: (next, seen) => deps.store.saveRefund(next, seen.version),
  });
}

function isOutstanding(refund: Refund): boolean {
  return (
    refund.outbox === 'announcement' && refund.decision !== null && refund.decision.outcome !== 'approved'
  );
}

async function tell(deps: PublishDeps, refund: Refund): Promise<void> {
  if (!isOutstanding(refund) || refund.decision === null) return;
  if (refund.status === 'denied') await freeUnits(deps, refund);
  const policy = await pinnedPolicy(deps, refund.policyHash);
  await deps.publish(outcomeEvent(refund, refund.decision, policy));
}

async function freeUnits({ store }: PublishDeps, { refundId, request }: Refund): Promise<void> {
  await updateItem({
    what: `order ${request.orderId}`,
    read: () => store.order(request.orderId, 'strong'),
    change: (order) => {
      const held = order?.claims.some((claim) => claim.refundId === refundId) ?? false;
      return order !== undefined && held
        ? { write: releaseClaim(order, refundId), result: undefined }
        : { result: undefined };
    },
    save: async (next, seen) =>
      next === undefined || seen === undefined
        ? 'saved'
        : store.saveOrder({ ...next, version: seen.version + 1 }, seen.version),
  });
}

/** A held refund waits until its decision is due, an opened case until its deadline is over. */
function dueAfter(refund: Refund, decision: Decision, now: Date): string | null {
  switch (refund.status) {
    case 'held':
      return decision.dueAt ?? refund.dueAt;
    case 'escalated':
      return refund.review?.slaAt === undefined ? refund.dueAt : reviewDueAt(refund.review, now);
    default:
      return null;
  }
}
