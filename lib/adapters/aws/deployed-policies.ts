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

/** Returns the policies of this deployment: those in its bundle, otherwise the one that ships with the gate. */
export function deployedPolicies(): DeployedPolicies {
  const none: DeployedPolicyDocuments = { policy: null, shadow: null };
  const { policy, shadow } = typeof DEPLOYED_POLICIES === 'undefined' ? none : DEPLOYED_POLICIES;
  return {
    policy: pinPolicy(policy === null ? DEFAULT_POLICY : policySchema.parse(policy)),
    ...(shadow === null ? {} : { shadow: pinPolicy(policySchema.parse(shadow)) }),
  };
}
