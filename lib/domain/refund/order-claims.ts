import { because, type Reason } from '../shared/reasons.ts';
import type { RefundRequest } from './refund-request.ts';
import type { SubjectFlag } from './subject.ts';

/** What one refund claims of an order: units by line, and money. */
export interface OrderClaim {
  readonly refundId: string;
  readonly amountMinor: number;
  readonly capturedMinor: number;
  /** Line id to units. */
  readonly units: Readonly<Record<string, number>>;
}

/** All that is claimed of one order, as stored at one version. */
export interface Order {
  readonly orderId: string;
  readonly version: number;
  /** Empty while no refund has stated it: an order may be flagged before it is first refunded. */
  readonly currency: string;
  /** Units shipped by line, as the first refund of the line stated them. */
  readonly shipped: Readonly<Record<string, number>>;
  readonly claims: readonly OrderClaim[];
  /** The latest flag of the order, set or cleared. */
  readonly flag?: SubjectFlag | undefined;
  /** Lines of which a reviewer denied a refund. */
  readonly deniedLines?: readonly string[] | undefined;
}

/** Returns an order without any claims. */
export function emptyOrder(orderId: string, currency: string): Order {
  return { orderId, version: 0, currency, shipped: {}, claims: [] };
}

/** Either the order with the claim in it, or why the claim does not fit (R7). */
export type ClaimResult =
  | { readonly fits: true; readonly order: Order; readonly changed: boolean }
  | { readonly fits: false; readonly reasons: readonly Reason[] };

/**
 * Claims a refund's units and money on an order, if they fit. Claiming twice changes nothing. Only this function
 * decides "at most once per unit" and "never more than captured": the machine and reviewers both use it.
 */
export function claimOfOrder(order: Order, request: RefundRequest): ClaimResult {
  const claim = claimOf(request);
  if (order.claims.some((held) => held.refundId === claim.refundId)) {
    return { fits: true, order, changed: false };
  }
  const currency = order.currency === '' ? request.captured.currency : order.currency;
  const stated = statedShipped(order, request);
  const reasons = [
    ...factReasons(request, currency),
    ...unitReasons(order, stated, claim),
    ...moneyReasons(order, claim),
  ];
  if (reasons.length > 0) return { fits: false, reasons };
  const shipped = { ...stated, ...order.shipped };
  const claims = [...order.claims, claim];
  return { fits: true, changed: true, order: { ...order, currency, shipped, claims } };
}

/**
 * Returns the order after a refund was denied: its units are free again, and its lines are remembered. Returns the
 * same order if it knows that already.
 */
export function denyClaim(order: Order, { refundId, lines }: RefundRequest): Order {
  const claims = order.claims.filter((claim) => claim.refundId !== refundId);
  const before = order.deniedLines ?? [];
  const deniedLines = [...new Set([...before, ...lines.map(({ lineId }) => lineId)])];
  const isKnown = claims.length === order.claims.length && deniedLines.length === before.length;
  return isKnown ? order : { ...order, claims, deniedLines };
}

/** Returns the lines of a refund of which a reviewer denied an earlier refund. */
export function deniedLinesIn({ deniedLines = [] }: Order, { lines }: RefundRequest): readonly string[] {
  return lines.map(({ lineId }) => lineId).filter((lineId) => deniedLines.includes(lineId));
}

function claimOf(request: RefundRequest): OrderClaim {
  return {
    refundId: request.refundId,
    amountMinor: request.amount.minor,
    capturedMinor: request.captured.minor,
    units: Object.fromEntries(request.lines.map((line) => [line.lineId, line.quantity])),
  };
}

/**
 * Returns the shipped units by line. If a line does not state how many were shipped, the quantity that an earlier
 * refund stated counts, or otherwise the quantity first asked back.
 */
function statedShipped(order: Order, request: RefundRequest): Record<string, number> {
  return Object.fromEntries(
    request.lines.map(({ lineId, quantity, shippedQuantity }) => [
      lineId,
      shippedQuantity ?? knownShipped(order, lineId) ?? quantity,
    ]),
  );
}

/**
 * Returns the shipped units of a line, if known. A producer chooses the line ids, and one may be `__proto__`: only
 * the order's own entries count.
 */
function knownShipped(order: Order, lineId: string): number | undefined {
  return Object.hasOwn(order.shipped, lineId) ? order.shipped[lineId] : undefined;
}

function factReasons({ amount, captured, lines }: RefundRequest, currency: string): readonly Reason[] {
  const reasons: Reason[] = [];
  if (amount.currency !== currency || captured.currency !== currency) {
    const currencies = [currency, amount.currency, captured.currency];
    reasons.push(because('V05_ORDER_FACTS_DISAGREE', { currencies }));
  }
  const lineIds = lines.map(({ lineId }) => lineId);
  if (lineIds.length > 1 && new Set(lineIds).size < lineIds.length) {
    reasons.push(because('V05_ORDER_FACTS_DISAGREE', { lines: lineIds }));
  }
  return reasons;
}

function unitReasons(
  order: Order,
  stated: Readonly<Record<string, number>>,
  claim: OrderClaim,
): readonly Reason[] {
  return Object.entries(stated).flatMap(([lineId, units]) => {
    const shipped = Math.min(knownShipped(order, lineId) ?? units, units);
    const asked = claim.units[lineId] ?? 0;
    const others = order.claims.filter((held) => (held.units[lineId] ?? 0) > 0);
    const claimed = others.reduce((sum, held) => sum + (held.units[lineId] ?? 0), 0);
    if (asked > shipped) return [because('V03_MORE_THAN_SHIPPED', { lineId, asked, shipped })];
    if (claimed + asked <= shipped) return [];
    const by = others.map((held) => held.refundId).slice(0, 10);
    return [because('V04_UNIT_ALREADY_CLAIMED', { lineId, asked, shipped, claimed, by })];
  });
}

/**
 * Refunds that share a line are paid out of the same capture. What was paid for some lines is at most what was paid
 * for these and other lines together. So the smallest amount that any refund stated for at least these lines counts.
 */
function moneyReasons(order: Order, claim: OrderClaim): readonly Reason[] {
  const sharing = order.claims.filter((held) =>
    Object.keys(held.units).some((line) => Object.hasOwn(claim.units, line)),
  );
  const covering = sharing.filter((held) =>
    Object.keys(claim.units).every((line) => Object.hasOwn(held.units, line)),
  );
  const capturedMinor = Math.min(claim.capturedMinor, ...covering.map((held) => held.capturedMinor));
  const claimedMinor = sharing.reduce((sum, held) => sum + held.amountMinor, 0);
  return claimedMinor + claim.amountMinor > capturedMinor
    ? [because('V02_MORE_THAN_CAPTURED', { askedMinor: claim.amountMinor, claimedMinor, capturedMinor })]
    : [];
}
