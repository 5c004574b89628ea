import { ATTESTORS, EventBuilder, type ProducedEvent } from '../../lib/demo/event-builders.ts';

/** What one sender sends: scans first, then, when all senders are through with them, refunds. */
export interface Sender {
  readonly scans: readonly ProducedEvent[];
  readonly refunds: readonly ProducedEvent[];
}

/** The load of one burst. */
export interface BurstLoad {
  readonly senders: readonly Sender[];
  /** Refunds whose parcel two others than the marker saw. */
  readonly supported: ReadonlySet<string>;
  readonly refundIds: readonly string[];
}

/** One refund in so many has no scan, so that it is held for what the policy says. */
const WITHOUT_SCANS = 4;
/** Few enough for one employee that no limit on a person is reached. */
const REFUNDS_PER_CLERK = 5;

/** Returns the refunds of one burst, each with an order, a customer and links of its own. */
export function burstLoad(name: string, refunds: number, senders: number, at: Date): BurstLoad {
  const build = new EventBuilder(name);
  const supported = new Set<string>();
  const parts: { scans: ProducedEvent[]; refunds: ProducedEvent[] }[] = Array.from(
    { length: senders },
    () => ({
      scans: [],
      refunds: [],
    }),
  );
  const refundIds = Array.from({ length: refunds }, (_, number) => {
    const part = parts[number % senders];
    const refundId = `${name}_${number}`;
    const rmaId = `rma_${refundId}`;
    const clerk = `clerk_${name}_${Math.floor(number / REFUNDS_PER_CLERK)}`;
    if (number % WITHOUT_SCANS !== 0) {
      supported.add(refundId);
      part?.scans.push(
        build.scan(at, { rmaId, step: 'unloading', attestor: ATTESTORS.dock }),
        build.scan(at, { rmaId, step: 'storing', attestor: ATTESTORS.stower }),
      );
    }
    part?.refunds.push(build.refund(at, request(refundId, rmaId, clerk)));
    return refundId;
  });
  return { senders: parts, supported, refundIds };
}

function request(refundId: string, rmaId: string, clerk: string) {
  const amount = { currency: 'USD', minor: 18_900 } as const;
  return {
    refundId,
    orderId: `o_${refundId}`,
    rmaId,
    customerId: `c_${refundId}`,
    country: 'US',
    claim: 'returned',
    amount,
    captured: amount,
    lines: [{ lineId: '1', sku: 'BLENDER-900', quantity: 1, shippedQuantity: 1 }],
    trigger: 'attested',
    markedBy: clerk,
    siteId: 'site_3',
    session: { deviceId: `station_${clerk}`, newDevice: false, offShift: false, wrongSite: false },
    links: { address: `adr_${refundId}`, device: `dev_${refundId}`, instrument: `card_${refundId}` },
    customerOrders: 6,
  } as const;
}
