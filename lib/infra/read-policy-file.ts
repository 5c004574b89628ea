import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { PolicyDocument } from '../contracts/policy-document.ts';
import { policySchema } from '../contracts/policy-document.ts';

/** Returns the policy in a file, or the reason why it cannot be used. */
export function readPolicyFile(
  path: string,
): { readonly policy: PolicyDocument } | { readonly problem: string } {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { problem: `it cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
  const parsed = policySchema.safeParse(document);
  if (parsed.success) return { policy: parsed.data };
  return { problem: `it is no policy (${z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ')})` };
}
