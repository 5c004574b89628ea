import type { RefundRequest } from '../domain/refund-request.ts';
import { ATTESTORS, type BuiltScan, EventBuilder, type ProducedEvent } from './event-builders.ts';

/** One scene of the story: what happens, the events it sends, and what should come of each refund in it. */
export interface Scene {
  readonly title: string;
  readonly events: readonly ProducedEvent[];
  /** Outcomes that should have come out by the end of the scene, by refund or rejected event. */
  readonly expected: Readonly<Record<string, Outcome>>;
}

/** What can come of a refund, or of an event that is none. */
export type Outcome = 'approved' | 'held' | 'escalated' | 'denied' | 'rejected';

/** When the story begins. */
export const STORY_START = new Date('2026-11-22T09:00:00.000Z');

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A clock that the scenes move on. */
class StoryTime {
  #at = STORY_START.getTime();

  after(ms: number): Date {
    this.#at += ms;
    return new Date(this.#at);
  }
}

/** Answers the story the demo plays: honest returns, the five-iPad case and the ways around the gate. */
export function story(): readonly Scene[] {
  const build = new EventBuilder('story');
  const time = new StoryTime();
  const next = (): Date => time.after(7 * MINUTE_MS);
  const scans = (list: readonly BuiltScan[]): readonly ProducedEvent[] =>
    list.map((scan) => build.scan(next(), scan));
  return [
    staff(build, next),
    {
      title: 'An honest return: every party on the way left its scan',
      events: [
        ...scans(fullChain('rma_honest', { grams: 410, serial: 'HP-88213' })),
        build.refund(next(), honest()),
      ],
      expected: { re_honest: 'approved' },
    },
    {
      title: 'Five iPads are marked "returned"; no parcel was ever scanned',
      events: [...scans([mark('rma_ipads', 'emp_8')]), build.refund(next(), ipads())],
      expected: { re_ipads: 'held' },
    },
    {
      title: 'A blender is refunded before the parcel is through the dock: it waits',
      events: [...scans([mark('rma_late', 'emp_7')]), build.refund(next(), blender())],
      expected: { re_late: 'held' },
    },
    {
      title: '… and the late scans wake it',
      events: scans([
        { rmaId: 'rma_late', step: 'arriving', attestor: ATTESTORS.dock },
        { rmaId: 'rma_late', step: 'storing', attestor: ATTESTORS.stower },
      ]),
      expected: { re_late: 'approved' },
    },
    {
      title: 'A decoy of the right weight: the parcel is real, nobody looked inside',
      events: [...scans(movement('rma_decoy', 228)), build.refund(next(), decoy())],
      expected: { re_decoy: 'held' },
    },
    {
      title: 'A second refund id on the unit that was just refunded',
      events: [build.refund(next(), { ...honest(), refundId: 're_twice' })],
      expected: { re_twice: 'escalated' },
    },
    {
      title: 'A refund marked by an employee who is suspended',
      events: [
        ...scans(fullChain('rma_susp', { grams: 300, serial: 'SW-2201' })),
        build.refund(next(), suspended()),
      ],
      expected: { re_suspended: 'held' },
    },
    {
      title: 'A lens paid in yen: no decimals to lose',
      events: [
        ...scans(fullChain('rma_yen', { grams: 520, serial: 'LENS-7714' })),
        build.refund(next(), yen()),
      ],
      expected: { re_yen: 'approved' },
    },
    {
      title: 'A small refund without a scan, within what may be paid unseen',
      events: [build.refund(next(), small())],
      expected: { re_small: 'approved' },
    },
    malformed(build, next()),
    {
      title: 'Three days pass; no scan came for the iPads, nobody opened the decoy, the suspension stands',
      events: [build.tick(time.after(3 * 24 * HOUR_MS + 2 * HOUR_MS))],
      expected: { re_ipads: 'escalated', re_decoy: 'escalated', re_suspended: 'escalated' },
    },
  ];
}

function staff(build: EventBuilder, next: () => Date): Scene {
  const employee = (employeeId: string, role: string, status = 'active'): ProducedEvent =>
    build.event('employee.updated', next(), {
      employeeId,
      role,
      siteId: 'site_3',
      country: 'US',
      managerId: 'emp_9',
      teamId: `team_${role}`,
      status,
      by: 'hr_1',
    });
  return {
    title: 'The staff of site 3; emp_13 is suspended',
    events: [
      employee('emp_7', 'clerk'),
      employee('emp_8', 'clerk'),
      employee('emp_21', 'inspector'),
      employee('emp_33', 'stower'),
      employee('emp_13', 'clerk', 'suspended'),
    ],
    expected: {},
  };
}

function malformed(build: EventBuilder, time: Date): Scene {
  const event = build.refund(time, {
    ...small(),
    refundId: 're_float',
    amount: { currency: 'EUR', minor: 19.99 },
  });
  return { title: 'An amount with a decimal point', events: [event], expected: { [event.id]: 'rejected' } };
}

function mark(rmaId: string, clerk: string): BuiltScan {
  return { rmaId, step: 'receiving', disposition: 'returned', attestor: { ...ATTESTORS.clerk, id: clerk } };
}

function movement(rmaId: string, grams: number): readonly BuiltScan[] {
  return [
    { rmaId, step: 'accepting', attestor: ATTESTORS.carrier, grams },
    { rmaId, step: 'transporting', attestor: ATTESTORS.carrier },
    { rmaId, step: 'arriving', attestor: ATTESTORS.carrier },
    { rmaId, step: 'unloading', attestor: ATTESTORS.dock },
    mark(rmaId, 'emp_7'),
    { rmaId, step: 'receiving', disposition: 'in_progress', attestor: ATTESTORS.scale, grams },
  ];
}

function fullChain(
  rmaId: string,
  { grams, serial }: { grams: number; serial: string },
): readonly BuiltScan[] {
  return [
    ...movement(rmaId, grams),
    {
      rmaId,
      step: 'inspecting',
      disposition: 'conformant',
      attestor: ATTESTORS.inspector,
      serials: [serial],
    },
    { rmaId, step: 'storing', attestor: ATTESTORS.stower },
  ];
}

function request(
  name: string,
  amount: { currency: string; minor: number },
  line: Omit<RefundRequest['lines'][number], 'lineId' | 'quantity'> & { readonly quantity?: number },
): RefundRequest {
  const quantity = line.quantity ?? 1;
  return {
    refundId: `re_${name}`,
    orderId: `o_${name}`,
    rmaId: `rma_${name}`,
    customerId: `c_${name}`,
    country: 'US',
    claim: 'returned',
    amount,
    captured: amount,
    lines: [{ lineId: '1', shippedQuantity: quantity, ...line, quantity }],
    trigger: 'attested',
    markedBy: 'emp_7',
    siteId: 'site_3',
    session: { deviceId: 'station_12', newDevice: false, offShift: false, wrongSite: false },
    links: { address: `adr_${name}`, device: `dev_${name}`, instrument: `card_${name}` },
    payout: { instrument: `card_${name}`, original: true },
    customerOrders: 12,
  };
}

function honest(): RefundRequest {
  return request(
    'honest',
    { currency: 'USD', minor: 32_900 },
    {
      sku: 'HEADPHONES-PRO',
      serials: ['HP-88213'],
      shippedWeightGrams: 400,
      category: 'audio',
    },
  );
}

function ipads(): RefundRequest {
  const serials = ['DMPX1A', 'DMPX1B', 'DMPX1C', 'DMPX1D', 'DMPX1E'];
  const line = { sku: 'IPAD-11', quantity: 5, serials, shippedWeightGrams: 2400, category: 'tablet' };
  return { ...request('ipads', { currency: 'USD', minor: 249_500 }, line), markedBy: 'emp_8' };
}

function blender(): RefundRequest {
  return request(
    'late',
    { currency: 'USD', minor: 18_900 },
    { sku: 'BLENDER-900', shippedWeightGrams: 3100 },
  );
}

function decoy(): RefundRequest {
  return request(
    'decoy',
    { currency: 'EUR', minor: 89_900 },
    {
      sku: 'PHONE-12',
      serials: ['3526110'],
      shippedWeightGrams: 230,
      category: 'phone',
    },
  );
}

function suspended(): RefundRequest {
  const line = { sku: 'WATCH-7', serials: ['SW-2201'], shippedWeightGrams: 300, category: 'watch' };
  return {
    ...request('susp', { currency: 'USD', minor: 27_900 }, line),
    refundId: 're_suspended',
    markedBy: 'emp_13',
  };
}

function yen(): RefundRequest {
  const line = { sku: 'LENS-50', serials: ['LENS-7714'], shippedWeightGrams: 520, category: 'camera' };
  return { ...request('yen', { currency: 'JPY', minor: 48_000 }, line), country: 'JP' };
}

function small(): RefundRequest {
  return request('small', { currency: 'EUR', minor: 1990 }, { sku: 'TSHIRT-M', shippedWeightGrams: 200 });
}
