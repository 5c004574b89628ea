import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { pinPolicy } from '../app/judging/policies.ts';
import type { PinnedPolicy } from '../app/ports.ts';
import { DEFAULT_POLICY, policySchema } from '../contracts/policy-document.ts';
import { problemOf } from './system-errors.ts';
import { UsageError } from './verb.ts';

/**
 * Returns the policy in a file, or the policy that ships with the gate when no file is given.
 * @throws UsageError when the file cannot be read or is not a policy.
 */
export async function readPolicy(file: string | undefined): Promise<PinnedPolicy> {
  if (file === undefined) return pinPolicy(DEFAULT_POLICY);
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read the policy "${file}": ${problemOf(error)}`);
  }
  const parsed = policySchema.safeParse(document);
  if (parsed.success) return pinPolicy(parsed.data);
  throw new UsageError(`"${file}" is no policy: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}
