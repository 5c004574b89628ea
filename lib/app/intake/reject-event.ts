import type { InboundEvent } from '../../contracts/inbound-events.ts';
import { outboundEvent } from '../../contracts/outbound-events.ts';
import type { Problem, Refusal } from '../../contracts/parse-event.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import type { Uses } from '../gate-deps.ts';

/** What rejecting an event needs. */
export type RejectDeps = Uses<'publish' | 'now', never>;

/** Publishes that an event was rejected, and why. */
export function rejectEvent(
  deps: RejectDeps,
  event: InboundEvent,
  problems: readonly Problem[],
): Promise<'rejected'> {
  return reject(deps, { eventId: event.id, source: event.source, type: event.type, problems });
}

/** Does the same for an event that could not be read. */
export async function reject(deps: RejectDeps, refusal: Refusal): Promise<'rejected'> {
  await deps.publish(
    outboundEvent({
      type: 'refundgate.event.rejected.v1',
      id: `rejected.${sha256(canonicalJson(refusal)).slice(0, 32)}`,
      time: deps.now(),
      data: refusal,
    }),
  );
  return 'rejected';
}
