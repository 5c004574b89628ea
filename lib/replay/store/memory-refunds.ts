import { isDeepStrictEqual } from 'node:util';
import { requireNextVersion } from '../../adapters/store-rules.ts';
import type { RefundStore, SaveResult } from '../../app/ports.ts';
import type { AuditEntry, Refund } from '../../domain/refund/refund.ts';
import { type RefundRequest, trailIdOf } from '../../domain/refund/refund-request.ts';
import { isTerminal, mayFollow } from '../../domain/refund/status.ts';
import { DueHeap } from './due-heap.ts';

/** The refunds of a store in memory. */
export interface MemoryRefunds extends RefundStore {
  readonly nextDueAt: () => Date | undefined;
  /** Returns true if a refund is due at or before an instant (ISO 8601 UTC). */
  readonly isDueBy: (instant: string) => boolean;
  /**
   * Thins refunds that ended before `corrections`, drops those that ended before `before`, and returns the ids of
   * the orders of the dropped ones.
   */
  readonly forget: (before: Date, corrections: Date) => readonly string[];
  readonly has: (refundId: string) => boolean;
  /** Returns the trails of refunds that still have something to do. */
  readonly trailsInUse: () => ReadonlySet<string>;
  readonly count: () => number;
}

/** What a store in memory need not keep. */
export interface Keeping {
  /**
   * False if nobody reads the rows, as in a replay. A refund that was published without a review then keeps only
   * the outcome, time, author and collusion number of its decision, and the last entry of its audit. Once nothing
   * is left to do for it, it keeps no decision at all. Default: true.
   */
  readonly keepsDecisions?: boolean | undefined;
}

/**
 * Returns an empty set of refunds. The time `forget` takes depends on what it forgets and what is due, not on all
 * it holds.
 */
export function memoryRefunds({ keepsDecisions = true }: Keeping = {}): MemoryRefunds {
  const inFlight = new Map<string, Refund>();
  const past = new Map<string, Refund>();
  const due = new DueHeap<null>(({ id, dueAt }) => find(id)?.dueAt === dueAt);
  const toThin = new DueHeap<null>(({ id }) => past.has(id));
  const toDrop = new DueHeap<null>(({ id }) => past.has(id));
  const dropped = new Map<string, Dropped>();
  const find = (refundId: string): Refund | undefined => inFlight.get(refundId) ?? past.get(refundId);
  const recall = (refundId: string): Refund | undefined => {
    const end = dropped.get(refundId);
    return find(refundId) ?? (end === undefined ? undefined : recalled(refundId, end));
  };

  const keep = (refund: Refund, dueBefore: string | null): SaveResult => {
    const { refundId, dueAt } = refund;
    if (dueAt !== null && dueAt !== dueBefore) due.push({ dueAt, id: refundId, value: null });
    if (!isAtRest(refund)) {
      past.delete(refundId);
      inFlight.set(refundId, keepsDecisions ? refund : withoutReasons(refund));
      return 'saved';
    }
    inFlight.delete(refundId);
    if (!past.has(refundId)) toThin.push({ dueAt: endOf(refund), id: refundId, value: null });
    past.set(refundId, keepsDecisions ? refund : withoutDecision(refund));
    return 'saved';
  };

  return {
    refund: async (refundId) => recall(refundId),
    createRefund: async (refund) => {
      const known = recall(refund.refundId);
      return known === undefined ? keep(refund, null) : sameOrMoved(known, refund);
    },
    saveRefund: async (refund, seenVersion) => {
      requireNextVersion(`Refund ${refund.refundId}`, refund.version, seenVersion);
      const known = find(refund.refundId);
      if (known === undefined) return 'moved';
      const isLegal = known.status === refund.status || mayFollow(known.status, refund.status);
      const follows = known.version === seenVersion && isLegal;
      return follows ? keep(refund, known.dueAt) : sameOrMoved(known, refund);
    },
    refundsDue: async (now, limit) => due.due(now.toISOString(), limit).map(({ id }) => id),
    nextDueAt: () => {
      const first = due.first();
      return first === undefined ? undefined : new Date(first.dueAt);
    },
    isDueBy: (instant) => due.isDueBy(instant),
    forget: (before, corrections) => {
      due.compact();
      for (const entry of toThin.takeBefore(corrections.toISOString())) {
        const refund = past.get(entry.id);
        if (refund !== undefined) past.set(entry.id, thinned(refund));
        toDrop.push(entry);
      }
      return toDrop.takeBefore(before.toISOString()).flatMap(({ id }) => {
        const refund = past.get(id);
        past.delete(id);
        if (refund === undefined) return [];
        const { status, version, bodyHash, policyHash } = refund;
        dropped.set(id, { status, version, bodyHash, policyHash, endedAt: endOf(refund) });
        return refund.request.orderId;
      });
    },
    has: (refundId) => find(refundId) !== undefined,
    trailsInUse: () => trailsInUse(inFlight.values()),
    count: () => inFlight.size + past.size,
  };
}

/**
 * Returns 'saved' for a refused write that equals the stored row: the same write was made before. The table on AWS
 * does the same.
 */
function sameOrMoved(known: Refund, refund: Refund): SaveResult {
  return known === refund || isDeepStrictEqual(known, refund) ? 'saved' : 'moved';
}

function hasEnded({ status, outbox }: Refund): boolean {
  return isTerminal(status) && outbox === null;
}

/**
 * Returns true if nothing is left to do: the refund has ended, its end was published, and no more evidence is
 * waited for.
 */
function isAtRest(refund: Refund): boolean {
  return hasEnded(refund) && refund.dueAt === null;
}

function endOf({ audit, receivedAt }: Refund): string {
  return audit.at(-1)?.at ?? receivedAt;
}

/**
 * Returns a refund that was paid without a review with only a short decision: until its scans should be there,
 * nothing else of the decision is read.
 */
function withoutReasons(refund: Refund): Refund {
  const { review, decision, audit } = refund;
  if (!hasEnded(refund) || review !== null || decision === null || audit.length === 1) return refund;
  const { outcome, decidedAt, by, collusion } = decision;
  const bare = { outcome, decidedAt, by, collusion, reasons: NONE, witnesses: NONE, waitingFor: NONE };
  return { ...refund, decision: { ...bare, scores: null, inputs: null }, audit: audit.slice(-1) };
}

/** Returns a refund without its decision. A reviewed refund keeps it: a late reviewer is shown who decided. */
function withoutDecision(refund: Refund): Refund {
  if (refund.review !== null || refund.decision === null) return refund;
  return { ...refund, decision: null, audit: refund.audit.slice(-1) };
}

const NONE: readonly never[] = [];

/**
 * Returns what is needed to recognise a repeat, in the shape of a refund: no lines, no decision, no history, so
 * that no scan wakes it. Its one audit entry says when it ended.
 */
function thinned(refund: Refund): Refund {
  const { refundId, orderId, customerId, country, claim, amount, captured, trigger } = refund.request;
  const parties = { refundId, orderId, customerId, country };
  const request = { ...parties, claim, amount, captured, lines: NONE, trigger } satisfies RefundRequest;
  const { status } = refund;
  const end: AuditEntry = { at: endOf(refund), by: '', status, codes: NONE, digest: '', hash: '' };
  return { ...refund, request, decision: null, review: null, history: null, audit: [end] };
}

/** What is remembered of a refund for as long as the store lives: enough to know a repeat, however late it comes. */
type Dropped = Pick<Refund, 'status' | 'version' | 'bodyHash' | 'policyHash'> & { readonly endedAt: string };

function recalled(refundId: string, { endedAt, ...end }: Dropped): Refund {
  const nothing = { currency: '', minor: 0 };
  const nobody = { orderId: '', customerId: '', country: '', lines: NONE };
  const request: RefundRequest = {
    refundId,
    ...nobody,
    claim: 'returned',
    amount: nothing,
    captured: nothing,
    trigger: 'attested',
  };
  const at = { receivedAt: endedAt, askedAt: endedAt };
  const state = { decision: null, review: null, history: null, outbox: null, dueAt: null, audit: NONE };
  return { refundId, request, ...end, ...at, ...state, baseMinor: null, twoReviewers: false };
}

function trailsInUse(refunds: Iterable<Refund>): ReadonlySet<string> {
  const trails = new Set<string>();
  for (const refund of refunds) {
    const trailId = trailIdOf(refund.request);
    if (trailId !== undefined) trails.add(trailId);
  }
  return trails;
}
