/** One line of an invoice that sold goods, or a part of it that an event can carry. */
export interface PurchaseLine {
  readonly orderId: string;
  readonly lineId: string;
  readonly stockCode: string;
  /** Units bought, at most `MAX_UNITS`. */
  readonly quantity: number;
  readonly unitPriceMills: number;
}

/** Units of one purchase that a cancellation takes back. */
export interface ReturnedUnits {
  readonly purchase: PurchaseLine;
  readonly quantity: number;
}

/** What a cancellation of some units finds among the customer's purchases. */
export interface Matched {
  /** The units that were bought and not yet returned. */
  readonly covered: readonly ReturnedUnits[];
  /** How many units no purchase covers. */
  readonly excess: number;
  /** The purchase that the excess is counted against; absent if the goods were never bought. */
  readonly last: PurchaseLine | undefined;
}

/** The most units one line of an event may name. */
export const MAX_UNITS = 10_000;

interface Lot {
  readonly purchase: PurchaseLine;
  left: number;
}

/** What one customer bought and has not yet returned, by stock code. */
export class PurchaseLedger {
  readonly #lots = new Map<string, Lot[]>();

  /** Writes down a purchase. A purchase of more units than an event can name becomes several lines. */
  buy(purchase: PurchaseLine): void {
    const lots = this.#lots.get(purchase.stockCode) ?? [];
    this.#lots.set(purchase.stockCode, lots);
    for (let rest = purchase.quantity, part = 1; rest > 0; rest -= MAX_UNITS, part += 1) {
      const quantity = Math.min(rest, MAX_UNITS);
      const lineId = part === 1 ? purchase.lineId : `${purchase.lineId}.${part}`;
      lots.push({ purchase: { ...purchase, lineId, quantity }, left: quantity });
    }
  }

  /**
   * Takes units back, from the latest purchases of a stock code first. Units that no purchase covers are counted
   * against the last purchase reached, or against the latest one if none had units left. By then all units of the
   * stock code are taken back.
   */
  takeBack(stockCode: string, quantity: number): Matched {
    const lots = this.#lots.get(stockCode) ?? [];
    const covered: ReturnedUnits[] = [];
    let excess = quantity;
    for (const lot of lots.toReversed()) {
      const taken = Math.min(lot.left, excess);
      if (taken === 0) continue;
      lot.left -= taken;
      excess -= taken;
      covered.push({ purchase: lot.purchase, quantity: taken });
    }
    return { covered, excess, last: covered.at(-1)?.purchase ?? lots.at(-1)?.purchase };
  }
}
