import type { PublishedStep } from '../contracts/step-contracts.ts';
import { holdUntil } from '../domain/decision/decide-refund.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { type Stop, stopsCovering } from '../domain/refund/stops.ts';
import { instantText } from '../domain/shared/instants.ts';
import { because } from '../domain/shared/reasons.ts';
import { settlesAt } from './history/history-entries.ts';
import { giveBack } from './history/reservations.ts';
import { pinnedPolicy } from './judging/policies.ts';
import { ContendedError } from './optimistic-update.ts';
import type { PinnedPolicy, Publish, Store } from './ports.ts';
import { loadRefund } from './refund/load-refund.ts';
import { outcomeEvent } from './refund/outcome-event.ts';
import { leaseUntil, moveRefund, noteOnRefund } from './refund/refund.ts';
import type { Decision, Refund } from './refund/refund-row.ts';

/** What publishing needs. */
export interface PublishDeps {
  readonly store: Store;
  readonly policy: PinnedPolicy;
  readonly now: () => Date;
  readonly publish: Publish;
}

/** Thrown when a release is asked for that the row does not say; nothing is published then. */
export class NotApprovedError extends Error {
  override readonly name = 'NotApprovedError';

  constructor({ refundId, status }: Refund) {
    super(`Refund ${refundId} is ${status}, not approved; it is not released.`);
  }
}

/**
 * Publishes an approved refund, once the row says so and the last look at the stops finds none. A run that
 * died while publishing publishes the same event id again; a refund already published is only answered.
 * @throws NotApprovedError when the row does not say `approved`.
 */
export async function publishRelease(deps: PublishDeps, refundId: string): Promise<PublishedStep> {
  const refund = await loadRefund(deps.store, refundId, 'strong');
  if (refund.status === 'published') return { refundId, outcome: 'released' };
  const { decision } = refund;
  if (refund.status !== 'approved' || decision?.outcome !== 'approved') throw new NotApprovedError(refund);

  const [stop] = stopsCovering(await deps.store.stops('strong'), refund.request, deps.now());
  const mayBeOut = refund.outbox === null;
  if (stop !== undefined) return mayBeOut ? wait(deps, refund) : holdBack(deps, refund, stop);

  const policy = await pinnedPolicy(deps, refund.policyHash);
  const begun = mayBeOut ? refund : await begin(deps, refund);
  await deps.publish(outcomeEvent(begun, decision, policy));
  const at = deps.now();
  const next = moveRefund(begun, {
    status: 'published',
    decision,
    outbox: null,
    dueAt: lastLookAt(begun, decision, policy),
    by: decision.by,
    at,
  });
  if ((await deps.store.saveRefund(next, begun.version)) === 'saved')
    return { refundId, outcome: 'released' };
  const present = await loadRefund(deps.store, refundId, 'strong');
  if (present.status !== 'published') throw new ContendedError(`refund ${refundId}`, 1);
  return { refundId, outcome: 'released' };
}

/** What was paid unseen is looked at once more when its scans should be there: for the histories, not for the money. */
function lastLookAt(refund: Refund, { reasons }: Decision, policy: Policy): string | null {
  const isUnseen = reasons.some(({ code }) => code === 'A02_WITHIN_BUDGET');
  return isUnseen && refund.request.claim === 'returned'
    ? instantText(settlesAt(refund, policy).getTime())
    : null;
}

/**
 * Writes down that the release is about to go out, before it does: from here on it may be out, and nothing but
 * its repeat may follow. Held back then, it could be approved again and released under a second id.
 */
async function begin({ store }: PublishDeps, refund: Refund): Promise<Refund> {
  const begun = noteOnRefund(refund, { outbox: null });
  if ((await store.saveRefund(begun, refund.version)) === 'saved') return begun;
  throw new ContendedError(`refund ${refund.refundId}`, 1);
}

/** The stop came after an attempt that may have got through: the refund stays approved until the stop is lifted. */
async function wait(deps: PublishDeps, refund: Refund): Promise<PublishedStep> {
  const { recheckMinutes } = await pinnedPolicy(deps, refund.policyHash);
  const dueAt = new Date(deps.now().getTime() + recheckMinutes * 60_000).toISOString();
  // Moved means that another run has gone on with it.
  const next = noteOnRefund(refund, { dueAt });
  await deps.store.saveRefund(next, refund.version);
  return { refundId: refund.refundId, outcome: 'hold', version: next.version };
}

/** The stop came between approval and release: the refund is held, its reservations are given back. */
async function holdBack(deps: PublishDeps, refund: Refund, stop: Stop): Promise<PublishedStep> {
  const at = deps.now();
  const policy = await pinnedPolicy(deps, refund.policyHash);
  const dueAt = holdUntil(refund.request, policy, new Date(refund.receivedAt)).toISOString();
  const decision: Decision = {
    outcome: 'held',
    decidedAt: at.toISOString(),
    by: 'policy',
    reasons: [because('S01_STOPPED', { scope: stop.scope })],
    witnesses: refund.decision?.witnesses ?? [],
    collusion: refund.decision?.collusion ?? { required: 0, observed: 0 },
    waitingFor: [],
    dueAt,
    scores: refund.decision?.scores ?? null,
    inputs: refund.decision?.inputs ?? null,
  };
  const next = moveRefund(refund, {
    status: 'held',
    decision,
    review: null,
    outbox: 'announcement',
    dueAt: leaseUntil(at),
    by: 'policy',
    at,
  });
  if ((await deps.store.saveRefund(next, refund.version)) === 'moved') {
    throw new ContendedError(`refund ${refund.refundId}`, 1);
  }
  await giveBack(deps.store, refund, new Date(refund.decision?.decidedAt ?? at));
  return { refundId: refund.refundId, outcome: 'hold', version: next.version };
}
