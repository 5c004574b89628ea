import { EventBuilder, type ProducedEvent } from '../../demo/event-builders.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import type { Money } from '../../domain/shared/money.ts';
import { MAX_UNITS, type PurchaseLine } from './purchase-ledger.ts';
import { addTo, type RefundBundle } from './refund-bundle.ts';
import { type CustomerFigures, RetailCustomer } from './retail-customer.ts';
import { isCancellation, type RetailRow } from './retail-row.ts';

/** Why a line with a negative quantity became no refund. */
export type SkipReason = 'no_goods' | 'no_customer' | 'no_price' | 'stock_adjustment';

/** What an import did, in counts. */
export interface RetailCounts {
  /** Lines of cancellation invoices, skipped or not. */
  cancellationLines: number;
  /** Lines that became part of a refund. */
  refundedLines: number;
  refunds: number;
  /** Lines that return more than the customer had bought and not yet returned. */
  overReturnedLines: number;
  /** The over-returned lines of goods that the customer had never bought in this file. */
  neverBoughtLines: number;
  readonly skippedLines: Record<SkipReason, number>;
}

/** Codes that stand for postage, fees, discounts, samples, charity and corrections by hand, not for goods. */
const NO_GOODS: ReadonlySet<string> = new Set([
  'AMAZONFEE',
  'B',
  'BANK CHARGES',
  'C2',
  'CRUK',
  'D',
  'DOT',
  'M',
  'POST',
  'S',
  'm',
]);

/**
 * Turns the rows of an Online Retail file, in time order, into refund requests.
 *
 * Each cancellation becomes one refund for every order it takes goods from, latest orders first, with the lines of
 * that order. The claim is `returnless`: the file has no scans, and `returned` would count their absence against
 * every customer. Units that no purchase covers get a refund of their own, on a line `….excess` of the order with
 * nothing shipped. Rule R7 stops it however long ago the order was, and no other units wait with it. Goods never
 * bought in the file name an order `unknown-…` with nothing shipped.
 */
export class RetailImport {
  readonly #events = new EventBuilder('online-retail');
  readonly #customers = new Map<string, RetailCustomer>();
  /** How many refunds each cancellation became. */
  readonly #parts = new Map<string, number>();
  readonly #counts: RetailCounts = {
    cancellationLines: 0,
    refundedLines: 0,
    refunds: 0,
    overReturnedLines: 0,
    neverBoughtLines: 0,
    skippedLines: { no_goods: 0, no_customer: 0, no_price: 0, stock_adjustment: 0 },
  };
  /** The rows of the cancellation that is being read. */
  #open: RetailRow[] = [];

  /** Takes the next row and returns the refunds that are complete by now. */
  take(row: RetailRow): readonly ProducedEvent[] {
    const [open] = this.#open;
    const isNext = open === undefined || open.invoice !== row.invoice || open.customerId !== row.customerId;
    const complete = isNext ? this.finish() : [];
    if (isCancellation(row)) this.#open.push(row);
    else if (row.quantity < 0) this.#counts.skippedLines.stock_adjustment += 1;
    else if (row.customerId !== undefined) {
      const isSale = !NO_GOODS.has(row.stockCode) && row.unitPriceMills > 0;
      this.#customer(row.customerId).order(row, isSale);
    }
    return complete;
  }

  /** Returns the refunds of the cancellation that is being read. Call it after the last row. */
  finish(): readonly ProducedEvent[] {
    const rows = this.#open;
    this.#open = [];
    const bundles: RefundBundle[] = [];
    for (const row of rows) this.#claim(row, bundles);
    const last = rows.at(-1);
    if (last === undefined) return [];
    return bundles.map((bundle) => this.#refund(last, bundle));
  }

  /** Returns what was done so far. */
  counts(): Readonly<RetailCounts> {
    return structuredClone(this.#counts);
  }

  /** Returns what the rows so far say about every customer. */
  customers(): readonly CustomerFigures[] {
    return [...this.#customers.values()].map((customer) => customer.figures());
  }

  #claim(row: RetailRow, bundles: RefundBundle[]): void {
    const counts = this.#counts;
    counts.cancellationLines += 1;
    if (row.customerId !== undefined) this.#customer(row.customerId).cancel(row.invoice);
    const skip = whySkipped(row);
    if (skip !== undefined || row.customerId === undefined) {
      counts.skippedLines[skip ?? 'no_customer'] += 1;
      return;
    }
    counts.refundedLines += 1;
    const { covered, excess, last } = this.#customer(row.customerId).takeBack(row.stockCode, -row.quantity);
    const { unitPriceMills } = row;
    for (const units of covered) addTo(bundles, { ...units, unitPriceMills, isExcess: false });
    if (excess === 0) return;
    counts.overReturnedLines += 1;
    if (last === undefined) counts.neverBoughtLines += 1;
    const purchase = last === undefined ? neverBought(row) : beyond(last);
    for (let rest = excess; rest > 0; rest -= MAX_UNITS) {
      addTo(bundles, { purchase, quantity: Math.min(rest, MAX_UNITS), unitPriceMills, isExcess: true });
    }
  }

  #refund(row: RetailRow, { orderId, lines }: RefundBundle): ProducedEvent {
    const claimed = [...lines.values()];
    const customer = this.#customer(row.customerId ?? '');
    const part = (this.#parts.get(row.invoice) ?? 0) + 1;
    this.#parts.set(row.invoice, part);
    this.#counts.refunds += 1;
    customer.refund();
    const amountMills = sum(claimed.map((line) => line.amountMills));
    const paidMills = sum(claimed.map(({ purchase }) => purchase.quantity * purchase.unitPriceMills));
    const request: RefundRequest = {
      refundId: `${row.invoice}.${part}`,
      orderId,
      customerId: customer.customerId,
      country: row.country,
      claim: 'returnless',
      trigger: 'attested',
      amount: pounds(amountMills),
      // Nothing was paid for units beyond a purchase, but no event can say that. The amount takes its place: R7
      // compares units.
      captured: pounds(paidMills === 0 ? amountMills : paidMills),
      customerOrders: customer.ordersInYearTo(row.time),
      lines: claimed.map(({ purchase, quantity }) => ({
        lineId: purchase.lineId,
        sku: purchase.stockCode,
        quantity,
        shippedQuantity: purchase.quantity,
      })),
    };
    return this.#events.refund(row.time, request);
  }

  #customer(customerId: string): RetailCustomer {
    const known = this.#customers.get(customerId) ?? new RetailCustomer(customerId);
    this.#customers.set(customerId, known);
    return known;
  }
}

function whySkipped({ stockCode, customerId, unitPriceMills }: RetailRow): SkipReason | undefined {
  if (NO_GOODS.has(stockCode)) return 'no_goods';
  if (customerId === undefined) return 'no_customer';
  return unitPriceMills <= 0 ? 'no_price' : undefined;
}

/** Returns the line for units beyond a purchase: none of these units were shipped. */
function beyond(purchase: PurchaseLine): PurchaseLine {
  return { ...purchase, lineId: `${purchase.lineId}.excess`, quantity: 0 };
}

function neverBought({ invoice, stockCode }: RetailRow): PurchaseLine {
  return { orderId: `unknown-${invoice}`, lineId: stockCode, stockCode, quantity: 0, unitPriceMills: 0 };
}

/** Returns mills as pounds and pence, at least one penny: an amount must be above zero. */
function pounds(mills: number): Money {
  return { currency: 'GBP', minor: Math.max(1, Math.round(mills / 10)) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
