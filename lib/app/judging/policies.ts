import type { Policy } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import type { Uses } from '../gate-deps.ts';
import type { PinnedPolicy } from '../ports.ts';

/** Returns a policy with the hash of its canonical form, `sha256:…`. */
export function pinPolicy(policy: Policy): PinnedPolicy {
  return { policy, hash: `sha256:${sha256(canonicalJson(policy))}` };
}

/** Thrown when a refund is pinned to a policy that was not kept. The check is unknown then and the refund held. */
export class UnknownPolicyError extends Error {
  override readonly name = 'UnknownPolicyError';

  constructor(hash: string) {
    super(`No policy is kept under ${hash}.`);
  }
}

/** What finding a policy needs. */
export type PolicyDeps = Uses<'policy', 'policy'>;

/**
 * Returns the policy a refund was pinned to when it entered.
 * @throws UnknownPolicyError when it is neither the present one nor kept.
 */
export async function pinnedPolicy(deps: PolicyDeps, hash: string): Promise<Policy> {
  if (hash === deps.policy.hash) return deps.policy.policy;
  const kept = await deps.store.policy(hash);
  if (kept === undefined) throw new UnknownPolicyError(hash);
  return kept;
}

/**
 * Returns the policy a decision was made by: the pinned one, or a later one that was stricter.
 * @throws UnknownPolicyError when it is neither the present one nor kept.
 */
export async function decidingPolicy(
  deps: PolicyDeps,
  { policyHash, decision }: Pick<Refund, 'policyHash' | 'decision'>,
): Promise<Policy> {
  return pinnedPolicy(deps, decision?.judgedBy ?? policyHash);
}
