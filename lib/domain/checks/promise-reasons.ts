import type { Scan } from '../evidence/scan.ts';
import { baseValueOf, type Policy } from '../policy/policy.ts';
import { missingFromRequest, missingFromScan } from '../producers/promises.ts';
import type { Register } from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { because, type Reason } from '../shared/reasons.ts';
import { type Sender, senderIn } from '../shared/sender.ts';

/** The events whose producers may have promised fields. */
export interface Promising {
  readonly scans: readonly Scan[];
  readonly askedBy: Sender | undefined;
  /** The register that the refund's policy demands by. */
  readonly register: Register | undefined;
}

/**
 * Returns an objection if a producer left out a field that it promises always to send. It asks a person at once if some value
 * of the field would: otherwise leaving it out would be easier.
 */
export function promiseReasons(
  request: RefundRequest,
  { scans, askedBy, register }: Promising,
  policy: Policy,
): readonly Reason[] {
  const ofRequest = missingFromRequest(request, askedBy, register);
  const ofScans = scans
    .filter(({ voids }) => voids !== true)
    .flatMap((scan) => missingFromScan(scan, senderIn(scan.key).source, register));
  if (ofRequest.length + ofScans.length === 0) return [];
  const fields = [...new Set([...ofRequest, ...ofScans])];
  const asksAtOnce = ofRequest.some((field) => mayAsk(field, request, policy));
  return [because('M01_PROMISED_FIELD_MISSING', { fields, ...(asksAtOnce ? { asksAtOnce } : {}) })];
}

/**
 * The fields of which some value would ask a person at once: an identity in conflict, an amount over a limit, too many units. From
 * some value on so do a site of which nobody reports scans, and a session that looks taken over.
 */
const MAY_ASK: ReadonlySet<string> = new Set([
  'rmaId',
  'markedBy',
  'approvedBy',
  'session',
  'session.deviceId',
  'links',
  'links.address',
  'links.device',
  'links.instrument',
  'payout',
  'shippedQuantity',
]);

function mayAsk(field: string, request: RefundRequest, policy: Policy): boolean {
  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  if (field === 'category') return Object.keys(policy.categoryLimitPercent).length > 0;
  if (field === 'siteId') return baseMinor >= policy.independentScanFromMinor;
  if (field.startsWith('session') && baseMinor >= policy.takeoverFromMinor) return true;
  return MAY_ASK.has(field);
}
