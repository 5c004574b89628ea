import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { mayFollow, type RefundStatus } from '../../domain/refund/status.ts';
import { instantText } from '../../domain/shared/instants.ts';
import type { Unfinished } from '../../domain/shared/mutability.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import { digestOf, firstEntry, linkHash, NO_HASH, nextEntry } from './audit-chain.ts';
import type { Refund } from './refund-row.ts';

/** How long a step may take before the sweeper takes the refund up again, in milliseconds. */
const LEASE_MS = 60_000;

/** Answers until when the step that runs now has the refund to itself. */
export function leaseUntil(now: Date): string {
  return instantText(now.getTime() + LEASE_MS);
}

/** How far a producer may date a refund back: what is older would weigh too little in histories. */
const MAX_BACKDATED_MS = 7 * 86_400_000;

/** A refund that enters: as asked for, when, and the policy it is pinned to. */
export interface Entered {
  readonly request: RefundRequest;
  readonly askedAt: Date;
  readonly policyHash: string;
  /** False where nobody can read the row, as in a replay: it then goes without hashes. Default: true. */
  readonly isSealed?: boolean | undefined;
}

/** Answers the row of a refund that just entered. */
export function receiveRefund({ request, askedAt, policyHash, isSealed = true }: Entered, now: Date): Refund {
  const at = instantText(now.getTime());
  const asked = Math.min(now.getTime(), Math.max(askedAt.getTime(), now.getTime() - MAX_BACKDATED_MS));
  const row: Unfinished<Refund> = {
    refundId: request.refundId,
    version: 1,
    status: 'received',
    request,
    bodyHash: isSealed ? bodyHashOf(request) : NO_HASH,
    policyHash,
    receivedAt: at,
    askedAt: instantText(asked),
    history: null,
    decision: null,
    review: null,
    outbox: null,
    dueAt: leaseUntil(now),
    baseMinor: null,
    twoReviewers: false,
    audit: [],
  };
  row.audit = [firstEntry(row, isSealed)];
  return row;
}

/** Answers the hash by which two requests under one id are told apart. */
export function bodyHashOf(request: RefundRequest): string {
  return sha256(canonicalJson(request));
}

/** Answers the hash of a row's request: the one it holds, or for a row without seals one that is made now. */
export function bodyHashIn({ bodyHash, request }: Pick<Refund, 'bodyHash' | 'request'>): string {
  return bodyHash === NO_HASH ? bodyHashOf(request) : bodyHash;
}

/** A change of status, with all that changes beside it. */
export type Move = Partial<Pick<Refund, 'review' | 'history' | 'baseMinor' | 'twoReviewers'>> &
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
  const next: Unfinished<Refund> = { ...refund, ...change, version: refund.version + 1 };
  next.audit = [...refund.audit, nextEntry(next, { at: instantText(at.getTime()), by })];
  return next;
}

/** Answers the row after a change that is no change of status: a token kept, a due time moved. */
export function noteOnRefund(
  refund: Refund,
  change: Partial<Pick<Refund, 'review' | 'history' | 'outbox' | 'dueAt'>>,
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
