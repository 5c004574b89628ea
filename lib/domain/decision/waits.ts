import type { ScanCheck } from '../checks/findings.ts';
import type { EvidenceKind } from '../evidence/fact.ts';
import { baseValueOf, type Policy, registerOf } from '../policy/policy.ts';
import { expectationOf } from '../producers/expectation.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { DAY_MS, HOUR_MS } from '../shared/calendar.ts';

/** The refund that waits, its scan check, and since when it waits. */
export interface Waiting {
  readonly request: RefundRequest;
  readonly scan: ScanCheck;
  readonly policy: Policy;
  readonly receivedAt: Date;
}

/** Returns until when a refund may wait for evidence before a person is asked. */
export function holdUntil(request: RefundRequest, policy: Policy, receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + policy.holdDays[request.trigger] * DAY_MS);
}

/** Returns the evidence that may still come and lift an objection at an instant. */
export function evidenceToCome(one: Waiting, now: Date): readonly EvidenceKind[] {
  const { request, scan } = one;
  if (scan.state !== 'known' || (request.claim !== 'returned' && !awaitsDelivery(one, now))) return [];
  return scan.mayStillCome;
}

/**
 * Returns true while a claim that the goods did not come waits for the carrier's record of delivery. Many customers ask
 * on the day of the delivery, and the record comes hours later. Below R1's value the budgets suffice.
 */
export function awaitsDelivery({ request, scan, policy, receivedAt }: Waiting, now: Date): boolean {
  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  return (
    scan.state === 'known' &&
    scan.mayStillCome.includes('outbound_delivered') &&
    baseMinor >= policy.independentScanFromMinor &&
    now < deliveryUntil(request, policy, receivedAt)
  );
}

/**
 * The longest wait for a carrier's record, in hours: with a review after it, the customer hears of the claim within about two
 * days.
 */
const MAX_DELIVERY_HOURS = 22;

/**
 * Returns until when a claim that the goods did not come waits for the carrier's record: longer if the declared carriers report
 * late.
 */
export function deliveryUntil(
  request: Pick<RefundRequest, 'claim' | 'siteId'>,
  policy: Policy,
  receivedAt: Date,
): Date {
  const delay = expectationOf(registerOf(policy), request).delayHours('outbound_delivered');
  const hours = Math.min(policy.deliveryRecordHours + delay, MAX_DELIVERY_HOURS);
  return new Date(receivedAt.getTime() + hours * HOUR_MS);
}

/**
 * Returns until when a refund waits that a budget refuses: as long as scans of its return may come; if none can, until the
 * next day (UTC), when the budgets of a day are new.
 */
export function budgetUntil({ request, scan, policy, receivedAt }: Waiting): Date {
  if (scan.state === 'known' && request.claim === 'returned' && scan.trail !== null) {
    return holdUntil(request, policy, receivedAt);
  }
  const judgedFrom =
    request.claim === 'not_received'
      ? deliveryUntil(request, policy, receivedAt).getTime()
      : receivedAt.getTime();
  return new Date((Math.floor(judgedFrom / DAY_MS) + 1) * DAY_MS);
}
