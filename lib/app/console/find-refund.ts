import type { Store } from '../ports.ts';

/** The most refunds that a search by order or return lists. */
const MAX_FOUND = 25;

/** Returns the ids of the refunds that an id stands for: a refund's own, or those of an order or a return. */
export async function findRefunds(
  store: Pick<Store, 'refund' | 'order' | 'trail'>,
  id: string,
): Promise<readonly string[]> {
  const [refund, order, trail] = await Promise.all([
    store.refund(id, 'eventual'),
    store.order(id, 'eventual'),
    store.trail(`rma:${id}`, 'eventual'),
  ]);
  if (refund !== undefined) return [refund.refundId];
  const ofReturn = trail.orderId === undefined ? undefined : await store.order(trail.orderId, 'eventual');
  const claims = [...(order?.claims ?? []), ...(ofReturn?.claims ?? [])];
  return [...new Set(claims.map(({ refundId }) => refundId))].slice(0, MAX_FOUND);
}
