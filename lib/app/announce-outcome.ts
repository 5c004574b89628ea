import type { AnnounceStep } from '../contracts/refund-step.ts';
import { denyClaim, emptyOrder } from '../domain/refund/order-claims.ts';
import type { Refund } from '../domain/refund/refund.ts';
import type { Uses } from './gate-deps.ts';
import { pinnedPolicy } from './judging/policies.ts';
import { updateItem } from './optimistic-update.ts';
import { loadRefund } from './refund/load-refund.ts';
import { outcomeEvent } from './refund/outcome-event.ts';
import { announced } from './refund/transitions.ts';

/** What announcing needs. */
export type AnnounceDeps = Uses<
  'policy' | 'now' | 'publish',
  'refund' | 'saveRefund' | 'policy' | 'order' | 'saveOrder'
>;

/**
 * Publishes that a refund is held, escalated or denied, unless that was published before. It never releases money:
 * it does nothing for an approved refund. Before a denial is published, the refund's units become free.
 *
 * A held refund then waits for its evidence. If its row changed since it was judged, a scan woke it. It then stays
 * due soon, because the run that the scan started may have died.
 */
export async function announceOutcome(
  deps: AnnounceDeps,
  { refundId, version }: AnnounceStep,
): Promise<void> {
  await updateItem({
    what: `refund ${refundId}`,
    read: async () => {
      const refund = await loadRefund(deps.store, refundId, 'strong');
      const policy = await pinnedPolicy(deps, refund.policyHash);
      if (refund.status === 'denied') await noteDenial(deps, refund);
      if (isOutstanding(refund)) await deps.publish(await outcomeEvent(deps, refund));
      return { refund, policy };
    },
    change: ({ refund, policy }) => {
      if (!isOutstanding(refund)) return { result: undefined };
      const isWoken = refund.status === 'held' && refund.version !== version;
      const next = announced(refund, { policy, isWoken }, deps.now());
      return { write: { refund: next, policy }, result: undefined };
    },
    save: (next, seen) => deps.store.saveRefund(next.refund, seen.refund.version),
  });
}

/** Returns true if the decision still has to be published. Never true for a release. */
function isOutstanding({ outbox, decision }: Refund): boolean {
  return outbox === 'announcement' && decision !== null && decision.outcome !== 'approved';
}

async function noteDenial({ store }: AnnounceDeps, { request }: Refund): Promise<void> {
  await updateItem({
    what: `order ${request.orderId}`,
    read: async () =>
      (await store.order(request.orderId, 'strong')) ??
      emptyOrder(request.orderId, request.captured.currency),
    change: (order) => {
      const denied = denyClaim(order, request);
      return denied === order ? { result: undefined } : { write: denied, result: undefined };
    },
    save: (next, seen) => store.saveOrder({ ...next, version: seen.version + 1 }, seen.version),
  });
}
