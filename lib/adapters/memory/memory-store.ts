import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../app/ports.ts';
import type { Order } from '../../domain/order-claims.ts';
import type { Policy } from '../../domain/policy.ts';
import { NO_STOPS, type Stops } from '../../domain/stops.ts';
import { requireNextVersion } from '../store-rules.ts';
import { memoryRefunds } from './memory-refunds.ts';
import { memorySubjects } from './memory-subjects.ts';
import { memoryTrails } from './memory-trails.ts';

/** How much a store in memory holds. */
export interface MemoryCounts {
  readonly refunds: number;
  readonly trails: number;
  readonly orders: number;
  readonly subjects: number;
}

/** A store in memory, with what a replay needs beside. */
export interface MemoryStore extends Store {
  /** When the next refund is due, or undefined when none is: to where virtual time may jump. */
  readonly nextDueAt: () => Date | undefined;
  /**
   * Lets go of what has ended, so that memory follows what is in flight. Refunds published or denied are thinned
   * to what recognises a repeat (id, status, body hash, when it ended). Those that ended before `before` are
   * dropped, with their orders and with trails last scanned before it: a repeat of one would then enter as new. Goes over all that is held: call it once per virtual day, not per event.
   */
  readonly forget: (before: Date) => void;
  readonly counts: () => MemoryCounts;
}

/**
 * Answers an empty store in memory with the behaviour of the table on AWS. Values go in and out as they are,
 * never copied: they must not be changed afterwards. Every read is a strong one.
 */
export function memoryStore(): MemoryStore {
  const refunds = memoryRefunds();
  const trails = memoryTrails();
  const subjects = memorySubjects();
  const orders = new Map<string, Order>();
  const policies = new Map<string, Policy>();
  let stops: Stops = NO_STOPS;

  const store: Omit<Store, keyof typeof refunds | keyof typeof trails | keyof typeof subjects> = {
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
  return {
    ...refunds,
    ...trails,
    ...subjects,
    ...store,
    forget: (before) => {
      refunds.forget(before);
      trails.forget(before, refunds.trailsInUse());
      subjects.forget(refunds.hasEnded);
      forgetOrders(orders, refunds.has);
    },
    counts: () => ({
      refunds: refunds.count(),
      trails: trails.count(),
      orders: orders.size,
      subjects: subjects.count(),
    }),
  };
}

/** An order is kept while a refund that claims of it is: dropped earlier, its units could be paid twice. */
function forgetOrders(orders: Map<string, Order>, has: (refundId: string) => boolean): void {
  for (const [orderId, { claims, flag }] of orders) {
    if (flag === undefined && !claims.some(({ refundId }) => has(refundId))) orders.delete(orderId);
  }
}
