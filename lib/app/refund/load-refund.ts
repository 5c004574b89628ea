import type { JudgingPolicies, Policy } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { Uses } from '../gate-deps.ts';
import { judgingPolicies } from '../judging/judging-policies.ts';
import type { Consistency, Store } from '../ports.ts';

/** Thrown when a step is asked about a refund that has no row. */
export class UnknownRefundError extends Error {
  override readonly name = 'UnknownRefundError';

  constructor(refundId: string) {
    super(`There is no refund ${refundId}.`);
  }
}

/**
 * Returns a refund's row.
 * @throws UnknownRefundError when there is none.
 */
export async function loadRefund(
  store: Pick<Store, 'refund'>,
  refundId: string,
  consistency: Consistency,
): Promise<Refund> {
  const refund = (await store.refund(refundId, consistency)) ?? (await store.refund(refundId, 'strong'));
  if (refund === undefined) throw new UnknownRefundError(refundId);
  return refund;
}

/** What every check needs. */
export type CheckDeps = Uses<'policy' | 'shadow' | 'now', 'refund' | 'policy'>;

/** A refund's row and the policies it is judged by. */
export interface LoadedRefund {
  readonly refund: Refund;
  readonly policies: JudgingPolicies<Policy>;
}

/**
 * Returns a refund's row and the policies it is judged by.
 * @throws UnknownRefundError when there is no row.
 */
export async function loadWithPolicies(deps: CheckDeps, refundId: string): Promise<LoadedRefund> {
  const refund = await loadRefund(deps.store, refundId, 'eventual');
  return { refund, policies: await judgingPolicies(deps, refund) };
}
