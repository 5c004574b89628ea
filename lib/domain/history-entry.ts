import { dayOf } from './calendar.ts';
import type { Worth } from './check-value-thresholds.ts';
import type { Findings, UnknownFinding } from './findings.ts';
import type { HistoryEntry, HistoryVerdict } from './history.ts';
import { tierOf } from './model-policy.ts';
import type { Policy } from './policy.ts';
import type { RefundRequest } from './refund-request.ts';
import type { Review } from './review.ts';
import type { RefundStatus } from './status.ts';
import { answerableEmployee } from './subjects.ts';

/** A soft exception below this, in thousandths, counts as none: it changes with every scan and says nothing. */
const LEAST_EXCEPTION_PERMILLE = 100;

/** What a refund's share in histories is made of. */
export interface EntryFacts {
  readonly request: RefundRequest;
  readonly scan: Findings[0];
  readonly value: Worth | UnknownFinding<'value-thresholds'>;
  readonly policy: Policy;
  /** When the refund was asked for. */
  readonly askedAt: Date;
  /** What has become of it, and what people found. */
  readonly status: RefundStatus;
  readonly review: Review | null;
  /** True once everything that was to come should have come. */
  readonly isSettled: boolean;
}

/**
 * Answers what a refund adds to the histories of its subjects, or undefined when a check could not be made. A
 * held refund counts by what is missing by now; one that was paid while its scans may still come counts nothing
 * against anybody until they should be there; afterwards, and with support, the evidence as it stands counts.
 */
export function historyEntryOf(facts: EntryFacts): HistoryEntry | undefined {
  const { request, scan, value, policy, askedAt, review } = facts;
  if (scan.state !== 'known' || !('baseMinor' in value) || value.baseMinor === null) return undefined;
  return {
    refundId: request.refundId,
    day: dayOf(askedAt),
    tier: tierOf(policy, value.baseMinor),
    claim: request.claim,
    exceptionPermille: exceptionOf(facts),
    isNear: value.isNear,
    isBare: isBare(request),
    isUnvouched: isUnvouched(facts, value.baseMinor),
    ...verdictOf(facts.status, review),
    customerId: request.customerId,
    employeeId: answerableEmployee(request)?.id,
  };
}

function exceptionOf({ request, scan, status, isSettled }: EntryFacts): number {
  if (scan.state !== 'known') return 0;
  const { now, settled } = scan.exceptionPermille;
  const mayCome = request.claim === 'returned' && !scan.supported && !isSettled;
  const isPaid = status === 'approved' || status === 'published';
  const permille = status === 'held' || status === 'received' ? now : mayCome ? (isPaid ? 0 : now) : settled;
  return countedException(permille);
}

/** Answers a soft exception as histories count it. */
export function countedException(permille: number): number {
  return permille < LEAST_EXCEPTION_PERMILLE ? 0 : permille;
}

/** While a refund is held, somebody may still open the parcel. */
function isUnvouched({ request, scan, policy, status }: EntryFacts, baseMinor: number): boolean {
  if (scan.state !== 'known' || status === 'held' || status === 'received') return false;
  return countsAsUnvouched({ request, contentVouched: scan.contentVouched, baseMinor }, policy);
}

/** Answers whether numbered goods of high value came back whose content nobody but the marker vouches for. */
export function countsAsUnvouched(
  one: { readonly request: RefundRequest; readonly contentVouched: boolean; readonly baseMinor: number },
  policy: Policy,
): boolean {
  const { claim, lines } = one.request;
  const isNumbered = lines.some(({ serials = [] }) => serials.length > 0);
  return claim === 'returned' && isNumbered && tierOf(policy, one.baseMinor) === 2 && !one.contentVouched;
}

/** A claim without goods has a ticket (an RMA) or a document where it went the ordinary way. */
function isBare({ claim, rmaId, attachments = [] }: RefundRequest): boolean {
  return claim !== 'returned' && rmaId === undefined && attachments.length === 0;
}

/** Answers what people found, once they have decided: by the verdict of those who agreed. */
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
  // Who approves tells of no fraud; a denial after the money went out changes no outcome, but it is what people found.
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
