import type { EvidenceKind } from '../domain/evidence.ts';
import type { Witness } from '../domain/findings.ts';
import type { Reason, ReasonCode } from '../domain/reasons.ts';
import type { RefundRequest } from '../domain/refund-request.ts';
import type { Review } from '../domain/review.ts';
import { mayFollow, type RefundStatus } from '../domain/status.ts';
import { canonicalJson, sha256 } from './digest.ts';

/** What was last decided of a refund, by whom and why. */
export interface Decision {
  readonly outcome: 'approved' | 'held' | 'escalated' | 'denied';
  readonly decidedAt: string;
  /** `policy`, `timeout` or `reviewer:` and the reviewers. */
  readonly by: string;
  readonly reasons: readonly Reason[];
  readonly witnesses: readonly Witness[];
  readonly collusion: { readonly required: number; readonly observed: number };
  readonly waitingFor: readonly EvidenceKind[];
  readonly dueAt?: string | undefined;
}

/** One link of the audit chain: a change of status. `hash` covers the link before it. */
export interface AuditEntry {
  readonly at: string;
  readonly by: string;
  readonly status: RefundStatus;
  readonly codes: readonly ReasonCode[];
  /** First 32 hex digits of the SHA-256 of what was decided at that moment, and of what it takes to decide. */
  readonly digest: string;
  readonly hash: string;
}

/** A refund as the row holds it: the truth about it. */
export interface Refund {
  readonly refundId: string;
  /** 1 when it entered; one more with every write. */
  readonly version: number;
  readonly status: RefundStatus;
  readonly request: RefundRequest;
  /** SHA-256 of the request, to tell a repeat from another request under the same id. */
  readonly bodyHash: string;
  /** The policy pinned when it entered. */
  readonly policyHash: string;
  readonly receivedAt: string;
  readonly decision: Decision | null;
  readonly review: Review | null;
  /**
   * What still has to go out for the present status: the release itself, or an announcement. Null on an approved
   * row means that its release may be out already, though nobody came back to say so.
   */
  readonly outbox: 'release' | 'announcement' | null;
  /** When the sweeper looks at it again, if nothing else does before; null when nothing is left to do. */
  readonly dueAt: string | null;
  /** The amount in minor units of the base currency, once known: the rank in the review queue. */
  readonly baseMinor: number | null;
  readonly twoReviewers: boolean;
  readonly audit: readonly AuditEntry[];
}

/** How long a step may take before the sweeper takes the refund up again, in milliseconds. */
const LEASE_MS = 60_000;

/** Answers until when the step that runs now has the refund to itself. */
export function leaseUntil(now: Date): string {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}

/** Answers the row of a refund that just entered. */
export function receiveRefund(request: RefundRequest, policyHash: string, now: Date): Refund {
  const at = now.toISOString();
  const row = {
    refundId: request.refundId,
    version: 1,
    status: 'received',
    request,
    bodyHash: bodyHashOf(request),
    policyHash,
    receivedAt: at,
    decision: null,
    review: null,
    outbox: null,
    dueAt: leaseUntil(now),
    baseMinor: null,
    twoReviewers: false,
    audit: [],
  } as const satisfies Refund;
  return { ...row, audit: [nextEntry(row, { at, by: 'policy' })] };
}

/** Answers the hash by which two requests under one id are told apart. */
export function bodyHashOf(request: RefundRequest): string {
  return sha256(canonicalJson(request));
}

/** A change of status, with all that changes beside it. */
export type Move = Partial<Pick<Refund, 'review' | 'baseMinor' | 'twoReviewers'>> &
  Pick<Refund, 'status' | 'decision' | 'outbox' | 'dueAt'> & { readonly by: string; readonly at: Date };

/** Thrown when a change of status is not a legal one: a defect, never an outcome. */
export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError';
  readonly from: RefundStatus;
  readonly to: RefundStatus;

  constructor(refundId: string, from: RefundStatus, to: RefundStatus) {
    super(`Refund ${refundId} cannot go from ${from} to ${to}.`);
    this.from = from;
    this.to = to;
  }
}

/**
 * Answers the row after a change of status, with its audit entry.
 * @throws IllegalMoveError when the status may not follow.
 */
export function moveRefund(refund: Refund, move: Move): Refund {
  if (!mayFollow(refund.status, move.status)) {
    throw new IllegalMoveError(refund.refundId, refund.status, move.status);
  }
  const { by, at, ...change } = move;
  const next: Refund = { ...refund, ...change, version: refund.version + 1 };
  return { ...next, audit: [...refund.audit, nextEntry(next, { at: at.toISOString(), by })] };
}

/** Answers the row after a change that is no change of status: a token kept, a due time moved. */
export function noteOnRefund(
  refund: Refund,
  change: Partial<Pick<Refund, 'review' | 'outbox' | 'dueAt'>>,
): Refund {
  return { ...refund, ...change, version: refund.version + 1 };
}

/** Answers whether a row's audit chain is unbroken, untouched and ends in its status. */
export function isAuditIntact(refund: Refund): boolean {
  let row: Refund = { ...refund, audit: [] };
  for (const entry of refund.audit) {
    const { hash, ...told } = entry;
    if (hash !== linkHash(row, told)) return false;
    row = { ...row, audit: [...row.audit, entry] };
  }
  const last = refund.audit.at(-1);
  return (
    last?.status === refund.status &&
    last.digest === digestOf(refund) &&
    bodyHashOf(refund.request) === refund.bodyHash
  );
}

function nextEntry(row: Refund, { at, by }: { at: string; by: string }): AuditEntry {
  const codes = row.decision?.reasons.map((reason) => reason.code) ?? [];
  const entry = { at, by, status: row.status, codes, digest: digestOf(row) };
  return { ...entry, hash: linkHash(row, entry) };
}

function linkHash(row: Refund, entry: Omit<AuditEntry, 'hash'>): string {
  const before =
    row.audit.at(-1)?.hash ?? `${row.refundId} ${row.bodyHash} ${row.policyHash} ${row.receivedAt}`;
  return sha256(`${before}\n${canonicalJson(entry)}`);
}

/** Left out is what moves without a decision: the due time, the outbox, a review's token and deadline. */
function digestOf({ decision, review, baseMinor, twoReviewers }: Omit<Refund, 'audit'>): string {
  const asked = review === null ? null : [review.tier, review.quorum, review.votes];
  return sha256(canonicalJson([decision, asked, baseMinor, twoReviewers])).slice(0, 32);
}
