import type { Claim, RefundRequest } from '../../domain/refund/refund-request.ts';
import type { Money } from '../../domain/shared/money.ts';
import type { Buyer } from './buyers.ts';
import type { RefundIds } from './cast.ts';
import type { Employee } from './employee.ts';
import { type Basket, priceOf } from './goods.ts';
import type { Random } from './random.ts';

/** What a refund is asked for with. A missing field gets its usual value. */
export interface Ask {
  readonly ids: RefundIds;
  readonly buyer: Buyer;
  readonly basket: Basket;
  readonly claim: Claim;
  /** Who marked the return or granted the claim; absent if the carrier's first scan triggers the refund. */
  readonly marker?: Employee;
  /** @default the marker's */
  readonly siteId?: string;
  /** @default what the basket costs */
  readonly captured?: Money;
  /** @default all that was captured */
  readonly amount?: Money;
  readonly session?: NonNullable<RefundRequest['session']>;
  readonly approvedBy?: string;
  /** Where the money goes, if not back to the buyer's own instrument. */
  readonly payTo?: string;
  readonly links?: NonNullable<RefundRequest['links']>;
  readonly attachments?: NonNullable<RefundRequest['attachments']>;
  /** False for a claim without a ticket. @default true */
  readonly ticket?: boolean;
}

/** Returns the refund as the merchant's system asks for it. */
export function requestOf(ask: Ask): RefundRequest {
  const { ids, buyer, basket, marker } = ask;
  const captured = ask.captured ?? priceOf(basket, buyer.currency);
  const siteId = ask.siteId ?? marker?.siteId;
  const instrument = ask.payTo ?? buyer.links.instrument;
  return {
    refundId: ids.refundId,
    orderId: ids.orderId,
    ...(ask.ticket === false ? {} : { rmaId: ids.rmaId }),
    customerId: buyer.customerId,
    country: buyer.country.code,
    claim: ask.claim,
    amount: ask.amount ?? captured,
    captured,
    lines: basket.lines,
    trigger: marker === undefined ? 'instant' : 'attested',
    ...(marker === undefined ? {} : { markedBy: marker.id }),
    ...(ask.approvedBy === undefined ? {} : { approvedBy: ask.approvedBy }),
    ...(siteId === undefined ? {} : { siteId }),
    ...(ask.session === undefined ? {} : { session: ask.session }),
    links: ask.links ?? buyer.links,
    payout: { instrument, original: ask.payTo === undefined },
    ...(buyer.orders === undefined ? {} : { customerOrders: buyer.orders }),
    ...(ask.attachments === undefined ? {} : { attachments: ask.attachments }),
  };
}

/** Returns an honest person's session: overtime, a replaced terminal and help at another site do happen. */
export function usualSession(random: Random, { stationId }: Employee): NonNullable<RefundRequest['session']> {
  const newDevice = random.chance(0.005);
  return {
    deviceId: newDevice ? newTerminal(random) : stationId,
    newDevice,
    offShift: random.chance(0.018),
    wrongSite: random.chance(0.004),
  };
}

/** Returns the id of a machine that was never seen before. */
export function newTerminal(random: Random): string {
  return `station_${random.whole(10_000, 99_999)}`;
}

/** Returns what is paid back of what was captured: a few returns cost a fee or come back used. */
export function paidBack(random: Random, captured: Money): Money {
  const share = random.chance(0.07) ? random.between(0.5, 0.95) : 1;
  return { currency: captured.currency, minor: Math.max(1, Math.floor(captured.minor * share)) };
}
