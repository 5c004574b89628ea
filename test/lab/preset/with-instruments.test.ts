import { describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../lib/contracts/inbound-events.ts';
import { parseEvent } from '../../../lib/contracts/parse-event.ts';
import { judgingHalf, registerDocumentSchema } from '../../../lib/contracts/register-document.ts';
import { type BuiltScan, EventBuilder, type ProducedEvent } from '../../../lib/demo/event-builders.ts';
import { UNNAMED_ATTESTOR } from '../../../lib/domain/evidence/scan.ts';
import { mayVouchThrough, producerIn, type Register } from '../../../lib/domain/producers/register.ts';
import { presetWorld } from '../../../lib/lab/preset/preset-world.ts';
import { withInstruments } from '../../../lib/lab/preset/with-instruments.ts';
import { type WorldStep, world } from '../../../lib/lab/world/world.ts';
import type { Places } from '../../../lib/producers/places.ts';
import { PRESET_NAMES, PRESETS, type PresetName } from '../../../lib/producers/presets.ts';
import { aRefund } from '../../builders.ts';

const WORLD = { seed: 11, days: 60, refunds: 2000 } as const;

const PLACES: Places = {
  shop: { source: 'shop.refunds' },
  hr: { source: 'hr.directory' },
  lossPrevention: { source: 'loss.prevention' },
  carriers: [{ id: 'ups', source: 'carrier.ups' }],
  sites: ['site_3', 'site_4'].map((id) => ({
    id,
    dock: { source: `dock.${id}`, scanners: [`dock_${id}`], scales: [`scale_${id}`] },
    warehouse: { source: `wms.${id}`, counters: [] },
    thirdParty: { source: `3pl.${id}`, id: `logistics_${id}` },
  })),
};

function eventsOf(steps: Iterable<WorldStep>): readonly ProducedEvent[] {
  return [...steps].flatMap((step) => ('event' in step ? [step.event] : []));
}

/** Returns what is left of a hand-made stream. */
function left(preset: PresetName, events: readonly ProducedEvent[]): readonly ProducedEvent[] {
  const register = PRESETS[preset].register(PLACES);
  const steps = events.map((event) => ({ event }));
  return eventsOf(withInstruments(steps, { preset, register }));
}

const INSPECTOR = { class: 'site', id: 'emp_21', deviceId: 'bench_4', sessionId: 'ses_1' } as const;
const CLERK = { class: 'site', id: 'emp_7', deviceId: 'station_12' } as const;

/** A stream with the staff and what a test adds, at these times. */
class Stream {
  readonly events: ProducedEvent[] = [];
  readonly build = new EventBuilder('t');

  constructor() {
    for (const [employeeId, role] of [
      ['emp_21', 'inspector'],
      ['emp_33', 'stower'],
      ['emp_7', 'clerk'],
    ]) {
      const data = { employeeId, role, siteId: 'site_3', country: 'US', status: 'active', by: 'hr_1' };
      this.events.push(this.build.event('employee.updated', new Date('2026-11-20T00:00:00.000Z'), data));
    }
  }

  scan(time: string, scan: Partial<BuiltScan>): this {
    const whole = { rmaId: 'rma_1', step: 'inspecting', attestor: INSPECTOR, siteId: 'site_3', ...scan };
    this.events.push(this.build.scan(new Date(time), whole));
    return this;
  }

  refund(time: string): this {
    this.events.push(this.build.refund(new Date(time), aRefund()));
    return this;
  }
}

describe.each(PRESET_NAMES)('a world with the instruments of %s', (preset) => {
  const { register, steps } = presetWorld(WORLD, preset);
  const all = [...steps()];
  const events = eventsOf(all);

  it('has a register that its schema takes', () => {
    expect(registerDocumentSchema.parse(register)).toStrictEqual(register);
  });

  it('has every refund and the whole truth, and events in order of time', () => {
    const truths = [...world(WORLD)].filter((step) => 'truth' in step);
    expect(all.filter((step) => 'truth' in step)).toStrictEqual(truths);
    expect(events.filter(({ type }) => type === 'refundgate.refund.requested.v1')).toHaveLength(2000);
    const times = events.map(({ time }) => time);
    expect(times).toStrictEqual(times.toSorted());
  });

  it('is heard from every source of its register that scans, and lets no source say what it may not', () => {
    const parsed = events.map((event) => parseEvent(event));
    expect(parsed.filter(({ ok }) => !ok)).toStrictEqual([]);
    const heard = parsed.flatMap((one) => (one.ok ? [one.event] : []));
    expect(heard.filter((event) => !isAllowed(event, judgingHalf(register)))).toStrictEqual([]);
    const silent = register.producers.filter(
      ({ source, types }) =>
        types.includes('refundgate.scan.recorded.v1') && heard.every((one) => one.source !== source),
    );
    expect(silent).toStrictEqual([]);
  });

  it('keeps the promises of its shop', () => {
    const [shop] = register.producers;
    expect(shop?.always?.['refundgate.refund.requested.v1']).toContain('links.instrument');
    const requests = events.flatMap((event) => (event.source === shop?.source ? [event.data] : []));
    expect(requests.filter((data) => !hasAll(data))).toStrictEqual([]);
  });
});

/** Returns true if the register has a source that may send this, by this attestor. */
function isAllowed(event: InboundEvent, register: Register): boolean {
  const producer = producerIn(register, event.source);
  if (producer?.types.includes(event.type) !== true) return false;
  if (event.type !== 'refundgate.scan.recorded.v1') return true;
  return mayVouchThrough(producer, event.data['refundgate:attestor'] ?? UNNAMED_ATTESTOR);
}

function hasAll(data: unknown): boolean {
  const { siteId, links, payout, lines } = Object(data);
  const whole = [siteId, links?.address, links?.instrument, payout];
  const ofLines = [...lines].flatMap((line) => [
    line.shippedQuantity,
    line.shippedWeightGrams,
    line.category,
  ]);
  return [...whole, ...ofLines].every((field) => field !== undefined);
}

describe('own-warehouse', () => {
  it('leaves the world as it is', () => {
    expect([...presetWorld(WORLD, 'own-warehouse').steps()]).toStrictEqual([...world(WORLD)]);
  });
});

describe('carrier-only', () => {
  it('leaves only what carriers scan and what the shop asks, without the session', () => {
    const stream = new Stream()
      .scan('2026-11-21T10:00:00.000Z', { step: 'accepting', attestor: { class: 'carrier', id: 'ups' } })
      .scan('2026-11-21T11:00:00.000Z', {
        step: 'unloading',
        attestor: { class: 'sensor', id: 'dock_site_3' },
      })
      .scan('2026-11-21T12:00:00.000Z', {})
      .refund('2026-11-21T13:00:00.000Z');
    const [carrier, shop, ...others] = left('carrier-only', stream.events);
    expect(others).toStrictEqual([]);
    expect(carrier).toStrictEqual(stream.events[3]);
    const { session: _, ...data } = aRefund();
    expect(shop).toStrictEqual({ ...stream.events.at(-1), data });
  });
});

describe('nightly-files', () => {
  const OF_COMPANY = {
    source: '3pl.site_3',
    data: { 'refundgate:attestor': { class: 'organization', id: 'logistics_site_3', capture: 'api' } },
  };

  it.each([
    ['in the morning', '2026-11-21T07:00:00.000Z'],
    ['at the first instant of a day', '2026-11-21T00:00:00.000Z'],
    ['at the last instant of a day', '2026-11-21T23:59:59.999Z'],
  ])('lets what is inspected or put away %s come as the company’s word in the night after', (_, time) => {
    for (const step of ['inspecting', 'storing', 'stocking']) {
      const events = left('nightly-files', new Stream().scan(time, { step, serials: ['SN1'] }).events);
      expect(events.at(-1)).toMatchObject({ ...OF_COMPANY, time: '2026-11-22T02:00:00.000Z' });
      expect(events.at(-1)?.data).toMatchObject({
        bizStep: step,
        eventTime: time,
        epcList: ['urn:epc:id:sgtin:4012345.011111.SN1'],
      });
    }
  });

  it('keeps nothing of the person who scanned', () => {
    const [event] = left('nightly-files', new Stream().scan('2026-11-21T07:00:00.000Z', {}).events).slice(-1);
    expect(JSON.stringify(event)).not.toMatch(/emp_21|bench_4|ses_1/);
  });

  it('lets the declaration that a scan was wrong come with it, in order, and by the same', () => {
    const stream = new Stream();
    const eventId = stream.build.nextEventId();
    stream.scan('2026-11-21T07:00:00.000Z', {}).scan('2026-11-21T07:05:00.000Z', {
      eventId,
      voids: true,
      happenedAt: new Date('2026-11-21T07:00:00.000Z'),
    });
    const [scan, declared] = left('nightly-files', stream.events).slice(-2);
    expect([scan, declared]).toMatchObject([OF_COMPANY, OF_COMPANY]);
    expect(scan?.data).toMatchObject({ eventID: eventId });
    expect(declared?.data).toMatchObject({ eventID: eventId, errorDeclaration: {} });
  });

  it('keeps events in order of time, with the files between those of the night', () => {
    const stream = new Stream()
      .scan('2026-11-21T07:00:00.000Z', {})
      .refund('2026-11-21T08:00:00.000Z')
      .scan('2026-11-22T01:00:00.000Z', { step: 'storing' })
      .scan('2026-11-22T02:00:00.000Z', { step: 'accepting', attestor: { class: 'carrier', id: 'ups' } })
      .refund('2026-11-22T03:00:00.000Z');
    const events = left('nightly-files', stream.events).slice(1);
    expect(events.map(({ source, time }) => `${source} ${time}`)).toStrictEqual([
      'shop.refunds 2026-11-21T08:00:00.000Z',
      '3pl.site_3 2026-11-22T02:00:00.000Z',
      'carrier.ups 2026-11-22T02:00:00.000Z',
      'shop.refunds 2026-11-22T03:00:00.000Z',
      '3pl.site_3 2026-11-23T02:00:00.000Z',
    ]);
  });

  it.each<[string, Partial<BuiltScan>]>([
    ['a mark', { step: 'receiving', disposition: 'returned', attestor: CLERK }],
    ['what the merchant’s own clerk says of the goods', { attestor: CLERK }],
    ['what a person typed at the dock', { step: 'unloading' }],
    ['a stock count', { step: 'cycle_counting', attestor: { class: 'system', id: 'counter_site_3' } }],
    ['a dock scan', { step: 'unloading', attestor: { class: 'sensor', id: 'dock_site_3' } }],
    ['a weight', { step: 'receiving', grams: 900, attestor: { class: 'sensor', id: 'scale_site_3' } }],
  ])('leaves out %s', (_, scan) => {
    const events = left('nightly-files', new Stream().scan('2026-11-21T07:00:00.000Z', scan).events);
    expect(events.filter(({ type }) => type === 'refundgate.scan.recorded.v1')).toStrictEqual([]);
  });

  it('leaves the company’s people out of the directory, and the session out of requests', () => {
    const events = left('nightly-files', new Stream().refund('2026-11-21T08:00:00.000Z').events);
    const [clerk, request, ...others] = events;
    expect(others).toStrictEqual([]);
    expect(clerk?.data).toMatchObject({ employeeId: 'emp_7' });
    expect(request?.data).not.toHaveProperty('session');
  });
});
