import { isDeepStrictEqual } from 'node:util';
import { requireNextVersion } from '../../adapters/store-rules.ts';
import type { Store } from '../../app/ports.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Order } from '../../domain/refund/order-claims.ts';
import { NO_STOPS, type Stops } from '../../domain/refund/stops.ts';
import { dayOf, weekOf } from '../../domain/shared/calendar.ts';
import { memoryCases } from './memory-cases.ts';
import { memoryLogins } from './memory-logins.ts';
import { memoryPeers } from './memory-peers.ts';
import { memoryPhotos } from './memory-photos.ts';
import { type Keeping, memoryRefunds } from './memory-refunds.ts';
import { memorySubjects } from './memory-subjects.ts';
import { memoryTrails } from './memory-trails.ts';

/** How much a store in memory holds. */
export interface MemoryCounts {
  readonly refunds: number;
  readonly trails: number;
  readonly orders: number;
  readonly subjects: number;
}

/** A store in memory, with what a replay needs in addition. */
export interface MemoryStore extends Store {
  /** Returns when the next refund is due, or undefined if none is. Virtual time may jump to it. */
  readonly nextDueAt: () => Date | undefined;
  /** Returns true if a refund is due at or before an instant (ISO 8601 UTC). */
  readonly isDueBy: (instant: string) => boolean;
  /**
   * Forgets what has ended, so that memory depends on what is in flight. Refunds that were published or denied
   * before `corrections` are thinned to what recognises a repeat (id, status, body hash, when it ended); histories
   * take no more corrections of them. Refunds that ended before `before` are dropped, with their orders and with
   * trails last scanned before it; a repeat of such a refund would then enter as new. Call it once per virtual
   * day, not per event.
   */
  readonly forget: (before: Date, corrections: Date) => void;
  readonly counts: () => MemoryCounts;
}

/**
 * Returns an empty store in memory with the behaviour of the table on AWS. Values go in and out as they are, never
 * copied: they must not be changed afterwards. Every read is strongly consistent.
 */
export function memoryStore(keeping: Keeping = {}): MemoryStore {
  const refunds = memoryRefunds(keeping);
  const trails = memoryTrails();
  const subjects = memorySubjects();
  const peers = memoryPeers();
  const photos = memoryPhotos();
  const cases = memoryCases();
  const logins = memoryLogins();
  const orders = new Map<string, Order>();
  const policies = new Map<string, Policy>();
  let stops: Stops = NO_STOPS;

  const store: Omit<
    Store,
    keyof (typeof refunds &
      typeof trails &
      typeof subjects &
      typeof peers &
      typeof photos &
      typeof cases &
      typeof logins)
  > = {
    order: async (orderId) => orders.get(orderId),
    saveOrder: async (order, seenVersion) => {
      requireNextVersion(`Order ${order.orderId}`, order.version, seenVersion);
      const known = orders.get(order.orderId);
      if ((known?.version ?? 0) !== seenVersion) return isDeepStrictEqual(known, order) ? 'saved' : 'moved';
      orders.set(order.orderId, order);
      return 'saved';
    },
    stops: async () => stops,
    saveStops: async (next, seenVersion) => {
      requireNextVersion('The list of stops', next.version, seenVersion);
      if (stops.version !== seenVersion) return isDeepStrictEqual(stops, next) ? 'saved' : 'moved';
      stops = next;
      return 'saved';
    },
    policy: async (hash) => policies.get(hash),
    keepPolicy: async (hash, policy) => {
      if (!policies.has(hash)) policies.set(hash, policy);
    },
  };
  const { closeWeeks, ...ofSubjects } = subjects;
  return {
    ...refunds,
    ...trails,
    ...ofSubjects,
    ...peers,
    ...photos,
    ...cases,
    ...logins,
    ...store,
    forget: (before, corrections) => {
      const endedOrders = refunds.forget(before, corrections);
      trails.forget(before, refunds.trailsInUse());
      for (const orderId of endedOrders) forgetOrder(orders, orderId, refunds.has);
      closeWeeks(weekOf(dayOf(corrections)) - 1);
    },
    counts: () => ({
      refunds: refunds.count(),
      trails: trails.count(),
      orders: orders.size,
      subjects: subjects.count(),
    }),
  };
}

/**
 * Drops an order once no refund that claims units of it is kept. Dropped earlier, its units could be paid twice. A
 * flagged order is always kept.
 */
function forgetOrder(orders: Map<string, Order>, orderId: string, has: (refundId: string) => boolean): void {
  const order = orders.get(orderId);
  if (order === undefined || order.flag !== undefined) return;
  if (!order.claims.some(({ refundId }) => has(refundId))) orders.delete(orderId);
}
