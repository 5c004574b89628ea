import fc from 'fast-check';
import { ATTESTORS, EventBuilder, type ProducedEvent } from '../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { DAY_MS, HOUR_MS } from '../../lib/domain/shared/calendar.ts';
import { aLine, eur } from '../builders.ts';

/** When every small world begins: a Monday. */
export const WORLD_START = Date.parse('2026-11-02T00:00:00.000Z');

/** One delivery of an event: events may come late and more than once. */
export interface Delivery {
  readonly event: ProducedEvent;
  readonly atMs: number;
}

/** A refund of a small world, in few numbers: whom it concerns, when, and which scans it leaves. */
const refundPlan = fc.record({
  hour: fc.nat(16 * 24),
  customer: fc.nat(2),
  clerk: fc.nat(1),
  device: fc.nat(1),
  claim: fc.constantFrom('returned' as const, 'returned' as const, 'not_received', 'damaged', 'returnless'),
  minor: fc.constantFrom(900, 4_900, 14_500, 20_000, 38_500, 60_000, 250_000),
  trigger: fc.constantFrom('attested' as const, 'instant' as const),
  isNewDevice: fc.boolean(),
  photo: fc.option(fc.nat(1), { nil: undefined }),
  /** Which scans come, and how many hours after the refund was asked for (before it, where negative). */
  scans: fc.array(fc.record({ kind: fc.nat(8), afterHours: fc.integer({ min: -48, max: 200 }) }), {
    maxLength: 7,
  }),
});

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type RefundPlan = Drawn<typeof refundPlan>;

/** Small worlds: a few refunds that share customers, clerks, devices and photos. */
export const smallWorlds = fc
  .array(refundPlan, { minLength: 2, maxLength: 9 })
  .map((plans): readonly ProducedEvent[] => {
    const build = new EventBuilder('small');
    return [...staff(build), ...plans.flatMap((plan, number) => refundEvents(build, plan, number))];
  });

/** Deliveries of events, each up to four days late and some of them twice, as a source of lateness in hours draws them. */
export function deliveriesOf(
  events: readonly ProducedEvent[],
  lateHours: () => number,
  isRepeated: () => boolean,
): readonly Delivery[] {
  const late = (event: ProducedEvent): Delivery => ({
    event,
    atMs: Date.parse(event.time) + lateHours() * HOUR_MS,
  });
  return inOrder(events.flatMap((event) => (isRepeated() ? [late(event), late(event)] : [late(event)])));
}

/** Deliveries at the time each event says, once. */
export function punctual(events: readonly ProducedEvent[]): readonly Delivery[] {
  return inOrder(events.map((event) => ({ event, atMs: Date.parse(event.time) })));
}

function inOrder(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.toSorted((a, b) => a.atMs - b.atMs);
}

function staff(build: EventBuilder): readonly ProducedEvent[] {
  return ['emp_0', 'emp_1', 'emp_21', 'emp_33'].map((employeeId) =>
    build.event('employee.updated', new Date(WORLD_START - DAY_MS), {
      employeeId,
      role: 'clerk',
      siteId: 'site_3',
      country: 'DE',
      status: 'active',
      by: 'hr_1',
    }),
  );
}

function refundEvents(build: EventBuilder, plan: RefundPlan, number: number): readonly ProducedEvent[] {
  const askedMs = WORLD_START + plan.hour * HOUR_MS + number * 1000;
  const request = requestOf(plan, number);
  const scans = plan.scans.map(({ kind, afterHours }) =>
    build.scan(new Date(askedMs + afterHours * HOUR_MS), {
      ...scanOf(kind, request),
      ...(request.claim === 'returned' ? { rmaId: `rma_${number}` } : { orderId: request.orderId }),
    }),
  );
  return [build.refund(new Date(askedMs), request), ...scans];
}

function requestOf(plan: RefundPlan, number: number): RefundRequest {
  const amount = eur(plan.minor);
  const sha256 = `${plan.photo ?? 0}`.repeat(64);
  return {
    refundId: `re_${number}`,
    orderId: `o_${number}`,
    ...(plan.claim === 'returned' ? { rmaId: `rma_${number}` } : {}),
    customerId: `c_${plan.customer}`,
    country: 'DE',
    claim: plan.claim,
    amount,
    captured: amount,
    lines: [aLine({ serials: [`SN${number}`] })],
    trigger: plan.trigger,
    markedBy: `emp_${plan.clerk}`,
    siteId: 'site_3',
    session: { deviceId: 'station_12', newDevice: plan.isNewDevice },
    links: { address: `adr_${plan.customer}`, device: `dev_${plan.device}`, instrument: `ins_${number}` },
    customerOrders: 12,
    ...(plan.photo === undefined ? {} : { attachments: [{ kind: 'photo', sha256 }] }),
  };
}

function scanOf(kind: number, { lines }: RefundRequest) {
  const serials = lines.flatMap((line) => line.serials ?? []);
  const scans = [
    { step: 'accepting', attestor: ATTESTORS.carrier },
    { step: 'arriving', attestor: ATTESTORS.carrier, delivery: { gps: true, photo: false, pin: false } },
    { step: 'unloading', attestor: ATTESTORS.dock },
    { step: 'receiving', disposition: 'in_progress', attestor: ATTESTORS.scale, grams: 1000 },
    { step: 'receiving', disposition: 'in_progress', attestor: ATTESTORS.scale, grams: 300 },
    { step: 'inspecting', attestor: ATTESTORS.inspector, serials },
    { step: 'inspecting', disposition: 'conformant', attestor: { ...ATTESTORS.clerk, id: 'emp_0' } },
    { step: 'storing', attestor: ATTESTORS.stower },
    { step: 'inspecting', disposition: 'damaged', attestor: ATTESTORS.inspector },
  ] as const;
  return scans[kind] ?? scans[0];
}
