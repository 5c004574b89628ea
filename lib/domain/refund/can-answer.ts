import type { Profile } from '../history/subject-history.ts';
import { isComplete, type Register } from '../producers/register.ts';
import type { RefundRequest } from './refund-request.ts';
import { isShared } from './subject-statements.ts';

/**
 * Returns true if an employee can answer for what they mark or grant: a person, and not a login that many share, a program, or
 * somebody whom a complete directory does not know. Their name would bring a budget of its own each time it is made up.
 */
export function canAnswer(
  { employee, shared }: Pick<Profile, 'employee' | 'shared'>,
  { siteId }: Pick<RefundRequest, 'siteId'>,
  register: Register | undefined,
): boolean {
  if (isShared(shared) || employee?.kind === 'service') return false;
  return employee !== undefined || register === undefined || !isComplete(register, siteId);
}
