import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { type Goods, linesOf } from './acts.ts';
import type { SearchedGate } from './gate.ts';
import { inCapitals, stationOf } from './identities.ts';
import { CUSTOMER, CUSTOMER_DEVICE, HONEST, MADE_UP_MARKER, MARKER, type Party, PROGRAM } from './parties.ts';

/**
 * How the refund was asked for: marked by the insider under their own name, by the insider so that no name is on
 * record, or one that nobody has, or a program's, by an honest clerk who was fooled, or by nobody (the carrier's first scan).
 */
export type Marking = 'by_name' | 'nameless' | 'made_up' | 'program' | 'by_honest' | 'instant';

/** One way to ask for a refund. */
export interface Asking {
  readonly marking: Marking;
  readonly goods: Goods;
  readonly request: RefundRequest;
}

/**
 * Returns every request a coalition could bring about for goods of this value: each marking with each approver (none,
 * the marker, an accomplice, a fooled supervisor) at the station; and, with no approver, on the customer's own device, or
 * with all left out that may be left out and the marker spelled otherwise.
 */
export function everyAsking(one: {
  readonly baseMinor: number;
  readonly currency: string;
  readonly goods: Goods;
  readonly markings: readonly Marking[];
  readonly accomplices: readonly Party[];
  readonly gate: SearchedGate;
}): readonly Asking[] {
  const { goods, gate, accomplices } = one;
  const amount = { currency: one.currency, minor: one.baseMinor };
  const insider = accomplices.find(({ kind }) => kind === 'site');
  const approvers = [
    undefined,
    HONEST.supervisor,
    inCapitals(MARKER.id),
    ...(insider === undefined ? [] : [insider.id]),
  ];
  return one.markings.flatMap((marking) => {
    const { atStation, elsewhere } = circumstancesOf(marking);
    return [...approvers.map((approvedBy) => ({ ...atStation, approvedBy })), ...elsewhere].map((asked) => ({
      marking,
      goods,
      request: gate.readRequest({ ...askedOf(goods), amount, captured: amount, ...asked }),
    }));
  });
}

/** Returns what a request says of the goods and of the customer. */
export function askedOf(goods: Goods) {
  return {
    refundId: 're_1',
    orderId: 'o_1',
    rmaId: 'rma_1',
    customerId: CUSTOMER.id,
    country: 'DE',
    claim: 'returned' as const,
    lines: linesOf(goods),
    links: { device: CUSTOMER_DEVICE },
  };
}

type Circumstances = Pick<RefundRequest, 'trigger' | 'markedBy' | 'session' | 'siteId'>;

function circumstancesOf(marking: Marking): {
  readonly atStation: Circumstances;
  readonly elsewhere: readonly Circumstances[];
} {
  const marker = markedBy(marking);
  const trigger = marking === 'instant' ? 'instant' : 'attested';
  const station = stationOf(marking === 'by_honest' ? HONEST.receiver : MARKER.id);
  const whole = { trigger, markedBy: marker, siteId: 'site_1' } as const;
  return {
    atStation: { ...whole, session: { deviceId: station } },
    elsewhere: [
      { ...whole, session: { deviceId: CUSTOMER_DEVICE } },
      { trigger, markedBy: marker === undefined ? undefined : inCapitals(marker) },
    ],
  };
}

/** Returns the marker that a request names. */
export function markedBy(marking: Marking): string | undefined {
  switch (marking) {
    case 'by_name':
      return MARKER.id;
    case 'by_honest':
      return HONEST.receiver;
    case 'made_up':
      return MADE_UP_MARKER;
    case 'program':
      return PROGRAM;
    case 'nameless':
    case 'instant':
      return undefined;
  }
}
