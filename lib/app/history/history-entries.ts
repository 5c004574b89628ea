import type { ScanCheck } from '../../domain/checks/findings.ts';
import {
  countedException,
  countsAsNeverCame,
  type EntryFacts,
  historyEntryOf,
  verdictOf,
} from '../../domain/decision/history-entry.ts';
import { withinLife } from '../../domain/evidence/scan.ts';
import { settledEvidence } from '../../domain/evidence/settled-evidence.ts';
import type { HistoryEntry } from '../../domain/history/history.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { registerOf } from '../../domain/policy/policy.ts';
import { newContradictions } from '../../domain/refund/new-contradictions.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { trailIdOf } from '../../domain/refund/refund-request.ts';
import type { RefundStatus } from '../../domain/refund/status.ts';
import { pinnedPolicy } from '../judging/policies.ts';
import type { PinnedPolicy, Store } from '../ports.ts';
import { settlesAt } from '../refund/due-times.ts';
import { lookUpPeople } from '../refund/look-up-people.ts';
import { subjectsOf } from './reservations.ts';

/** What is needed to work out a refund's history entry now. */
export interface Entering {
  readonly scan: ScanCheck;
  readonly value: EntryFacts['value'];
  readonly policy: Policy;
  readonly status: RefundStatus;
  readonly now: Date;
}

/** Returns what a refund adds to the histories of its subjects now; undefined if a check or the value is unknown. */
export function entryOf(
  refund: Refund,
  { scan, value, policy, status, now }: Entering,
): HistoryEntry | undefined {
  return historyEntryOf({
    request: refund.request,
    scan,
    value,
    policy,
    askedAt: new Date(refund.askedAt),
    status,
    review: refund.review,
    isSettled: now >= settlesAt(refund, policy),
  });
}

/** The fields of two entries that are compared with `===`. The compiler refuses this table if one is missing. */
const PLAIN_FIELDS = Object.keys({
  refundId: true,
  day: true,
  tier: true,
  claim: true,
  exceptionPermille: true,
  neverCame: true,
  looksTakenOver: true,
  verdict: true,
  customerId: true,
} satisfies Record<Exclude<keyof HistoryEntry, 'reviewerIds'>, true>) as readonly (keyof HistoryEntry)[];

/** Returns true if two entries say the same. */
export function isSameEntry(a: HistoryEntry | null, b: HistoryEntry): boolean {
  if (a === null || PLAIN_FIELDS.some((field) => a[field] !== b[field])) return false;
  return (
    a.reviewerIds.length === b.reviewerIds.length && a.reviewerIds.every((id, at) => id === b.reviewerIds[at])
  );
}

/** Writes a refund's history entry to each of its subjects. */
export async function contribute(
  store: Pick<Store, 'contribute'>,
  { request }: Refund,
  entry: HistoryEntry,
): Promise<void> {
  await Promise.all(subjectsOf(request).map((ref) => store.contribute(ref, entry)));
}

/**
 * Writes what people found about a refund to each of its subjects, and returns the entry; null if the refund is in
 * no history yet. A refund that they found genuine leaves no other trace than being counted as one refund.
 */
export async function contributeVerdict(
  store: Pick<Store, 'contribute'>,
  refund: Refund,
): Promise<HistoryEntry | null> {
  const { history, status, review } = refund;
  if (history === null) return null;
  const entry = { ...history, ...verdictOf(status, review) };
  await contribute(store, refund, entry);
  return isSameEntry(history, entry) ? history : entry;
}

/**
 * Returns true if the present scans of a refund that has ended change, or may change, what it adds to histories, or
 * contradict it as nobody knew when it was paid. Most late scans only confirm what is known, and are not worth a run of
 * the gate.
 */
export async function needsRefresh(
  deps: {
    readonly store: Pick<Store, 'policy' | 'trail' | 'profile'>;
    readonly policy: PinnedPolicy;
  },
  refund: Refund,
): Promise<boolean> {
  const { request, decision, history, dueAt, policyHash } = refund;
  const trailId = trailIdOf(request);
  if (trailId === undefined || (history === null && decision === null)) return false;
  // Histories count no scans of a refund that people found genuine.
  const isCounted = history !== null && history.verdict !== 'genuine';
  if (isCounted && (dueAt !== null || (request.attachments ?? []).length > 0)) return true;
  const trail = withinLife(await deps.store.trail(trailId, 'strong'), refund.askedAt);
  const policy = await pinnedPolicy(deps, policyHash);
  const register = registerOf(deps.policy.policy);
  const people = await lookUpPeople(deps.store, { refund, trail, policy, register });
  const attested = { trail, people, register, askedBy: refund.sender };
  const settled = settledEvidence(request, { ...attested, photo: 'none' }, policy);
  if (newContradictions(refund, settled.kinds).length > 0) return true;
  if (!isCounted) return false;
  return (
    countedException(settled.exceptionPermille) !== history.exceptionPermille ||
    countsAsNeverCame(request, settled.nothingPermille, policy) !== history.neverCame
  );
}
