import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { type Goods, linesOf } from './acts.ts';
import { CUSTOMER, CUSTOMER_DEVICE, HONEST, MARKER, type Party } from './parties.ts';

/**
 * How the refund was asked for: marked by the insider under their own name, by the insider so that no name is on
 * record, by an honest clerk who was fooled, or by nobody (the carrier's first scan).
 */
export type Marking = 'by_name' | 'nameless' | 'by_honest' | 'instant';

/** One way to ask for a refund. */
export interface Asking {
  readonly marking: Marking;
  readonly goods: Goods;
  readonly request: RefundRequest;
}

/**
 * Returns every request a coalition could bring about for goods of this value: each marking with each approver
 * (none, the marker, an accomplice, a fooled supervisor), at the station or on the customer's own device.
 */
export function everyAsking(one: {
  readonly baseMinor: number;
  readonly currency: string;
  readonly goods: Goods;
  readonly markings: readonly Marking[];
  readonly accomplices: readonly Party[];
}): readonly Asking[] {
  const amount = { currency: one.currency, minor: one.baseMinor };
  const insider = one.accomplices.find(({ kind }) => kind === 'site');
  const approvers = [undefined, HONEST.supervisor, MARKER.id, ...(insider === undefined ? [] : [insider.id])];
  return one.markings.flatMap((marking) =>
    approvers.flatMap((approvedBy) =>
      ['station_1', CUSTOMER_DEVICE].map((deviceId) => ({
        marking,
        goods: one.goods,
        request: {
          refundId: 're_1',
          orderId: 'o_1',
          rmaId: 'rma_1',
          customerId: CUSTOMER.id,
          country: 'DE',
          claim: 'returned' as const,
          amount,
          captured: amount,
          lines: linesOf(one.goods),
          trigger: marking === 'instant' ? ('instant' as const) : ('attested' as const),
          markedBy: markedBy(marking),
          approvedBy,
          session: { deviceId },
          links: { device: CUSTOMER_DEVICE },
        },
      })),
    ),
  );
}

function markedBy(marking: Marking): string | undefined {
  switch (marking) {
    case 'by_name':
      return MARKER.id;
    case 'by_honest':
      return HONEST.receiver;
    case 'nameless':
    case 'instant':
      return undefined;
  }
}
