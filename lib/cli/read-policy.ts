import { pinPolicy } from '../app/judging/policies.ts';
import type { PinnedPolicy } from '../app/ports.ts';
import { DEFAULT_POLICY, policyFileSchema } from '../contracts/policy-document.ts';
import { judgingHalf } from '../contracts/register-document.ts';
import { readDocument } from './read-document.ts';
import { readRegister } from './read-register.ts';

/**
 * Returns the policy in a file, or the policy that ships with the gate when no file is given. The register in the other
 * file, if any, becomes its section `producers`.
 * @throws UsageError when a file cannot be read or is not what it should be.
 */
export async function readPolicy(
  policyFile: string | undefined,
  registerFile: string | undefined,
): Promise<PinnedPolicy> {
  const policy =
    policyFile === undefined
      ? DEFAULT_POLICY
      : await readDocument(policyFile, { what: 'policy', schema: policyFileSchema });
  if (registerFile === undefined) return pinPolicy(policy);
  return pinPolicy({ ...policy, producers: judgingHalf(await readRegister(registerFile)) });
}
