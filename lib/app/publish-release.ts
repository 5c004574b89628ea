import type { PublishedStep } from '../contracts/step-contracts.ts';
import type { Refund } from '../domain/refund/refund.ts';
import { type Stop, stopsCovering } from '../domain/refund/stops.ts';
import type { Uses } from './gate-deps.ts';
import { giveBack } from './history/reservations.ts';
import { pinnedPolicy } from './judging/policies.ts';
import { ContendedError } from './optimistic-update.ts';
import { loadRefund } from './refund/load-refund.ts';
import { outcomeEvent } from './refund/outcome-event.ts';
import { heldBack, releaseBegun, released, waitedForStop } from './refund/transitions.ts';

/** What publishing needs. */
export type PublishDeps = Uses<
  'policy' | 'now' | 'publish',
  'refund' | 'saveRefund' | 'stops' | 'policy' | 'withdraw'
>;

/** Thrown when a release is requested but the row is not approved. Nothing is published then. */
export class NotApprovedError extends Error {
  override readonly name = 'NotApprovedError';

  constructor({ refundId, status }: Refund) {
    super(`Refund ${refundId} is ${status}, not approved; it is not released.`);
  }
}

/**
 * Publishes an approved refund if its row says `approved` and a last look at the stops finds none. A run that died
 * while publishing publishes the same event id again. A refund that is already published is not published again.
 * @throws NotApprovedError when the row does not say `approved`.
 */
export async function publishRelease(deps: PublishDeps, refundId: string): Promise<PublishedStep> {
  const refund = await loadRefund(deps.store, refundId, 'strong');
  if (refund.status === 'published') return { refundId, outcome: 'released' };
  if (refund.status !== 'approved' || refund.decision?.outcome !== 'approved') {
    throw new NotApprovedError(refund);
  }
  const [stop] = stopsCovering(await deps.store.stops('strong'), refund.request, deps.now());
  const mayBeOut = refund.outbox === null;
  if (stop !== undefined) return mayBeOut ? wait(deps, refund) : holdBack(deps, refund, stop);

  const policy = await pinnedPolicy(deps, refund.policyHash);
  const begun = mayBeOut ? refund : await begin(deps, refund);
  await deps.publish(await outcomeEvent(deps, begun));
  const next = released(begun, { policy, now: deps.now() });
  if ((await deps.store.saveRefund(next, begun.version)) === 'saved') {
    return { refundId, outcome: 'released' };
  }
  const present = await loadRefund(deps.store, refundId, 'strong');
  if (present.status !== 'published') throw new ContendedError(`refund ${refundId}`, 1);
  return { refundId, outcome: 'released' };
}

/** Writes to the row that the release is about to go out, before it does. */
async function begin({ store }: PublishDeps, refund: Refund): Promise<Refund> {
  const begun = releaseBegun(refund);
  if ((await store.saveRefund(begun, refund.version)) === 'saved') return begun;
  throw new ContendedError(`refund ${refund.refundId}`, 1);
}

/** Keeps the refund approved until the stop is lifted: it came after an attempt that may have got through. */
async function wait(deps: PublishDeps, refund: Refund): Promise<PublishedStep> {
  const policy = await pinnedPolicy(deps, refund.policyHash);
  const next = waitedForStop(refund, { policy, now: deps.now() });
  // If another run changed the row, that run goes on with the refund.
  await deps.store.saveRefund(next, refund.version);
  return { refundId: refund.refundId, outcome: 'hold', version: next.version };
}

/** Holds the refund and gives its reservations back: the stop came between approval and release. */
async function holdBack(deps: PublishDeps, refund: Refund, stop: Stop): Promise<PublishedStep> {
  const now = deps.now();
  const policy = await pinnedPolicy(deps, refund.policyHash);
  const next = heldBack(refund, stop, { policy, now });
  if ((await deps.store.saveRefund(next, refund.version)) === 'moved') {
    throw new ContendedError(`refund ${refund.refundId}`, 1);
  }
  await giveBack(deps.store, refund, new Date(refund.decision?.decidedAt ?? now));
  return { refundId: refund.refundId, outcome: 'hold', version: next.version };
}
