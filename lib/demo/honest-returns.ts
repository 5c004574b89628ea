import { ATTESTORS, type EventBuilder, type ProducedEvent } from './event-builders.ts';

/** One honest return: its scans, and the refund that is asked for after them. */
export interface HonestReturn {
  readonly refundId: string;
  readonly scans: readonly ProducedEvent[];
  readonly refund: ProducedEvent;
}

/** How many clerks mark the returns in turn. */
const CLERKS = 5;

/**
 * Which honest returns to build: `count` of them, numbered from `from` on. Number 0 is at `start`; each next one
 * is `apartMs` later.
 */
export interface HonestLoad {
  readonly from?: number;
  readonly count: number;
  readonly start: Date;
  readonly apartMs: number;
}

/**
 * Returns honest returns of USD 329 with seven events each (six scans and the refund), every one with its own
 * order, customer, address, device and payment instrument: the load of the benchmark.
 */
export function honestReturns(
  build: EventBuilder,
  { from = 0, count, start, apartMs }: HonestLoad,
): readonly HonestReturn[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return honestReturn(build, number, new Date(start.getTime() + number * apartMs));
  });
}

function honestReturn(build: EventBuilder, index: number, at: Date): HonestReturn {
  const rmaId = `rma_${index}`;
  const serials = [`SN${index}`];
  const clerk = { ...ATTESTORS.clerk, id: `clerk_${index % CLERKS}` };
  const amount = { currency: 'USD', minor: 32_900 };
  return {
    refundId: `re_${index}`,
    scans: [
      build.scan(at, { rmaId, step: 'accepting', attestor: ATTESTORS.carrier, grams: 402 }),
      build.scan(at, { rmaId, step: 'arriving', attestor: ATTESTORS.carrier }),
      build.scan(at, { rmaId, step: 'unloading', attestor: ATTESTORS.dock }),
      build.scan(at, { rmaId, step: 'receiving', disposition: 'returned', attestor: clerk }),
      build.scan(at, {
        rmaId,
        step: 'inspecting',
        disposition: 'conformant',
        attestor: ATTESTORS.inspector,
        serials,
      }),
      build.scan(at, { rmaId, step: 'storing', attestor: ATTESTORS.stower }),
    ],
    refund: build.refund(at, {
      refundId: `re_${index}`,
      orderId: `o_${index}`,
      rmaId,
      customerId: `c_${index}`,
      country: 'US',
      claim: 'returned',
      amount,
      captured: amount,
      lines: [
        {
          lineId: '1',
          sku: 'HEADPHONES-PRO',
          quantity: 1,
          shippedQuantity: 1,
          serials,
          shippedWeightGrams: 400,
          category: 'audio',
        },
      ],
      trigger: 'attested',
      markedBy: clerk.id,
      siteId: 'site_3',
      session: { deviceId: 'station_12', newDevice: false, offShift: false, wrongSite: false },
      links: { address: `adr_${index}`, device: `dev_${index}`, instrument: `card_${index}` },
      payout: { instrument: `card_${index}`, original: true },
      customerOrders: 12,
    }),
  };
}
