import { MAX_UNITS, type PurchaseLine, type ReturnedUnits } from './purchase-ledger.ts';

/** The most lines one refund may name. */
const MAX_LINES = 200;

/** Units of one order line that a cancellation asks to be refunded. */
interface ClaimedLine {
  readonly purchase: PurchaseLine;
  quantity: number;
  amountMills: number;
}

/** What becomes one refund: lines of one order, either units that were bought or units beyond them. */
export interface RefundBundle {
  readonly orderId: string;
  readonly isExcess: boolean;
  readonly lines: Map<string, ClaimedLine>;
}

/** Units to add, at the price that the cancellation names. */
interface UnitsToClaim extends ReturnedUnits {
  readonly unitPriceMills: number;
  readonly isExcess: boolean;
}

/** Adds units to the first bundle of their order that has space for them, or to a new one. */
export function addTo(
  bundles: RefundBundle[],
  { purchase, quantity, unitPriceMills, isExcess }: UnitsToClaim,
): void {
  const { orderId, lineId } = purchase;
  const room = bundles.find(
    (one) =>
      one.orderId === orderId &&
      one.isExcess === isExcess &&
      (one.lines.has(lineId) || one.lines.size < MAX_LINES) &&
      (one.lines.get(lineId)?.quantity ?? 0) + quantity <= MAX_UNITS,
  );
  const bundle = room ?? { orderId, isExcess, lines: new Map<string, ClaimedLine>() };
  if (room === undefined) bundles.push(bundle);
  const line: ClaimedLine = bundle.lines.get(lineId) ?? { purchase, quantity: 0, amountMills: 0 };
  bundle.lines.set(lineId, line);
  line.quantity += quantity;
  line.amountMills += quantity * unitPriceMills;
}
