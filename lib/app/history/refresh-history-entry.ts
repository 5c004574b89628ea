import type { DecideStep } from '../../contracts/step-contracts.ts';
import type { ScanCheck } from '../../domain/checks/findings.ts';
import type { EvidenceKind } from '../../domain/evidence/fact.ts';
import { baseValueOf } from '../../domain/policy/policy.ts';
import { newContradictions } from '../../domain/refund/new-contradictions.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { isTerminal } from '../../domain/refund/status.ts';
import { dayOf } from '../../domain/shared/calendar.ts';
import type { Uses } from '../gate-deps.ts';
import { pinnedPolicy } from '../judging/policies.ts';
import { historyKept } from '../refund/transitions.ts';
import { contribute, entryOf, isSameEntry } from './history-entries.ts';
import { budgetedSubjects } from './reservations.ts';

/** What refreshing a history entry needs. */
export type RefreshDeps = Uses<
  'policy' | 'now',
  'policy' | 'contribute' | 'saveRefund' | 'bindTrail' | 'support'
>;

/**
 * Updates what a refund that is no longer judged adds to histories: new scans may have come, or expected scans may
 * have stayed away. No other check changes the entry, so only the scan finding is read. The outcome stays.
 * @returns true if the new scans turn against a refund that was paid. A verdict fixes the entry, and one scan may not
 * change it: what contradicts the refund is compared with what its decision knew, and kept as reported.
 */
export async function refreshHistoryEntry(
  deps: RefreshDeps,
  refund: Refund,
  [checked]: DecideStep['findings'],
): Promise<boolean> {
  const scan = checked.state === 'known' ? checked.pinned : checked;
  const now = deps.now();
  const policy = await pinnedPolicy(deps, refund.policyHash);
  const value = { baseMinor: baseValueOf(policy, refund.request.amount) ?? null };
  const entry = entryOf(refund, { scan, value, policy, status: refund.status, now });
  const isOver = isTerminal(refund.status) && refund.dueAt !== null && now >= new Date(refund.dueAt);
  const isSupported = await supportsNow(deps.store, refund, scan);
  const isNew = entry !== undefined && !isSameEntry(refund.history, entry);
  const news = newlyContradicting(refund, scan);
  if (!isNew && !isOver && !isSupported && news.length === 0) return false;
  if (isNew) await contribute(deps.store, refund, entry);
  const dueAt = isOver || isSupported ? null : refund.dueAt;
  // If another run changed the row, that run or the next scan updates the entry.
  await deps.store.saveRefund(
    historyKept(refund, { history: entry ?? refund.history, dueAt, ...reported(refund, news) }),
    refund.version,
  );
  return news.length > 0 || (isNew && lostSupport(refund, scan));
}

function newlyContradicting(refund: Refund, scan: ScanCheck): readonly EvidenceKind[] {
  return scan.state === 'known'
    ? newContradictions(
        refund,
        scan.witnesses.flatMap(({ kinds }) => kinds),
      )
    : [];
}

function reported(
  { contradictedBy = [] }: Refund,
  news: readonly EvidenceKind[],
): Pick<Refund, 'contradictedBy'> {
  return news.length === 0 ? {} : { contradictedBy: [...contradictedBy, ...news] };
}

/** Returns true if a paid refund lost the evidence that it was paid on. */
function lostSupport({ status, decision }: Refund, scan: ScanCheck): boolean {
  if (status !== 'published' || decision === null || scan.state !== 'known') return false;
  return !scan.supported && decision.reasons.some(({ code }) => code === 'A01_EVIDENCE_SUFFICES');
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
  await Promise.all(budgetedSubjects(refund).map((ref) => store.support(ref, day, refundId)));
  return true;
}
