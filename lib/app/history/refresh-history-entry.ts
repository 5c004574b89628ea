import type { DecideStep } from '../../contracts/step-contracts.ts';
import type { ScanCheck } from '../../domain/checks/findings.ts';
import { baseValueOf } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { isTerminal } from '../../domain/refund/status.ts';
import { dayOf } from '../../domain/shared/calendar.ts';
import type { Uses } from '../gate-deps.ts';
import { pinnedPolicy } from '../judging/policies.ts';
import { historyKept } from '../refund/transitions.ts';
import { contribute, entryOf, isSameEntry } from './history-entries.ts';
import { subjectsOf } from './reservations.ts';

/** What refreshing a history entry needs. */
export type RefreshDeps = Uses<
  'policy' | 'now',
  'policy' | 'contribute' | 'saveRefund' | 'bindTrail' | 'support'
>;

/**
 * Updates what a refund that is no longer judged adds to histories: new scans may have come, or expected scans may
 * have stayed away. No other check changes the entry, so only the scan finding is read. The outcome stays.
 */
export async function refreshHistoryEntry(
  deps: RefreshDeps,
  refund: Refund,
  [checked]: DecideStep['findings'],
): Promise<void> {
  const scan = checked.state === 'known' ? checked.pinned : checked;
  const now = deps.now();
  const policy = await pinnedPolicy(deps, refund.policyHash);
  const value = { baseMinor: baseValueOf(policy, refund.request.amount) ?? null };
  const entry = entryOf(refund, { scan, value, policy, status: refund.status, now });
  const isOver = isTerminal(refund.status) && refund.dueAt !== null && now >= new Date(refund.dueAt);
  const isSupported = await supportsNow(deps.store, refund, scan);
  const isNew = entry !== undefined && !isSameEntry(refund.history, entry);
  if (!isNew && !isOver && !isSupported) return;
  if (isNew) await contribute(deps.store, refund, entry);
  const dueAt = isOver || isSupported ? null : refund.dueAt;
  // If another run changed the row, that run or the next scan updates the entry.
  await deps.store.saveRefund(
    historyKept(refund, { history: entry ?? refund.history, dueAt }),
    refund.version,
  );
}

/**
 * Gives back the budget of a refund that was paid without independent evidence, once there is such evidence of this
 * order's return. Returns true if it did.
 */
async function supportsNow(store: RefreshDeps['store'], refund: Refund, scan: ScanCheck): Promise<boolean> {
  const { request, refundId, status, dueAt, decision } = refund;
  const isUnseen = status === 'published' && dueAt !== null && decision !== null;
  if (!isUnseen || scan.state !== 'known' || !scan.supported || scan.trail === null) return false;
  const leaning = { orderId: request.orderId, refundId };
  if ((await store.bindTrail(scan.trail.id, leaning)) === 'moved') return false;
  const day = dayOf(new Date(decision.decidedAt));
  await Promise.all(subjectsOf(request).map((ref) => store.support(ref, day, refundId)));
  return true;
}
