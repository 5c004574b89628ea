import type { ScanCheck, UnknownFinding, ValueThresholdsFinding } from '../checks/findings.ts';
import { looksTakenOver } from '../history/account-takeover.ts';
import type { HistoryEntry, HistoryVerdict } from '../history/history.ts';
import { tierOf } from '../policy/model-parameters.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { Review } from '../refund/review.ts';
import type { RefundStatus } from '../refund/status.ts';
import { dayOf } from '../shared/calendar.ts';

/** A soft exception below this, in thousandths, counts as none: it changes with every scan and says nothing. */
const LEAST_EXCEPTION_PERMILLE = 100;

/** What a refund's history entry is made from. */
export interface EntryFacts {
  readonly request: RefundRequest;
  readonly scan: ScanCheck;
  readonly value: Pick<ValueThresholdsFinding, 'baseMinor'> | UnknownFinding<'value-thresholds'>;
  readonly policy: Policy;
  /** When the refund was asked for. */
  readonly askedAt: Date;
  /** The refund's status, and its review with what people found. */
  readonly status: RefundStatus;
  readonly review: Review | null;
  /** True once all expected evidence should have come. */
  readonly isSettled: boolean;
}

/**
 * Returns what a refund adds to the histories of its subjects, or undefined if a check could not be made. While a
 * refund is held, what is missing now counts. If it was paid while its scans may still come, it counts as no
 * exception until they should be there. After that, or with independent evidence, the evidence counts as complete.
 */
export function historyEntryOf(facts: EntryFacts): HistoryEntry | undefined {
  const { request, scan, value, policy, askedAt, status, review } = facts;
  if (scan.state !== 'known' || !('baseMinor' in value) || value.baseMinor === null) return undefined;
  const { baseMinor } = value;
  const exceptionPermille = permilleCounted(facts, scan.supported, scan.exceptionPermille);
  const nothingPermille = permilleCounted(facts, scan.supported, scan.nothingPermille);
  return {
    refundId: request.refundId,
    day: dayOf(askedAt),
    tier: tierOf(policy, baseMinor),
    claim: request.claim,
    exceptionPermille: countedException(exceptionPermille),
    // While a refund is held, its parcel may still come.
    neverCame: !isOpen(status) && countsAsNeverCame(request, nothingPermille, policy),
    looksTakenOver: looksTakenOver(request.session, policy),
    ...verdictOf(status, review),
    customerId: request.customerId,
  };
}

/** Returns which of two values counts, the present one or the one once all has come; 0 while nothing counts yet. */
function permilleCounted(
  { request, status, isSettled }: EntryFacts,
  supported: boolean,
  { now, settled }: { readonly now: number; readonly settled: number },
): number {
  const mayCome = request.claim === 'returned' && !supported && !isSettled;
  const isPaid = status === 'approved' || status === 'published';
  return isOpen(status) ? now : mayCome ? (isPaid ? 0 : now) : settled;
}

function isOpen(status: RefundStatus): boolean {
  return status === 'held' || status === 'received';
}

/** Returns a soft exception as histories count it. */
export function countedException(permille: number): number {
  return permille < LEAST_EXCEPTION_PERMILLE ? 0 : permille;
}

/** Returns true if an employee attested a return and the evidence clearly says that nothing came. */
export function countsAsNeverCame(
  { claim, markedBy }: Pick<RefundRequest, 'claim' | 'markedBy'>,
  nothingPermille: number,
  { employeeRisk }: Policy,
): boolean {
  const isAttested = claim === 'returned' && markedBy !== undefined;
  return isAttested && nothingPermille >= employeeRisk.neverCame.share * 1000;
}

/** Returns what people found, once they have decided: the last vote's verdict, and the reviewers who agreed on it. */
export function verdictOf(
  status: RefundStatus,
  review: Review | null,
): { readonly verdict: HistoryVerdict; readonly reviewerIds: readonly string[] } {
  const last = review?.votes.at(-1);
  const isDecided = status === 'denied' || status === 'approved' || status === 'published';
  if (review === null || last === undefined || !isDecided) return { verdict: 'none', reviewerIds: [] };
  const verdict = VERDICTS[last.verdict];
  const agreeing = review.votes.filter((vote) => vote.verdict === last.verdict);
  const reviewerIds = [...new Set(agreeing.map((vote) => vote.reviewerId))].toSorted();
  // An approval reports no fraud. A denial after the money went out changes no outcome, but it is what people found.
  const isMeant = verdict === 'genuine' || last.decision === 'deny';
  return isMeant ? { verdict, reviewerIds } : { verdict: 'none', reviewerIds: [] };
}

const VERDICTS = {
  genuine: 'genuine',
  nothing_arrived: 'fraud',
  wrong_goods: 'fraud',
  false_attestation: 'false_attestation',
  other: 'none',
} as const;
