import type { Checked } from '../contracts/step-contracts.ts';
import type { ValueThresholdsFinding } from '../domain/checks/findings.ts';
import { judgeValueThresholds } from '../domain/checks/judge-value-thresholds.ts';
import { registerOf } from '../domain/policy/policy.ts';
import { type ClaimResult, claimOfOrder, emptyOrder, type Order } from '../domain/refund/order-claims.ts';
import type { RefundRequest } from '../domain/refund/refund-request.ts';
import { linkedSubjects, producerOf } from '../domain/refund/subject.ts';
import { isShared } from '../domain/refund/subject-statements.ts';
import type { Uses } from './gate-deps.ts';
import { checkedUnder } from './judging/judging-policies.ts';
import { updateItem } from './optimistic-update.ts';
import type { Store } from './ports.ts';
import { type CheckDeps, type LoadedRefund, loadWithPolicies } from './refund/load-refund.ts';

type Deps = CheckDeps & Uses<never, 'order' | 'saveOrder' | 'subject'>;

/**
 * Checks whether the machine may pay the amount. The check also claims the refund's units and money on the order, so
 * that two refunds at the same time cannot both find the unit free.
 */
export async function checkValueThresholds(
  deps: Deps,
  refundId: string,
): Promise<Checked<ValueThresholdsFinding>> {
  return valueThresholdsOf(deps, await loadWithPolicies(deps, refundId));
}

/** Returns the same for a refund that is already loaded. */
export async function valueThresholdsOf(
  deps: Deps,
  { refund, policies }: LoadedRefund,
): Promise<Checked<ValueThresholdsFinding>> {
  const { request } = refund;
  const [facts, ...linked] = await Promise.all([
    refund.status === 'denied' ? lookAtUnits(deps.store, request) : claimUnits(deps.store, request),
    ...linkedSubjects(request).map((ref) => deps.store.subject(ref)),
  ]);
  const isAnyShared = linked.some(({ profile }) => isShared(profile.shared));
  const producer = isAnyShared
    ? await deps.store.subject(producerOf(refund, registerOf(deps.policy.policy)))
    : undefined;
  const now = deps.now();
  const added = refund.history ?? undefined;
  return checkedUnder('value-thresholds', policies, (policy) =>
    judgeValueThresholds(request, { ...facts, linked, producer, added, askedBy: refund.sender }, policy, now),
  );
}

/**
 * Returns the order and whether the claim fits, without claiming. A denied refund gave up its units, and a late scan
 * that wakes it must not claim them again.
 */
async function lookAtUnits(
  store: Pick<Store, 'order'>,
  request: RefundRequest,
): Promise<{ order: Order; claim: ClaimResult }> {
  const known = await store.order(request.orderId, 'eventual');
  const order = known ?? emptyOrder(request.orderId, request.captured.currency);
  return { order, claim: claimOfOrder(order, request) };
}

/**
 * Claims a refund's units and money on its order, if they fit. Returns the order as it was read and the result of
 * the claim. All claims are made here.
 */
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
