import type { Checked } from '../../contracts/step-contracts.ts';
import type { JudgingPolicies, Policy } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { Uses } from '../gate-deps.ts';
import { pinnedPolicy } from './policies.ts';

/** What finding the policies needs. */
export type JudgingPolicyDeps = Uses<'policy' | 'shadow', 'policy'>;

/**
 * Returns the policies a refund is judged by.
 * @throws UnknownPolicyError when the pinned one is not kept.
 */
export async function judgingPolicies(
  { store, policy, shadow }: JudgingPolicyDeps,
  { policyHash }: Pick<Refund, 'policyHash'>,
): Promise<JudgingPolicies<Policy>> {
  const pinned = await pinnedPolicy({ store, policy }, policyHash);
  // There is nearly always only one policy.
  if (policy.hash === policyHash && shadow === undefined) return { pinned };
  return {
    pinned,
    ...(policy.hash === policyHash ? {} : { later: policy.policy }),
    ...(shadow === undefined ? {} : { shadow: shadow.policy }),
  };
}

/** Returns the finding of a check under each policy. */
export function checkedUnder<Finding extends { readonly check: string }>(
  check: Finding['check'],
  { pinned, later, shadow }: JudgingPolicies<Policy>,
  judge: (by: Policy) => Finding,
): Checked<Finding> {
  if (later === undefined && shadow === undefined) return { check, state: 'known', pinned: judge(pinned) };
  return {
    check,
    state: 'known',
    pinned: judge(pinned),
    ...(later === undefined ? {} : { later: judge(later) }),
    ...(shadow === undefined ? {} : { shadow: orNoOpinion(() => judge(shadow)) }),
  };
}

/**
 * Returns the opinion of a policy that is only tried, or undefined if it throws: such a policy must not make a check
 * fail.
 */
export function orNoOpinion<Opinion>(judge: () => Opinion): Opinion | undefined {
  try {
    return judge();
  } catch {
    return undefined;
  }
}
