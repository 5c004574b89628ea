import type { Checked } from '../contracts/step-contracts.ts';
import type { ValueThresholdsFinding } from '../domain/checks/findings.ts';
import { judgeValueThresholds } from '../domain/checks/judge-value-thresholds.ts';
import { type ClaimResult, claimOfOrder, emptyOrder, type Order } from '../domain/refund/order-claims.ts';
import type { RefundRequest } from '../domain/refund/refund-request.ts';
import { linkedSubjects } from '../domain/refund/subject.ts';
import type { Uses } from './gate-deps.ts';
import { checkedUnder } from './judging/judging-policies.ts';
import { updateItem } from './optimistic-update.ts';
import type { Store } from './ports.ts';
import { type CheckDeps, type LoadedRefund, loadWithPolicies } from './refund/load-refund.ts';

type Deps = CheckDeps & Uses<never, 'order' | 'saveOrder' | 'subject'>;

/**
 * Returns true if the machine may pay the amount, and claims the refund's units and money of the order on the
 * way: the claim is the check, so that two refunds at once cannot both find the unit free.
 */
export async function checkValueThresholds(
  deps: Deps,
  refundId: string,
): Promise<Checked<ValueThresholdsFinding>> {
  return valueThresholdsOf(deps, await loadWithPolicies(deps, refundId));
}

/** Returns the same of a case that is loaded. */
export async function valueThresholdsOf(
  deps: Deps,
  { refund, policies }: LoadedRefund,
): Promise<Checked<ValueThresholdsFinding>> {
  const { request } = refund;
  const [facts, ...linked] = await Promise.all([
    refund.status === 'denied' ? lookAtUnits(deps.store, request) : claimUnits(deps.store, request),
    ...linkedSubjects(request).map((ref) => deps.store.subject(ref)),
  ]);
  const now = deps.now();
  const added = refund.history ?? undefined;
  return checkedUnder('value-thresholds', policies, (policy) =>
    judgeValueThresholds(request, { ...facts, linked, added }, policy, now),
  );
}

/** A denied refund gave its units up; a late scan that wakes it must not take them back. */
async function lookAtUnits(
  store: Pick<Store, 'order'>,
  request: RefundRequest,
): Promise<{ order: Order; claim: ClaimResult }> {
  const known = await store.order(request.orderId, 'eventual');
  const order = known ?? emptyOrder(request.orderId, request.captured.currency);
  return { order, claim: claimOfOrder(order, request) };
}

/** Returns the order and what became of the refund's claim on it: the one way anybody claims. */
export async function claimUnits(
  store: Pick<Store, 'order' | 'saveOrder'>,
  request: RefundRequest,
): Promise<{ order: Order; claim: ClaimResult }> {
  let first = true;
  return updateItem({
    what: `order ${request.orderId}`,
    read: async () => {
      const order = await store.order(request.orderId, first ? 'eventual' : 'strong');
      first = false;
      return order ?? emptyOrder(request.orderId, request.captured.currency);
    },
    change: (order) => {
      const claim = claimOfOrder(order, request);
      const result = { order, claim };
      return claim.fits && claim.changed ? { write: claim.order, result } : { result };
    },
    save: (next, seen) => store.saveOrder({ ...next, version: seen.version + 1 }, seen.version),
  });
}
