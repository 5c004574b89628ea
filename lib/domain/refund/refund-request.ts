import type { Money } from '../shared/money.ts';

/** What the customer may say happened. Its order is stored: new claims go to the end. */
export const CLAIMS = ['returned', 'not_received', 'damaged', 'returnless'] as const;

/** What the customer says happened. */
export type Claim = (typeof CLAIMS)[number];

/** What may ask for a refund: somebody who marked it, or the carrier's first scan. */
export const TRIGGERS = ['attested', 'instant'] as const;

/** What asked for a refund. */
export type Trigger = (typeof TRIGGERS)[number];

/** The kinds of file that come with a claim. */
export const ATTACHMENT_KINDS = ['photo', 'police_report', 'other'] as const;

/** One order line of a refund. Quantities are whole units; the weight is in grams, for all units shipped on it. */
export interface RefundLine {
  readonly lineId: string;
  readonly sku?: string | undefined;
  readonly quantity: number;
  readonly shippedQuantity?: number | undefined;
  readonly serials?: readonly string[] | undefined;
  readonly shippedWeightGrams?: number | undefined;
  readonly category?: string | undefined;
}

/** The facts of a refund as asked for: they never change after it entered. */
export interface RefundRequest {
  readonly refundId: string;
  readonly orderId: string;
  readonly rmaId?: string | undefined;
  readonly customerId: string;
  readonly country: string;
  readonly claim: Claim;
  readonly amount: Money;
  /** What was paid for these lines. */
  readonly captured: Money;
  readonly lines: readonly RefundLine[];
  readonly trigger: Trigger;
  readonly markedBy?: string | undefined;
  readonly approvedBy?: string | undefined;
  readonly siteId?: string | undefined;
  readonly session?:
    | {
        readonly deviceId?: string | undefined;
        readonly newDevice?: boolean | undefined;
        readonly offShift?: boolean | undefined;
        readonly wrongSite?: boolean | undefined;
      }
    | undefined;
  readonly links?:
    | {
        readonly address?: string | undefined;
        readonly device?: string | undefined;
        readonly instrument?: string | undefined;
      }
    | undefined;
  readonly payout?:
    | { readonly instrument?: string | undefined; readonly original?: boolean | undefined }
    | undefined;
  readonly customerOrders?: number | undefined;
  readonly attachments?:
    | readonly { readonly kind: (typeof ATTACHMENT_KINDS)[number]; readonly sha256: string }[]
    | undefined;
  /** How ids were sent that are compared in another form, by that form. */
  readonly spelled?: Readonly<Record<string, string>> | undefined;
}

/**
 * Returns the name of the trail of scans that can support or contradict a claim: the return's for goods sent back,
 * the outbound parcel's for the other claims. Undefined if a return has no RMA, and so no scans.
 */
export function trailIdOf(request: Pick<RefundRequest, 'claim' | 'rmaId' | 'orderId'>): string | undefined {
  if (request.claim !== 'returned') return `order:${request.orderId}`;
  return request.rmaId === undefined ? undefined : `rma:${request.rmaId}`;
}
