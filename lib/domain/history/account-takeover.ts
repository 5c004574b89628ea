import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';

type Session = RefundRequest['session'];

/** Returns how much likelier a session's signs are if the account is in other hands; 1 if nothing is known of it. */
export function sessionRatio(session: Session, policy: Policy): number {
  const { newDevice, offShift, wrongSite, most } = policy.session;
  let ratio = 1;
  if (session?.newDevice === true) ratio *= newDevice;
  if (session?.offShift === true) ratio *= offShift;
  if (session?.wrongSite === true) ratio *= wrongSite;
  return Math.min(ratio, most);
}

/**
 * Returns true if the account was probably in other hands, so that its owner is not blamed for what was done. Off
 * shift alone is not enough: an employee who wants to avoid a case would just stay late.
 */
export function looksTakenOver(session: Session, policy: Policy): boolean {
  return sessionRatio(session, policy) >= policy.session.takenOver;
}
