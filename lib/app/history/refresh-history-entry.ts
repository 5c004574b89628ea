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

/** What looking again needs. */
export type RefreshDeps = Uses<
  'policy' | 'now',
  'policy' | 'contribute' | 'saveRefund' | 'bindTrail' | 'support'
>;

/**
 * Looks again at what a refund that is past judging adds to histories: scans may have come since, and scans that
 * were to come may have stayed away. Nothing else does change it, so of the findings only that of the scans is read.
 * Its outcome stays what it is.
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
  // Somebody else moved the refund: whoever did looks for himself, or the next scan does.
  await deps.store.saveRefund(
    historyKept(refund, { history: entry ?? refund.history, dueAt }),
    refund.version,
  );
}

/** What was paid unseen takes no more of the budgets once independent evidence of this order's return is there. */
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
