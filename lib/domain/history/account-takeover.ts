import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';

type Session = RefundRequest['session'];

/** Returns how much likelier a session's signs are on an account in other hands; 1 where nothing is known of it. */
export function sessionRatio(session: Session, policy: Policy): number {
  const { newDevice, offShift, wrongSite, most } = policy.session;
  let ratio = 1;
  if (session?.newDevice === true) ratio *= newDevice;
  if (session?.offShift === true) ratio *= offShift;
  if (session?.wrongSite === true) ratio *= wrongSite;
  return Math.min(ratio, most);
}

/**
 * Returns true if an account was so likely in other hands that what was done is not held against its owner. Off shift
 * alone is not enough: whoever wants no case would stay late.
 */
export function looksTakenOver(session: Session, policy: Policy): boolean {
  return sessionRatio(session, policy) >= policy.session.takenOver;
}
