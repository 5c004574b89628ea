import { type SignInDocument, signInDocumentSchema } from '../contracts/sign-in-document.ts';
import { readDocumentFile } from './read-document-file.ts';

/** What the context value `signIn` may be. */
export const SIGN_IN_ALLOWED = 'the path of a file that says how people sign in, in JSON';

/**
 * Returns how people sign in as the context value names it; undefined if it names nothing, so that the stack makes a user pool.
 */
export function readSignInSetting(
  got: unknown,
): { readonly signIn: SignInDocument | undefined } | { readonly problem: string } {
  if (got === undefined || got === '') return { signIn: undefined };
  if (typeof got !== 'string') return { problem: SIGN_IN_ALLOWED };
  const read = readDocumentFile(got, signInDocumentSchema, 'sign-in');
  return 'problem' in read
    ? { problem: `${SIGN_IN_ALLOWED}, but ${read.problem}` }
    : { signIn: read.document };
}
