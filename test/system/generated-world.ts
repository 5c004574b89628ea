import {
  ATTESTORS,
  type BuiltScan,
  EventBuilder,
  type ProducedEvent,
} from '../../lib/demo/event-builders.ts';
import { mark, shelved } from '../../lib/demo/story-cases.ts';
import type { Claim, RefundRequest } from '../../lib/domain/refund/refund-request.ts';

/** Events that may arrive in any order among themselves (after the refund, at most one scan of each); the next batch comes after all of them. */
export interface Batch {
  readonly at: Date;
  readonly events: readonly ProducedEvent[];
}

/** How many refunds arrive together; each has an employee and a customer of its own. */
const TOGETHER = 10;

const SECOND_MS = 1000;

/** Time from one group of refunds to the next. */
const BATCH_MS = 60 * SECOND_MS;

const CURRENCIES = [
  'USD',
  'USD',
  'USD',
  'EUR',
  'EUR',
  'EUR',
  'GBP',
  'GBP',
  'JPY',
  'JPY',
  'BHD',
  'XAF',
] as const;

/** A small generator of repeatable numbers (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Returns refunds of every kind the rules tell apart, with their scans before and after. */
export function generatedWorld(refunds: number, seed: number, start: Date): readonly Batch[] {
  const random = seeded(seed);
  const build = new EventBuilder(`gen${seed}`);
  const batches: Batch[] = [{ at: start, events: staff(build, start) }];
  for (let first = 0; first < refunds; first += TOGETHER) {
    const at = new Date(start.getTime() + (1 + first / TOGETHER) * BATCH_MS);
    const parts = Array.from({ length: Math.min(TOGETHER, refunds - first) }, (_, index) =>
      oneRefund(build, random, { number: first + index, employee: index, at }),
    );
    const later = (seconds: number): Date => new Date(at.getTime() + seconds * SECOND_MS);
    batches.push(
      { at, events: parts.flatMap((part) => part.before) },
      { at: later(1), events: parts.map((part) => part.refund) },
    );
    const mostAfter = Math.max(...parts.map((part) => part.after.length));
    for (let index = 0; index < mostAfter; index += 1) {
      batches.push({ at: later(2 + index), events: parts.flatMap((part) => part.after[index] ?? []) });
    }
  }
  return batches.filter((batch) => batch.events.length > 0);
}

function staff(build: EventBuilder, at: Date): readonly ProducedEvent[] {
  return Array.from({ length: TOGETHER }, (_, index) =>
    build.event('employee.updated', at, {
      employeeId: `clerk_${index}`,
      role: 'clerk',
      siteId: 'site_3',
      country: 'US',
      by: 'hr_1',
      status: index === 7 ? 'suspended' : 'active',
    }),
  );
}

function pick<Item>(random: () => number, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

interface Place {
  readonly number: number;
  readonly employee: number;
  readonly at: Date;
}

function oneRefund(build: EventBuilder, random: () => number, place: Place) {
  const { number, employee, at } = place;
  const rmaId = `rma_${number}`;
  const serial = `SN${number}`;
  const scans = possibleScans(rmaId, serial, `clerk_${employee}`).filter(() => random() < 0.6);
  const early = random() < 0.5 ? scans.length : Math.floor(random() * scans.length);
  return {
    before: scans.slice(0, early).map((scan) => build.scan(at, scan)),
    refund: build.refund(new Date(at.getTime() + SECOND_MS), request(random, { ...place, rmaId, serial })),
    after: scans
      .slice(early)
      .map((scan, index) => build.scan(new Date(at.getTime() + (2 + index) * SECOND_MS), scan)),
  };
}

function possibleScans(rmaId: string, serial: string, clerk: string): readonly BuiltScan[] {
  return [
    { rmaId, step: 'accepting', attestor: ATTESTORS.carrier, grams: 520 },
    { rmaId, step: 'arriving', attestor: ATTESTORS.carrier },
    { rmaId, step: 'unloading', attestor: ATTESTORS.dock },
    mark(rmaId, clerk),
    ...shelved(rmaId, serial),
  ];
}

function request(
  random: () => number,
  { number, employee, rmaId, serial }: Place & { readonly rmaId: string; readonly serial: string },
): RefundRequest {
  const currency = pick(random, CURRENCIES);
  const scale = { JPY: 1.8, BHD: 4.4, USD: 1.16, EUR: 1, GBP: 0.88, XAF: 6.5 }[currency];
  const euroMinor = pick(random, [
    1900, 4900, 14_900, 15_100, 39_900, 45_000, 199_000, 260_000, 620_000,
  ] as const);
  const amount = { currency, minor: Math.round(euroMinor * scale) };
  const claim: Claim =
    random() < 0.85 ? 'returned' : pick(random, ['not_received', 'damaged', 'returnless'] as const);
  const customer = Math.floor(random() * 60) * TOGETHER + employee;
  const secondId = number >= 2 * TOGETHER && random() < 0.05;
  const orderNumber = secondId ? number - 2 * TOGETHER : number;
  return {
    refundId: `re_${number}`,
    orderId: `o_${orderNumber}`,
    rmaId,
    customerId: `c_${customer}`,
    country: pick(random, ['US', 'DE', 'GB', 'JP'] as const),
    claim,
    amount,
    captured: random() < 0.05 ? { ...amount, minor: amount.minor - 1 } : amount,
    lines: [
      {
        lineId: '1',
        sku: `SKU-${number % 40}`,
        quantity: 1,
        shippedQuantity: 1,
        serials: [serial],
        shippedWeightGrams: 500,
      },
    ],
    trigger: random() < 0.15 ? 'instant' : 'attested',
    markedBy: `clerk_${employee}`,
    ...(random() < 0.1 ? { approvedBy: `clerk_${employee}` } : {}),
    siteId: 'site_3',
    session: {
      deviceId: `station_${employee}`,
      newDevice: random() < 0.1,
      offShift: random() < 0.3,
      wrongSite: false,
    },
    links: { address: `adr_${customer}`, device: `dev_${customer}`, instrument: `card_${customer}` },
    customerOrders: 6,
  };
}
