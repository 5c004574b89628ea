import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import type { PinnedPolicy } from '../../lib/app/ports.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { judgingHalf, registerDocumentSchema } from '../../lib/contracts/register-document.ts';
import { ATTESTORS } from '../../lib/demo/event-builders.ts';
import type { Attestor } from '../../lib/domain/evidence/scan.ts';
import type { Policy } from '../../lib/domain/policy/policy.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { PRESETS, type PresetName } from '../../lib/producers/presets.ts';
import { SAMPLE_PLACES } from '../../lib/producers/sample-places.ts';
import { aLine, eur } from '../builders.ts';
import { asked, DAY, employee, HOUR, START, scanned, shared, unseen } from './events.ts';
import { Harness } from './harness.ts';

type Change = (producer: { readonly source: string }) => object | null;

/** The gate of a preset, with changes to its register. */
function presetGate(
  name: PresetName,
  change: Change = (one) => one,
  more: readonly object[] = [],
  over: Partial<Policy> = {},
): Harness {
  return new Harness({ policy: presetPolicy(name, change, more, over) });
}

function presetPolicy(
  name: PresetName,
  change: Change = (one) => one,
  more: readonly object[] = [],
  over: Partial<Policy> = {},
): PinnedPolicy {
  const { register, policy } = PRESETS[name];
  const declared = register(SAMPLE_PLACES)
    .producers.map(change)
    .filter((one) => one !== null);
  const producers = judgingHalf(registerDocumentSchema.parse({ producers: [...declared, ...more] }));
  return pinPolicy({ ...DEFAULT_POLICY, auditPerMillion: 0, ...policy(DEFAULT_POLICY), producers, ...over });
}

const as = (source: string, event: object) => ({ ...event, source });
const staff = (siteId: string, ...ids: readonly string[]) =>
  ids.map((id) => employee(id, { role: 'clerk', siteId }));
const delivered = () => scanned({ step: 'arriving', attestor: ATTESTORS.carrier });
const docked = (siteId: string) =>
  as(
    `dock.${siteId}`,
    scanned({
      step: 'unloading',
      attestor: { ...ATTESTORS.dock, id: `${siteId}_dock_1`, deviceId: `${siteId}_dock_1` },
    }),
  );
const inspected = (siteId: string, attestor: Attestor = ATTESTORS.inspector) =>
  as(`wms.${siteId}`, scanned({ step: 'inspecting', disposition: 'conformant', serials: ['SN1'], attestor }));
const stowed = (siteId: string, attestor: Attestor = ATTESTORS.stower) =>
  as(`wms.${siteId}`, scanned({ step: 'storing', attestor }));
const by = (organization: string, scan: object) =>
  as(
    '3pl.lille',
    scanned({
      step: 'inspecting',
      attestor: { class: 'organization', id: organization, capture: 'api' },
      ...scan,
    }),
  );
const wants = (minor: number, changes: Partial<RefundRequest> = {}) =>
  as(
    'shop.returns',
    asked({
      siteId: 'lille',
      amount: eur(minor),
      captured: eur(minor),
      payout: { instrument: 'ins_1', original: true },
      ...changes,
    }),
  );

async function paidOf(count: number, changes: (at: number) => Partial<RefundRequest>): Promise<number> {
  const gate = presetGate('own-warehouse');
  await gate.deliver(...staff('lille', 'emp_7'));
  for (let at = 1; at <= count; at += 1) {
    const one = { ...unseen(`re_${at}`), payout: { instrument: `ins_${at}` }, ...changes(at) };
    await gate.deliver(as('shop.returns', asked(one)));
  }
  await gate.pass(23 * HOUR);
  return Array.from({ length: count }, (_, at) => gate.told(`re_${at + 1}`).at(-1)).filter(
    (told) => told === 'approved',
  ).length;
}

describe('a site that nobody declares', () => {
  const missed = {
    claim: 'not_received',
    markedBy: undefined,
    amount: eur(150_000),
    captured: eur(150_000),
  } as const;
  const unscanned = { markedBy: undefined, amount: eur(14_900), captured: eur(14_900) } as const;

  it('brings no budget of its own: claims that nothing came', async () => {
    const atOne = await paidOf(30, () => ({ ...missed, siteId: 'lille' }));
    expect(await paidOf(30, (at) => ({ ...missed, siteId: `s_${at}` }))).toBeLessThanOrEqual(atOne);
  });

  it('brings no budget of its own: unscanned returns that name nobody', async () => {
    const atOne = await paidOf(30, () => ({ ...unscanned, siteId: 'lille' }));
    expect(await paidOf(30, (at) => ({ ...unscanned, siteId: `s_${at}` }))).toBeLessThanOrEqual(atOne);
  });

  it('makes no names known: unscanned returns that name somebody new each time', async () => {
    const ghost = (at: number) => ({ ...unscanned, markedBy: `ghost_${at}` });
    const atOne = await paidOf(30, (at) => ({ ...ghost(at), siteId: 'lille' }));
    expect(await paidOf(30, (at) => ({ ...ghost(at), siteId: 'nowhere' }))).toBeLessThanOrEqual(atOne);
  });
});

describe('another site in the request', () => {
  it('takes no contradiction away where the carrier suffices', async () => {
    const wrong = () => by('lille_logistics', { disposition: 'mismatch_instance' });
    for (const siteId of ['lille', 'memphis', 'nowhere']) {
      const gate = presetGate('nightly-files');
      await gate.deliver(delivered(), wrong(), wants(39_900, { siteId }));
      expect(gate.told(), siteId).not.toContain('approved');
    }
  });

  it('takes no contradiction away from a small refund', async () => {
    for (const siteId of ['lille', 'nowhere']) {
      const gate = presetGate('own-warehouse');
      const scale = { ...ATTESTORS.scale, id: 'lille_scale_1', deviceId: 'lille_scale_1' };
      await gate.deliver(
        ...staff('lille', 'emp_7', 'emp_21'),
        delivered(),
        as('dock.lille', scanned({ step: 'receiving', grams: 50, attestor: scale })),
        as(
          'wms.lille',
          scanned({ step: 'inspecting', disposition: 'mismatch_instance', attestor: ATTESTORS.inspector }),
        ),
        wants(14_900, { siteId }),
      );
      expect(gate.told(), siteId).not.toContain('approved');
    }
  });

  it('takes no delivery record away from a claim that nothing came', async () => {
    const change: Change = (one) => (one.source === 'carrier.ups' ? { ...one, sites: ['lille'] } : one);
    for (const siteId of ['lille', 'memphis']) {
      const gate = presetGate('own-warehouse', change);
      const out = scanned({
        step: 'arriving',
        orderId: 'o_1',
        attestor: ATTESTORS.carrier,
        delivery: { gps: true, photo: true, pin: true },
      });
      await gate.deliver(out, wants(30_000, { claim: 'not_received', markedBy: undefined, siteId }));
      await gate.pass(23 * HOUR);
      expect(gate.told(), siteId).not.toContain('approved');
    }
  });
});

describe('an organization', () => {
  it('that the request names as the marker is not independent of its own mark', async () => {
    const gate = presetGate('nightly-files');
    const passed = by('lille_logistics', { disposition: 'conformant', serials: ['SN1'] });
    await gate.deliver(delivered(), passed, wants(190_000, { markedBy: 'lille_logistics' }));
    expect(gate.told()).not.toContain('approved');
  });

  it.each([
    [
      'a second name',
      { organization: ['lille_logistics', 'lille_returns'] },
      { class: 'organization', id: 'lille_returns', capture: 'api' },
    ],
    [
      'a name for an employee',
      { organization: ['lille_logistics'], site: ['gina'] },
      { class: 'site', id: 'gina', capture: 'scanned' },
    ],
  ] as const)('with %s is still one witness', async (_, attestors, second) => {
    const change: Change = (one) => (one.source === '3pl.lille' ? { ...one, attestors } : one);
    const gate = presetGate('nightly-files', change, [], { collusion: DEFAULT_POLICY.collusion });
    await gate.deliver(
      ...staff('lille', 'emp_7', 'gina'),
      delivered(),
      by('lille_logistics', { disposition: 'conformant', serials: ['SN1'] }),
      by('lille_logistics', { step: 'storing', attestor: second }),
      wants(499_900),
    );
    expect((await gate.row()).decision?.collusion.observed).toBe(1);
  });
});

describe('the attestor of a declaration that names nobody', () => {
  it('vouches for no scan', async () => {
    const gate = presetGate('own-warehouse');
    const unnamed = { class: 'system', id: 'unnamed', capture: 'scanned' } as const;
    await gate.deliver(...staff('lille', 'emp_7', 'emp_33'), delivered(), stowed('lille'));
    expect(await gate.take(as('wms.lille', scanned({ step: 'cycle_counting', attestor: unnamed })))).toBe(
      'rejected',
    );
    await gate.deliver(wants(60_000));
    expect(gate.told()).not.toContain('approved');
  });
});

describe('serial numbers that are left out of one line', () => {
  it.each([60_000, 250_000, 499_900])('do not make the other line enough, at %d', async (minor) => {
    const outcomes = [];
    for (const serials of [['SN2'], undefined]) {
      const gate = presetGate('own-warehouse');
      const lines = [aLine(), aLine({ lineId: '2', sku: 'BAG', category: 'bag', serials })];
      await gate.deliver(
        ...staff('lille', 'emp_7', 'emp_21'),
        delivered(),
        docked('lille'),
        as('wms.lille', scanned({ step: 'inspecting', serials: ['SN1'], attestor: ATTESTORS.inspector })),
        wants(minor, { lines }),
      );
      outcomes.push(gate.told().at(-1));
    }
    expect(outcomes).toStrictEqual(['held', 'held']);
  });
});

describe('the directory of one site', () => {
  const only = (one: { readonly source: string }) =>
    one.source === 'hr.directory' ? { ...one, completeFor: ['lille'] } : one;
  const memphisHr = {
    source: 'hr.memphis',
    roles: ['arn:aws:iam::333333333333:role/hr'],
    types: ['refundgate.employee.updated.v1'],
    sites: ['memphis'],
  };
  const later = new Date(START.getTime() + 1000);
  const fromMemphis = (id: string, data: object) =>
    as('hr.memphis', employee(id, { role: 'clerk', siteId: 'memphis', ...data }, later));

  async function told(
    ids: readonly [string, string],
    ...events: readonly object[]
  ): Promise<string | undefined> {
    const gate = presetGate('own-warehouse', only, [memphisHr]);
    gate.now = new Date(START.getTime() + 60_000);
    await gate.deliver(
      ...staff('lille', 'emp_7', 'emp_21', 'emp_33'),
      ...events,
      delivered(),
      docked('lille'),
      inspected('lille', { ...ATTESTORS.inspector, id: ids[0] }),
      stowed('lille', { ...ATTESTORS.stower, id: ids[1] }),
      wants(250_000),
    );
    return gate.told().at(-1);
  }

  it('makes nobody known at another site that reports everybody', async () => {
    expect(await told(['ghost_1', 'ghost_2'])).toBe('held');
    expect(await told(['ghost_1', 'ghost_2'], fromMemphis('ghost_1', {}), fromMemphis('ghost_2', {}))).toBe(
      'held',
    );
  });

  it.each([
    ['suspends', 'emp_7', { status: 'suspended' }],
    ['calls a service', 'emp_21', { kind: 'service' }],
  ])('%s nobody of another site', async (_, id, data) => {
    expect(await told(['emp_21', 'emp_33'])).toBe('approved');
    expect(await told(['emp_21', 'emp_33'], fromMemphis(id, data))).toBe('approved');
  });
});

describe('a source of another site', () => {
  const keyed = (id: string, step: object) =>
    as(
      'wms.lille',
      scanned(
        { step: 'storing', attestor: { class: 'site', id, capture: 'keyed' }, ...step },
        new Date(START.getTime() - 1000),
      ),
    );
  const mark = { step: 'receiving', disposition: 'returned' };

  it.each([
    ['marks in the name of the witnesses', [keyed('emp_21', mark), keyed('emp_33', mark)]],
    ['makes five strangers scan first', ['a', 'b', 'c', 'd', 'e'].map((id) => keyed(id, {}))],
  ])('cannot stop an honest refund: it %s', async (_, events) => {
    const gate = presetGate('own-warehouse');
    await gate.deliver(
      ...staff('memphis', 'emp_7', 'emp_21', 'emp_33'),
      ...events,
      delivered(),
      inspected('memphis'),
      stowed('memphis'),
      wants(30_000, { siteId: 'memphis' }),
    );
    await gate.pass(4 * DAY);
    expect(gate.told()).toStrictEqual(['approved']);
  });
});

describe('a group that asks for refunds', () => {
  it('cannot say alone that a subject is shared, under another source of its own role', async () => {
    const roles = ['arn:aws:iam::111111111111:role/returns'];
    const gate = presetGate('own-warehouse', (one) =>
      one.source === 'loss.prevention' ? { ...one, roles } : one,
    );
    const subject = { kind: 'customer', id: 'c_1' } as const;
    await gate.deliver(shared(subject, { by: 'x' }));
    expect((await gate.memory.profile(subject, 'strong')).shared?.isEnough).toBeUndefined();
  });
});

describe('a source that is revoked', () => {
  it('frees no refund that it contradicted', async () => {
    const gate = presetGate('nightly-files');
    await gate.deliver(by('lille_logistics', { disposition: 'mismatch_instance' }), wants(39_900));
    gate.deploy(presetPolicy('nightly-files', (one) => (one.source === '3pl.lille' ? null : one)));
    await gate.deliver(delivered());
    expect(gate.told()).not.toContain('approved');
  });
});

describe('a dock scan that a scale contradicts', () => {
  it('supports nothing from outside', async () => {
    const gate = presetGate('own-warehouse');
    const scale = { ...ATTESTORS.scale, id: 'lille_scale_1', deviceId: 'lille_scale_1' };
    await gate.deliver(
      ...staff('lille', 'emp_7', 'emp_21', 'emp_33', 'emp_44'),
      docked('lille'),
      as('dock.lille', scanned({ step: 'receiving', grams: 300, attestor: scale })),
      inspected('lille'),
      stowed('lille'),
      as(
        'wms.lille',
        scanned({
          step: 'cycle_counting',
          attestor: { ...ATTESTORS.stower, id: 'emp_44', deviceId: 'gun_10' },
        }),
      ),
      wants(190_000),
    );
    expect((await gate.row()).decision?.reasons.map(({ code }) => code)).toContain('E13_ONE_SOURCE');
  });
});

describe('one account of a warehouse system', () => {
  it('and any parcel are not two people up to the limit', async () => {
    const gate = presetGate('own-warehouse');
    await gate.deliver(
      ...staff('lille', 'emp_7', 'emp_21', 'emp_33'),
      delivered(),
      inspected('lille'),
      stowed('lille'),
      wants(499_900),
    );
    expect(gate.told()).not.toContain('approved');
  });
});
