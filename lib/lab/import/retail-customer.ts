import { DAY_MS } from '../../domain/shared/calendar.ts';
import { type Matched, PurchaseLedger } from './purchase-ledger.ts';
import type { RetailRow } from './retail-row.ts';

/** What a file of invoices says of one customer. */
export interface CustomerFigures {
  readonly customerId: string;
  /** Distinct invoices. */
  readonly orders: number;
  /** Distinct cancellation invoices. */
  readonly cancellations: number;
  /** Refunds that the cancellations became. */
  readonly refunds: number;
}

const YEAR_MS = 365 * DAY_MS;

/** One customer's past while a file is read: orders, purchases not yet returned, cancellations, refunds. */
export class RetailCustomer {
  readonly customerId: string;
  readonly #ledger = new PurchaseLedger();
  readonly #orders = new Map<string, { readonly at: number; rows: number }>();
  readonly #cancellations = new Set<string>();
  #refunds = 0;

  constructor(customerId: string) {
    this.customerId = customerId;
  }

  /** Writes down a row of an order. If it sold goods for money, these can later be returned. */
  order({ invoice, time, stockCode, quantity, unitPriceMills }: RetailRow, isSale: boolean): void {
    const order = this.#orders.get(invoice) ?? { at: time.getTime(), rows: 0 };
    this.#orders.set(invoice, order);
    order.rows += 1;
    if (isSale) {
      this.#ledger.buy({ orderId: invoice, lineId: String(order.rows), stockCode, quantity, unitPriceMills });
    }
  }

  /** Writes down that a cancellation of this number exists. */
  cancel(invoice: string): void {
    this.#cancellations.add(invoice);
  }

  /** Returns which purchases the units of a cancellation come from; each unit is taken back once. */
  takeBack(stockCode: string, quantity: number): Matched {
    return this.#ledger.takeBack(stockCode, quantity);
  }

  /** Writes down one more refund. */
  refund(): void {
    this.#refunds += 1;
  }

  /** Returns how many orders there were in the twelve months before an instant. */
  ordersInYearTo(time: Date): number {
    const since = time.getTime() - YEAR_MS;
    return [...this.#orders.values()].filter(({ at }) => at > since).length;
  }

  figures(): CustomerFigures {
    const { customerId } = this;
    return {
      customerId,
      orders: this.#orders.size,
      cancellations: this.#cancellations.size,
      refunds: this.#refunds,
    };
  }
}

/**
 * Returns, by customer, how far the cancelled share of their orders is from the share over all customers, in
 * standard deviations of a binomial share. A plain outlier rule would use this. A customer counts as having
 * cancelled at most every order. A customer without orders is left out.
 */
export function cancellationZScores(customers: readonly CustomerFigures[]): ReadonlyMap<string, number> {
  const buyers = customers.filter(({ orders }) => orders > 0);
  const cancelled = ({ orders, cancellations }: CustomerFigures): number => Math.min(cancellations, orders);
  const total = buyers.reduce((sum, { orders }) => sum + orders, 0);
  const share = buyers.reduce((sum, one) => sum + cancelled(one), 0) / total;
  return new Map(
    buyers.map((one) => [
      one.customerId,
      (cancelled(one) - share * one.orders) / Math.sqrt(share * (1 - share) * one.orders),
    ]),
  );
}
