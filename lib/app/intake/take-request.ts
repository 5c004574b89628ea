import type { InboundEvent } from '../../contracts/inbound-events.ts';
import { personAddedLate, withAddedFields } from '../../domain/refund/added-fields.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { isSameSender, senderIn } from '../../domain/shared/sender.ts';
import type { Uses } from '../gate-deps.ts';
import { updateItem } from '../optimistic-update.ts';
import { bodyHashOf } from '../refund/audit-chain.ts';
import { loadRefund } from '../refund/load-refund.ts';
import { receiveRefund, requestExtended } from '../refund/transitions.ts';
import { type RejectDeps, rejectEvent } from './reject-event.ts';

/** What taking a refund request needs. */
export type TakeRequestDeps = RejectDeps &
  Uses<'policy' | 'startGate', 'keepPolicy' | 'createRefund' | 'refund' | 'saveRefund'>;

type Taken = 'taken' | 'repeated' | 'rejected';

/** Creates the row of a refund and starts the gate. A repeat of the request may add fields to an open refund. */
export async function takeRequest(
  deps: TakeRequestDeps,
  event: InboundEvent,
  request: RefundRequest,
): Promise<Taken> {
  const entered = {
    request,
    sender: senderIn(event.key),
    askedAt: new Date(event.time),
    policyHash: deps.policy.hash,
  };
  const refund = receiveRefund(entered, deps.now());
  await deps.store.keepPolicy(deps.policy.hash, deps.policy.policy);
  if ((await deps.store.createRefund(refund)) === 'saved') {
    await deps.startGate(request.refundId);
    return 'taken';
  }
  const known = await deps.store.refund(request.refundId, 'strong');
  if (known?.bodyHash === bodyHashOf(request)) {
    if (known.status === 'received' || isUnlooked(known)) await deps.startGate(request.refundId);
    return 'repeated';
  }
  return takeAddedFields(deps, event, request);
}

/** Takes a request that was sent before with fewer fields. What it states otherwise than before makes it another request. */
async function takeAddedFields(
  deps: TakeRequestDeps,
  event: InboundEvent,
  request: RefundRequest,
): Promise<Taken> {
  const { refundId } = request;
  const result = await updateItem({
    what: `refund ${refundId}`,
    read: () => loadRefund(deps.store, refundId, 'strong'),
    change: (known) => {
      const merged = withAddedFields(known.request, request);
      if (merged === undefined) return { result: 'other' as const };
      if (!isOpen(known)) return { result: 'repeated' as const };
      if (bodyHashOf(merged) === known.bodyHash) {
        return { result: isUnlooked(known) ? ('taken' as const) : ('repeated' as const) };
      }
      if (!isSentBy(known, event)) return { result: 'other sender' as const };
      const late = personAddedLate(known, merged);
      if (late !== undefined) return { result: late };
      return { write: requestExtended(known, merged, deps.now()), result: 'taken' as const };
    },
    save: (next, seen) => deps.store.saveRefund(next, seen.version),
  });
  if (result === 'other') {
    const message = `refund ${refundId} came before with other content; the first one stands`;
    return rejectEvent(deps, event, [{ path: 'data.refundId', message }]);
  }
  if (result === 'other sender') {
    const message = `refund ${refundId} was asked for by another producer; only that producer may add to it`;
    return rejectEvent(deps, event, [{ path: 'source', message }]);
  }
  if (result === 'markedBy' || result === 'approvedBy') {
    const message = `who ${WHAT_THEY_DID[result]} cannot be added once people were asked`;
    return rejectEvent(deps, event, [{ path: `data.${result}`, message }]);
  }
  if (result === 'taken') await deps.startGate(refundId);
  return result;
}

const WHAT_THEY_DID = { markedBy: 'marked it', approvedBy: 'approved it' } as const;

/**
 * Returns true if a refund under review got more fields and was not looked at since: the delivery that added them may have
 * died before its start of the gate, and the sweeper comes only after the review's deadline.
 */
function isUnlooked({ status, history }: Refund): boolean {
  return status === 'escalated' && history === null;
}

/** Nobody may add a return, a site or a payout to what another producer asked for. */
function isSentBy({ sender }: Refund, event: InboundEvent): boolean {
  return sender === undefined || isSameSender(sender, event);
}

/** Returns true while a refund is not decided for good. */
function isOpen({ status }: Refund): boolean {
  return status === 'received' || status === 'held' || status === 'escalated';
}
