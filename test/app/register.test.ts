import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { ATTESTORS } from '../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aLine, eur, rulesOnly } from '../builders.ts';
import { aRegister, byRegister, type RegisterChanges } from '../registers.ts';
import { asked, DAY, docked, employee, fullChain, HOUR, START, scanned, shared } from './events.ts';
import { Harness } from './harness.ts';

const STAFF = [
  employee('emp_7', { role: 'clerk', siteId: 'site_3' }),
  employee('emp_21', { role: 'inspector', siteId: 'site_3' }),
  employee('emp_33', { role: 'stower', siteId: 'site_3' }),
];

const delivered = () => scanned({ step: 'arriving', attestor: ATTESTORS.carrier });
const inspected = (id = 'emp_21', deviceId = 'bench_4') =>
  scanned({
    step: 'inspecting',
    disposition: 'conformant',
    attestor: { ...ATTESTORS.inspector, id, deviceId },
    serials: ['SN1'],
  });
const stowed = (id = 'emp_33', deviceId = 'gun_9') =>
  scanned({ step: 'storing', attestor: { ...ATTESTORS.stower, id, deviceId } });

/** Puts what a producer sends under the name of another. */
const as = (source: string, event: object) => ({ ...event, source });

async function gateWith(changes: RegisterChanges = {}): Promise<Harness> {
  const gate = new Harness({ policy: byRegister(aRegister(changes)) });
  await gate.deliver(...STAFF);
  return gate;
}

async function outcomeOf(
  events: readonly object[],
  changes: RegisterChanges = {},
): Promise<readonly string[]> {
  const gate = await gateWith(changes);
  await gate.deliver(...events);
  const codes = (await gate.row()).decision?.reasons.map(({ code }) => code.slice(0, 3)) ?? [];
  return [gate.told().at(-1) ?? 'nothing', ...codes];
}

const expensive: Partial<RefundRequest> = { amount: eur(190_000) };

describe('a producer', () => {
  it('may say what the register lets it say', async () => {
    expect(await outcomeOf([...fullChain(), asked(expensive)])).toStrictEqual(['approved', 'A01']);
  });

  it.each([
    ['that is not declared', as('laptop', docked()), 'source'],
    ['that types another class', as('wms.site_3', docked()), 'data.refundgate:attestor'],
    [
      'that names a machine it does not own',
      scanned({ step: 'unloading', attestor: { ...ATTESTORS.dock, id: 'dock_9', deviceId: 'dock_9' } }),
      'data.refundgate:attestor',
    ],
    [
      'of evidence that is not its own',
      as(
        'dock.site_3',
        scanned({ step: 'inspecting', disposition: 'completeness_verified', attestor: ATTESTORS.dock }),
      ),
      'data.bizStep',
    ],
    [
      'of the other way of a parcel',
      as('wms.site_3', scanned({ step: 'storing', attestor: ATTESTORS.stower, orderId: 'o_1' })),
      'data.bizTransactionList',
    ],
    ['that asks for refunds without leave', as('wms.site_3', asked(expensive)), 'type'],
  ])('%s is rejected', async (_, event, path) => {
    const gate = await gateWith();
    expect(await gate.take(event)).toBe('rejected');
    const rejected = gate.published.findLast(({ type }) => type === 'refundgate.event.rejected.v1');
    expect(rejected?.data).toMatchObject({ problems: [{ path }] });
  });

  it('cannot make two witnesses out of machines it typed: they are kept as not believed', async () => {
    const typed = [
      as('wms.site_3', docked()),
      as(
        'wms.site_3',
        scanned({
          step: 'inspecting',
          disposition: 'completeness_verified',
          attestor: { class: 'sensor', id: 'bench_1' },
        }),
      ),
    ];
    const gate = await gateWith();
    await gate.deliver(asked({ amount: eur(499_900) }), ...typed);
    expect(gate.told()).toStrictEqual(['held']);
    expect(await gate.memory.ignoredScans('rma:rma_1', 'not_believed')).toHaveLength(2);
    expect((await gate.memory.trail('rma:rma_1', 'strong')).scans).toHaveLength(0);
  });

  it('that is revoked is believed no more on a refund that is held', async () => {
    const gate = await gateWith();
    await gate.deliver(asked(expensive), delivered(), docked());
    expect(gate.told().at(-1)).toBe('held');
    gate.deploy(byRegister(aRegister({ 'dock.site_3': null })));
    await gate.deliver(inspected(), stowed());
    const { decision } = await gate.row();
    expect(decision?.witnesses.map(({ attestor }) => attestor)).toStrictEqual(['emp_21', 'ups']);
    expect(decision?.reasons.map(({ code }) => code)).toContain('E15_NOT_BELIEVED');
  });

  it('may contradict a return whatever its evidence is', async () => {
    const light = scanned({ step: 'receiving', attestor: ATTESTORS.scale, grams: 100 });
    const changes = { 'dock.site_3': { evidence: ['dock'] } };
    expect(await outcomeOf([docked(), light, delivered(), asked()], changes)).toContain('E01');
    const right = scanned({ step: 'receiving', attestor: ATTESTORS.scale, grams: 1000 });
    const gate = await gateWith(changes);
    await gate.deliver(docked(), right, delivered(), asked());
    expect(gate.told()).toStrictEqual(['approved']);
    expect((await gate.row()).decision?.inputs?.weighed.map(({ item }) => item)).not.toContain(
      'weight_match',
    );
  });

  it('of another site is not believed on a return of this one', async () => {
    const changes = { 'wms.site_3': { sites: ['site_4'] } };
    const events = [delivered(), inspected(), stowed(), asked(expensive)];
    expect(await outcomeOf(events)).toStrictEqual(['approved', 'A01']);
    expect(await outcomeOf(events, changes)).toContain('E01');
  });
});

describe('an account', () => {
  it('may send only as the sources that list it', async () => {
    const gate = await gateWith();
    const accounts = { 'dock.site_3': ['111111111111'] };
    const deps = { ...gate.deps, accounts };
    const { takeEvent } = await import('../../lib/app/take-event.ts');
    const { parseBusMessage } = await import('../../lib/contracts/intake-message.ts');
    const message = (account: string) => {
      const event = docked();
      return JSON.stringify({
        id: 'x',
        source: event.source,
        'detail-type': event.type,
        account,
        detail: event,
      });
    };
    expect(await takeEvent(deps, parseBusMessage(message('222222222222')))).toBe('rejected');
    expect(await takeEvent(deps, parseBusMessage(message('111111111111')))).toBe('taken');
  });
});

describe('a login that many share', () => {
  const share = (source: string) => as(source, shared({ kind: 'employee', id: 'emp_33' }, { by: 'lp_1' }));
  const events = [delivered(), inspected(), stowed(), asked(expensive)];

  it('is so once a producer says it that may not ask for refunds', async () => {
    const gate = await gateWith();
    await gate.deliver(share('loss.prevention'), ...events);
    const stower = (await gate.row()).decision?.witnesses.find(({ attestor }) => attestor === 'emp_33');
    expect(stower?.independent).toBe(false);
  });

  it('is not so if only one who asks for refunds says it', async () => {
    const types = ['refundgate.refund.requested.v1', 'refundgate.subject.shared.v1'];
    const gate = await gateWith({ 'shop.refunds': { types } });
    await gate.deliver(share('shop.refunds'), ...events);
    const stower = (await gate.row()).decision?.witnesses.find(({ attestor }) => attestor === 'emp_33');
    expect(stower?.independent).toBe(true);
  });
});

describe('independence', () => {
  it('takes all machines of one group for one witness', async () => {
    const bench = { class: 'sensor', id: 'bench_1', deviceId: 'bench_1', capture: 'scanned' } as const;
    const changes = {
      'dock.site_3': { attestors: { sensor: [ATTESTORS.dock.id, 'bench_1'] }, evidence: ['dock', 'serial'] },
    } as const;
    const checked = scanned({ step: 'inspecting', disposition: 'completeness_verified', attestor: bench });
    const gate = await gateWith(changes);
    await gate.deliver(delivered(), docked(), checked, asked({ amount: eur(250_000) }));
    expect((await gate.row()).decision?.collusion).toStrictEqual({ required: 2, observed: 1 });
  });

  it('demands two groups from R1 on: one system can make up all its people', async () => {
    expect(await outcomeOf([inspected(), stowed(), asked()])).toStrictEqual(['held', 'E13']);
    expect(await outcomeOf([inspected(), stowed(), delivered(), asked()])).toStrictEqual(['approved', 'A01']);
    expect(await outcomeOf([inspected(), stowed(), asked({ amount: eur(14_000) })])).toStrictEqual([
      'approved',
      'A01',
    ]);
  });

  it.each([
    ['keyed in at', 'keyed', 'held'],
    ['measured by', 'api', 'approved'],
    ['said by, without how it was captured,', undefined, 'held'],
  ] as const)('takes what is %s a machine of another system: %s, %s', async (_, capture, outcome) => {
    const { deviceId, ...scale } = ATTESTORS.scale;
    const weighed = scanned({ step: 'receiving', attestor: { ...scale, capture }, grams: 1000 });
    expect((await outcomeOf([inspected(), stowed(), weighed, asked()]))[0]).toBe(outcome);
  });

  it('takes a carrier in the account of the warehouse system for the same group', async () => {
    const roles = ['arn:aws:iam::000000000000:role/wms'];
    const events = [inspected(), stowed(), delivered(), asked()];
    expect(await outcomeOf(events, { 'carrier.ups': { roles } })).toStrictEqual(['held', 'E13']);
  });

  it('counts nobody whom a complete directory does not know', async () => {
    const events = [delivered(), inspected('ghost_1', 'b1'), stowed('ghost_2', 'b2'), asked()];
    expect(await outcomeOf(events)).toContain('E01');
    const incomplete = { 'hr.directory': { completeFor: ['site_9'] } };
    expect(await outcomeOf(events, incomplete)).toStrictEqual(['approved', 'A01']);
    const large = [...events.slice(0, 3), asked({ amount: eur(200_000) })];
    expect(await outcomeOf(large, incomplete)).toContain('E01');
    expect(
      await outcomeOf([...events.slice(0, 3), asked({ siteId: undefined })], {
        'wms.site_3': { sites: ['site_3'] },
      }),
    ).toContain('E01');
  });
});

describe('a marker whom nobody knows', () => {
  it.each([
    ['is missing', { markedBy: undefined }],
    ['is a service', { markedBy: 'returns_app' }],
    ['is unknown at a complete site', { markedBy: 'ghost' }],
  ])('%s: the return is judged once with each employee on it as the marker', async (_, marker) => {
    const service = employee('returns_app', { role: 'agent', siteId: 'site_3', kind: 'service' });
    const one = [
      service,
      delivered(),
      inspected('emp_21'),
      stowed('emp_21', 'gun_1'),
      asked({ ...expensive, ...marker }),
    ];
    expect((await outcomeOf(one)).slice(0, 2)).toStrictEqual(['held', 'E01']);
    const two = [service, delivered(), inspected(), stowed(), asked({ ...marker, amount: eur(30_000) })];
    expect(await outcomeOf(two)).toStrictEqual(['approved', 'A01']);
  });

  it('may be made up at a site without a complete directory, but only where strangers count', async () => {
    const incomplete = { 'hr.directory': { completeFor: ['site_9'] } };
    const seen = [delivered(), docked(), inspected()];
    const ghost = { markedBy: 'ghost' };
    expect(await outcomeOf([...seen, asked({ ...ghost, amount: eur(199_999) })], incomplete)).toContain(
      'A01',
    );
    expect(await outcomeOf([...seen, asked({ ...ghost, amount: eur(200_000) })], incomplete)).toContain(
      'E03',
    );
    const known = { markedBy: 'emp_7', amount: eur(200_000) };
    expect(await outcomeOf([...seen, asked(known)], incomplete)).toContain('A01');
  });
});

describe('an organization', () => {
  const THREE_PL = {
    source: 'threepl',
    accounts: ['333333333333'],
    types: ['refundgate.scan.recorded.v1'],
    sites: ['site_3'],
    attestors: { organization: ['threepl'] },
    evidence: ['put_away', 'condition'],
    delay: 'P1D',
  };
  const by = (scan: object) =>
    as(
      'threepl',
      scanned({
        attestor: { class: 'organization', id: 'threepl', capture: 'api' },
        step: 'storing',
        ...scan,
      }),
    );
  const passed = () => by({ step: 'inspecting', disposition: 'conformant' });

  async function judged(...events: readonly object[]) {
    const gate = new Harness({
      policy: byRegister(aRegister({ 'dock.site_3': null, 'wms.site_3': null }, [THREE_PL])),
    });
    await gate.deliver(...STAFF, ...events);
    return gate;
  }

  it('is one witness, whoever scanned there', async () => {
    const gate = await judged(delivered(), by({}), passed(), asked(expensive));
    expect(gate.told()).toStrictEqual(['approved']);
    expect((await gate.row()).decision?.collusion.observed).toBe(1);
  });

  it.each(['system', 'sensor'])('is one witness too if it calls itself a %s', async (of) => {
    const attestor = { class: of, id: 'ThreePL', capture: 'api' };
    const gate = await judged(
      delivered(),
      by({ attestor }),
      by({ step: 'inspecting', disposition: 'conformant', attestor }),
      asked(expensive),
    );
    expect(gate.told()).toStrictEqual(['approved']);
    expect((await gate.row()).decision?.collusion.observed).toBe(1);
  });

  it('is never independent of its own mark', async () => {
    const marked = by({ step: 'receiving', disposition: 'returned' });
    const gate = await judged(delivered(), marked, by({}), passed(), asked(expensive));
    expect(gate.told()).toStrictEqual(['held']);
  });

  it.each([
    ['is missing', undefined],
    ['is a service', 'returns_app'],
  ])('may be the marker itself if the marker %s', async (_, markedBy) => {
    const service = employee('returns_app', { role: 'agent', siteId: 'site_3', kind: 'service' });
    const gate = await judged(service, delivered(), by({}), passed(), asked({ ...expensive, markedBy }));
    expect(gate.told()).toStrictEqual(['held']);
    expect((await gate.row()).decision?.reasons.map(({ code }) => code)).toContain('E01_NO_INDEPENDENT_SCAN');
  });

  it('asks a person at once where its site can never show what the value needs', async () => {
    const gate = await judged(delivered(), by({}), passed(), asked({ amount: eur(250_000) }));
    expect(gate.told()).not.toContain('held');
    expect((await gate.row()).decision?.reasons.map(({ code }) => code)).toContain('E14_OUT_OF_REACH');
  });

  it('says nothing by machines nobody owns there: their absence weighs nothing', async () => {
    const gate = await judged(delivered(), by({}), asked());
    const items = (await gate.row()).decision?.inputs?.weighed.map(({ item }) => item);
    expect(items).toStrictEqual(['carrier_accept', 'carrier_delivered', 'put_away']);
  });
});

describe('a promised field', () => {
  const promises = (...fields: readonly string[]) => ({
    'shop.refunds': { always: { 'refundgate.refund.requested.v1': fields } },
  });
  const base: Partial<RefundRequest> = { ...expensive, approvedBy: 'emp_9', customerOrders: 12 };
  const without = {
    serials: { lines: [aLine({ serials: undefined })] },
    shippedWeightGrams: { lines: [aLine({ shippedWeightGrams: undefined })] },
    shippedQuantity: { lines: [aLine({ shippedQuantity: undefined })] },
    category: { lines: [aLine({ category: undefined })] },
    session: { session: undefined },
    approvedBy: { approvedBy: undefined },
    customerOrders: { customerOrders: undefined },
    markedBy: { markedBy: undefined },
    siteId: { siteId: undefined },
    links: { links: undefined },
    'links.instrument': { links: { address: 'adr_1', device: 'dev_1' } },
  };

  it.each(Object.keys(without))('that is missing is objected to: %s', async (field) => {
    const changes = promises(field);
    const gap = without[field as keyof typeof without];
    const whole = await outcomeOf([...fullChain(), asked(base)], changes);
    expect(whole).toStrictEqual(['approved', 'A01']);
    const [outcome, ...codes] = await outcomeOf([...fullChain(), asked({ ...base, ...gap })], changes);
    expect(['held', 'escalated']).toContain(outcome);
    expect(codes).toContain('M01');
  });

  it('waits for the request to be sent again, then asks a person', async () => {
    const gate = await gateWith(promises('siteId'));
    await gate.deliver(delivered(), docked(), asked({ siteId: undefined, amount: eur(14_000) }));
    expect(gate.told()).toStrictEqual(['held']);
    await gate.pass(3 * DAY);
    expect(gate.told().at(-1)).toBe('escalated');
  });

  it('that comes late ends the wait', async () => {
    const gate = await gateWith(promises('siteId'));
    const small = { amount: eur(14_000) };
    await gate.deliver(delivered(), docked(), asked({ ...small, siteId: undefined }), asked(small));
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('that names a site nobody declares counts as missing', async () => {
    const events = [...fullChain(), asked({ ...expensive, siteId: 'sitte_3' })];
    expect(await outcomeOf(events, promises('siteId'))).toContain('M01');
  });

  it('of a scan is objected to', async () => {
    const changes = { 'wms.site_3': { always: { 'refundgate.scan.recorded.v1': ['capture'] } } } as const;
    const noCapture = scanned({ step: 'storing', attestor: { class: 'site', id: 'emp_33' } });
    expect(await outcomeOf([...fullChain(), noCapture, asked()], changes)).toContain('M01');
  });
});

describe('a deployment without a register', () => {
  it('asks a person from the value of R1 on, and says that everybody is believed', async () => {
    const gate = new Harness({ policy: pinPolicy(rulesOnly({ producers: 'open' })) });
    await gate.deliver(...fullChain(), asked({ amount: eur(15_000) }));
    expect(gate.told()).toStrictEqual(['escalated']);
    const small = { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2', amount: eur(14_999) };
    await gate.deliver(...fullChain('rma_2'), asked(small));
    expect(gate.told('re_2')).toStrictEqual(['approved']);
    const last = gate.published.at(-1);
    expect(last?.data).toMatchObject({ producers: 'open' });
  });
});

describe('a claim that nothing came', () => {
  const missed = asked({
    claim: 'not_received',
    amount: eur(20_000),
    markedBy: undefined,
    approvedBy: 'emp_9',
  });

  it.each([
    ['PT2H', 14],
    ['PT12H', 22],
    [undefined, 12],
  ])('waits for the record of carriers that are late by %s, %d hours', async (delay, hours) => {
    const gate = await gateWith({ 'carrier.ups': { delay } });
    await gate.deliver(missed);
    expect(gate.told()).toStrictEqual(['held']);
    expect((await gate.row()).dueAt).toBe(new Date(START.getTime() + hours * HOUR).toISOString());
  });

  it('waits for nothing where no carrier reports parcels on their way out', async () => {
    const gate = await gateWith({ 'carrier.ups': { legs: ['return'] } });
    await gate.deliver(missed);
    expect(gate.told()).toStrictEqual(['approved']);
    expect((await gate.row()).decision?.inputs?.weighed).toStrictEqual([]);
  });
});
