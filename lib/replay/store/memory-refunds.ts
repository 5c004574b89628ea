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
  /** True when a refund is due at an instant (ISO 8601 UTC) or was before. */
  readonly isDueBy: (instant: string) => boolean;
  /** Thins what ended before `corrections`; drops what ended before `before`, and answers the orders of that. */
  readonly forget: (before: Date, corrections: Date) => readonly string[];
  readonly has: (refundId: string) => boolean;
  /** The trails of refunds for which something is still to be done. */
  readonly trailsInUse: () => ReadonlySet<string>;
  readonly count: () => number;
}

/** What a store in memory need not keep. */
export interface Keeping {
  /**
   * False where nobody reads the rows, as in a replay: of a refund that was published without a reviewer only when
   * is kept, and of one that came to rest not even that; both go without their audit but for the end. Default: true.
   */
  readonly keepsDecisions?: boolean | undefined;
}

/** Returns an empty set of refunds. What it does to forget takes as long as what it forgets, not what it holds. */
export function memoryRefunds({ keepsDecisions = true }: Keeping = {}): MemoryRefunds {
  const inFlight = new Map<string, Refund>();
  const past = new Map<string, Refund>();
  const due = new DueHeap<null>(({ id, dueAt }) => find(id)?.dueAt === dueAt);
  const toThin = new DueHeap<null>(({ id }) => past.has(id));
  const toDrop = new DueHeap<null>(({ id }) => past.has(id));
  const find = (refundId: string): Refund | undefined => inFlight.get(refundId) ?? past.get(refundId);

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
    refund: async (refundId) => find(refundId),
    createRefund: async (refund) => {
      const known = find(refund.refundId);
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
        const orderId = past.get(id)?.request.orderId;
        past.delete(id);
        return orderId ?? [];
      });
    },
    has: (refundId) => find(refundId) !== undefined,
    trailsInUse: () => trailsInUse(inFlight.values()),
    count: () => inFlight.size + past.size,
  };
}

/** A write refused because the same write was made before is our own, as in the table on AWS. */
function sameOrMoved(known: Refund, refund: Refund): SaveResult {
  return known === refund || isDeepStrictEqual(known, refund) ? 'saved' : 'moved';
}

function hasEnded({ status, outbox }: Refund): boolean {
  return isTerminal(status) && outbox === null;
}

/** True when nothing is left to do: it ended, that was told, and all evidence that was to come has come. */
function isAtRest(refund: Refund): boolean {
  return hasEnded(refund) && refund.dueAt === null;
}

function endOf({ audit, receivedAt }: Refund): string {
  return audit.at(-1)?.at ?? receivedAt;
}

/** Until its scans should be there, a refund that was paid unseen is asked when it was decided, and no more. */
function withoutReasons(refund: Refund): Refund {
  const { review, decision, audit } = refund;
  if (!hasEnded(refund) || review !== null || decision === null || audit.length === 1) return refund;
  const { outcome, decidedAt, by, collusion } = decision;
  const bare = { outcome, decidedAt, by, collusion, reasons: NONE, witnesses: NONE, waitingFor: NONE };
  return { ...refund, decision: { ...bare, scores: null, inputs: null }, audit: audit.slice(-1) };
}

/** A review that comes late is told who decided. */
function withoutDecision(refund: Refund): Refund {
  if (refund.review !== null || refund.decision === null) return refund;
  return { ...refund, decision: null, audit: refund.audit.slice(-1) };
}

const NONE: readonly never[] = [];

/**
 * What recognises a repeat, in the shape of a refund: no lines, no decision, no history, so that no scan wakes it; its
 * one audit entry tells the end.
 */
function thinned(refund: Refund): Refund {
  const { refundId, orderId, customerId, country, claim, amount, captured, trigger } = refund.request;
  const parties = { refundId, orderId, customerId, country };
  const request = { ...parties, claim, amount, captured, lines: NONE, trigger } satisfies RefundRequest;
  const { status } = refund;
  const end: AuditEntry = { at: endOf(refund), by: '', status, codes: NONE, digest: '', hash: '' };
  return { ...refund, request, decision: null, review: null, history: null, audit: [end] };
}

function trailsInUse(refunds: Iterable<Refund>): ReadonlySet<string> {
  const trails = new Set<string>();
  for (const refund of refunds) {
    const trailId = trailIdOf(refund.request);
    if (trailId !== undefined) trails.add(trailId);
  }
  return trails;
}
