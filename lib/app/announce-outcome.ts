import type { AnnounceStep } from '../contracts/refund-step.ts';
import { nextLook } from '../domain/decision/decide-refund.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { releaseClaim } from '../domain/refund/order-claims.ts';
import { decidingPolicy, pinnedPolicy } from './judging/policies.ts';
import { reviewDueAt } from './open-review.ts';
import { updateItem } from './optimistic-update.ts';
import type { PublishDeps } from './publish-release.ts';
import { loadRefund } from './refund/load-refund.ts';
import { outcomeEvent } from './refund/outcome-event.ts';
import { leaseUntil, noteOnRefund } from './refund/refund.ts';
import type { Decision, Refund } from './refund/refund-row.ts';

/**
 * Publishes that a refund is held, escalated or denied, if that is still to be said. It cannot release: for an
 * approved refund it does nothing. A denied refund's units become free on its order first.
 *
 * A held refund then waits for its evidence. If its row changed since it was judged, a scan woke it: it stays due soon,
 * for the run that the scan started may have died.
 */
export async function announceOutcome(deps: PublishDeps, { refundId, version }: AnnounceStep): Promise<void> {
  await updateItem({
    what: `refund ${refundId}`,
    read: async () => {
      const refund = await loadRefund(deps.store, refundId, 'strong');
      const policy = await pinnedPolicy(deps, refund.policyHash);
      const decision = outstanding(refund);
      if (refund.status === 'denied') await freeUnits(deps, refund);
      if (decision !== null) {
        await deps.publish(outcomeEvent(refund, decision, await decidingPolicy(deps, refund)));
      }
      return { refund, policy };
    },
    change: ({ refund, policy }) => {
      const decision = outstanding(refund);
      if (decision === null) return { result: undefined };
      const isWoken = refund.status === 'held' && refund.version !== version;
      const dueAt = isWoken ? leaseUntil(deps.now()) : dueAfter(refund, decision, policy, deps.now());
      return { write: { refund: noteOnRefund(refund, { outbox: null, dueAt }), policy }, result: undefined };
    },
    save: (next, seen) => deps.store.saveRefund(next.refund, seen.refund.version),
  });
}

/** What is still to be told; never a release. */
function outstanding({ outbox, decision }: Refund): Decision | null {
  return outbox === 'announcement' && decision?.outcome !== 'approved' ? decision : null;
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

/** A held refund is looked at again when its decision says so, an opened case after its deadline. */
function dueAfter(refund: Refund, decision: Decision, policy: Policy, now: Date): string | null {
  switch (refund.status) {
    case 'held': {
      const { reasons, decidedAt, dueAt } = decision;
      const hold = { reasons, since: new Date(decidedAt), until: new Date(dueAt ?? now) };
      return nextLook(hold, policy, now).toISOString();
    }
    case 'escalated':
      return refund.review?.slaAt === undefined ? refund.dueAt : reviewDueAt(refund.review, now);
    default:
      return null;
  }
}
