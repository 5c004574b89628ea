import { pinPolicy } from '../../app/judging/policies.ts';
import type { PinnedPolicy } from '../../app/ports.ts';
import {
  DEFAULT_POLICY,
  type DeployedPolicyDocuments,
  policySchema,
} from '../../contracts/policy-document.ts';

/** The bundler replaces this name by the policy documents. Code that is not bundled has no such name. */
declare const DEPLOYED_POLICIES: DeployedPolicyDocuments | undefined;

/** The policies a deployment judges by. */
export interface DeployedPolicies {
  readonly policy: PinnedPolicy;
  readonly shadow?: PinnedPolicy;
}

/**
 * Returns the policies of this deployment: those in its bundle, otherwise the one that ships with the gate. Both have the
 * deployment's section `producers`.
 */
export function deployedPolicies(): DeployedPolicies {
  const none: DeployedPolicyDocuments = { policy: null, shadow: null, producers: null };
  const { policy, shadow, producers } = typeof DEPLOYED_POLICIES === 'undefined' ? none : DEPLOYED_POLICIES;
  const pinned = (document: object): PinnedPolicy =>
    pinPolicy(policySchema.parse(producers === null ? document : { ...document, producers }));
  return {
    policy: pinned(policy ?? DEFAULT_POLICY),
    ...(shadow === null ? {} : { shadow: pinned(shadow) }),
  };
}
