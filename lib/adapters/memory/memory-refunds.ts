import { isDeepStrictEqual } from 'node:util';
import type { SaveResult, Store } from '../../app/ports.ts';
import type { AuditEntry, Refund } from '../../app/refund.ts';
import { type RefundRequest, trailIdOf } from '../../domain/refund-request.ts';
import { isTerminal } from '../../domain/status.ts';
import { requireNextVersion, statusesBefore } from '../store-rules.ts';
import { DueHeap } from './due-heap.ts';

/** The refunds of a store in memory. */
export interface MemoryRefunds extends Pick<Store, 'refund' | 'createRefund' | 'saveRefund' | 'refundsDue'> {
  readonly nextDueAt: () => Date | undefined;
  /** Thins every refund that has ended, and drops those that ended before. */
  readonly forget: (before: Date) => void;
  readonly has: (refundId: string) => boolean;
  /** True for a refund that ended, and for one that was dropped. */
  readonly hasEnded: (refundId: string) => boolean;
  /** The trails of refunds that have not ended. */
  readonly trailsInUse: () => ReadonlySet<string>;
  readonly count: () => number;
}

/** Answers an empty set of refunds. */
export function memoryRefunds(): MemoryRefunds {
  const refunds = new Map<string, Refund>();
  const due = new DueHeap<null>(({ id, dueAt }) => refunds.get(id)?.dueAt === dueAt);

  const keep = (refund: Refund, dueBefore: string | null): SaveResult => {
    refunds.set(refund.refundId, refund);
    if (refund.dueAt !== null && refund.dueAt !== dueBefore) {
      due.push({ dueAt: refund.dueAt, id: refund.refundId, value: null });
    }
    return 'saved';
  };

  return {
    refund: async (refundId) => refunds.get(refundId),
    createRefund: async (refund) => {
      const known = refunds.get(refund.refundId);
      return known === undefined ? keep(refund, null) : sameOrMoved(known, refund);
    },
    saveRefund: async (refund, seenVersion) => {
      requireNextVersion(`Refund ${refund.refundId}`, refund.version, seenVersion);
      const known = refunds.get(refund.refundId);
      if (known === undefined) return 'moved';
      const follows = known.version === seenVersion && statusesBefore(refund.status).includes(known.status);
      return follows ? keep(refund, known.dueAt) : sameOrMoved(known, refund);
    },
    refundsDue: async (now, limit) => due.due(now.toISOString(), limit).map(({ id }) => id),
    nextDueAt: () => {
      const first = due.first();
      return first === undefined ? undefined : new Date(first.dueAt);
    },
    forget: (before) => {
      forgetEnded(refunds, before.toISOString());
      due.compact();
    },
    has: (refundId) => refunds.has(refundId),
    hasEnded: (refundId) => {
      const refund = refunds.get(refundId);
      return refund === undefined || hasEnded(refund);
    },
    trailsInUse: () => trailsInUse(refunds.values()),
    count: () => refunds.size,
  };
}

/** A write refused because the same write was made before is our own, as in the table on AWS. */
function sameOrMoved(known: Refund, refund: Refund): SaveResult {
  return known === refund || isDeepStrictEqual(known, refund) ? 'saved' : 'moved';
}

function forgetEnded(refunds: Map<string, Refund>, before: string): void {
  for (const [refundId, refund] of refunds) {
    if (!hasEnded(refund)) continue;
    if (endOf(refund) < before) refunds.delete(refundId);
    else if (refund.request.lines.length > 0) refunds.set(refundId, thinned(refund));
  }
}

function hasEnded({ status, outbox }: Refund): boolean {
  return isTerminal(status) && outbox === null;
}

function endOf({ audit, receivedAt }: Refund): string {
  return audit.at(-1)?.at ?? receivedAt;
}

/** What recognises a repeat, in the shape of a refund: no lines, no decision; its one audit entry tells the end. */
function thinned(refund: Refund): Refund {
  const { refundId, orderId, customerId, country, claim, amount, captured, trigger } = refund.request;
  const parties = { refundId, orderId, customerId, country };
  const request = { ...parties, claim, amount, captured, lines: [], trigger } satisfies RefundRequest;
  const { status } = refund;
  const end: AuditEntry = { at: endOf(refund), by: '', status, codes: [], digest: '', hash: '' };
  return { ...refund, request, decision: null, review: null, audit: [end] };
}

function trailsInUse(refunds: Iterable<Refund>): ReadonlySet<string> {
  const trails = new Set<string>();
  for (const refund of refunds) {
    const trailId = hasEnded(refund) ? undefined : trailIdOf(refund.request);
    if (trailId !== undefined) trails.add(trailId);
  }
  return trails;
}
