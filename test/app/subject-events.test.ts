import { describe, expect, it } from 'vitest';
import { MAX_SCOPE_FLAGS, MAX_SCOPE_FLAGS_BYTES } from '../../lib/domain/refund/scope-flags.ts';
import { asked, docked, employee, event, flag, HOUR, lifted, START } from './events.ts';
import { Harness } from './harness.ts';

const EARLIER = new Date(START.getTime() - HOUR);
const LATER = new Date(START.getTime() + HOUR);

/** A gate whose clock is past all these times. */
function gateAfter(): Harness {
  const gate = new Harness();
  gate.now = new Date(LATER.getTime() + HOUR);
  return gate;
}
const CLERK = { kind: 'employee', id: 'emp_7' } as const;

async function statusOf(gate: Harness): Promise<string | undefined> {
  return (await gate.memory.profile(CLERK, 'strong')).employee?.status;
}

describe('what is heard of an employee', () => {
  it('is kept, and a repeat of it changes nothing', async () => {
    const gate = gateAfter();
    const heard = employee('emp_7', { status: 'suspended', role: 'clerk', managerId: 'emp_9' });
    expect([await gate.take(heard), await gate.take(heard)]).toStrictEqual(['taken', 'repeated']);
    const profile = await gate.memory.profile(CLERK, 'strong');
    expect(profile.employee).toStrictEqual({
      role: 'clerk',
      roleGiven: { by: 'hr_1', at: gate.now.toISOString() },
      siteId: 'site_9',
      country: 'DE',
      managerId: 'emp_9',
      teamId: undefined,
      formerPlaces: undefined,
      status: 'suspended',
      since: START.toISOString(),
      at: START.toISOString(),
      statuses: [{ status: 'suspended', at: START.toISOString(), by: 'hr_1', source: heard.source }],
    });
    expect(profile.version).toBe(1);
  });

  it('raises an alarm if they were not to be trusted from some time before', async () => {
    const gate = new Harness();
    const since = new Date(START.getTime() - HOUR).toISOString();
    expect(await gate.take(employee('emp_7', { since }))).toBe('taken');
    expect(await gate.take(employee('emp_8', { status: 'suspended' }))).toBe('taken');
    expect(await gate.take(employee('emp_7', { status: 'compromised', since }))).toBe('distrusted');
    expect(await gate.take(employee('emp_7', { status: 'compromised', since }))).toBe('repeated');
  });

  it('is not overwritten by something older that comes late', async () => {
    const gate = gateAfter();
    await gate.take(employee('emp_7', { status: 'suspended' }, LATER));
    expect(await gate.take(employee('emp_7', { status: 'active' }, EARLIER))).toBe('repeated');
    expect(await statusOf(gate)).toBe('suspended');
  });

  it('is active again when two people say so, neither of them the employee', async () => {
    const gate = gateAfter();
    await gate.take(employee('emp_7', { status: 'suspended' }, EARLIER));
    for (const by of ['emp_7', 'hr_1', 'EMP_7', 'HR_1']) {
      await gate.take(employee('emp_7', { status: 'active', by }));
      expect(await statusOf(gate)).toBe('suspended');
    }
    expect(await gate.take(employee('emp_7', { status: 'active', by: 'hr_2' }, LATER))).toBe('taken');
    expect(await statusOf(gate)).toBe('active');
  });

  it('takes role and place at once, while a milder status waits for a second person', async () => {
    const gate = gateAfter();
    await gate.take(employee('emp_7', { role: 'clerk', status: 'compromised' }, EARLIER));
    await gate.take(employee('emp_7', { role: 'stower', siteId: 'site_2', status: 'active', by: 'hr_2' }));
    const profile = await gate.memory.profile(CLERK, 'strong');
    expect(profile.employee).toMatchObject({
      role: 'stower',
      siteId: 'site_2',
      status: 'compromised',
      since: EARLIER.toISOString(),
      at: START.toISOString(),
    });
  });

  it('is not active by a first request that came before the last suspension', async () => {
    const gate = gateAfter();
    await gate.take(employee('emp_7', { status: 'suspended' }, EARLIER));
    await gate.take(employee('emp_7', { status: 'active', by: 'hr_2' }));
    await gate.take(employee('emp_7', { status: 'suspended' }, LATER));
    await gate.take(employee('emp_7', { status: 'active', by: 'hr_3' }, new Date(LATER.getTime() + 1)));
    expect(await statusOf(gate)).toBe('suspended');
  });

  it.each([
    ['the event that says it', {}, START],
    [
      'the time it names, if that is earlier',
      { since: '2026-11-01T08:00:00.000+08:00' },
      new Date('2026-11-01'),
    ],
    ['the event, if it names a later time', { since: '2026-12-24T00:00:00.000Z' }, START],
  ])('holds from %s', async (_, data, since) => {
    const gate = gateAfter();
    await gate.take(employee('emp_7', { status: 'active' }, EARLIER));
    await gate.take(employee('emp_7', { status: 'suspended', ...data }));
    await gate.take(employee('emp_7', { status: 'suspended', by: 'hr_2' }, LATER));
    await gate.take(employee('emp_7', { status: 'confirmed_insider' }, LATER));
    expect((await gate.memory.profile(CLERK, 'strong')).employee?.since).toBe(since.toISOString());
  });

  it.each([
    ['active', 'suspended'],
    ['suspended', 'active'],
    ['suspended', 'confirmed_insider'],
    ['confirmed_insider', 'compromised'],
  ])('at one instant ends in the graver, heard as %s and then %s', async (...statuses) => {
    const gate = gateAfter();
    for (const status of statuses) await gate.take(employee('emp_7', { status }));
    const graver = statuses.includes('confirmed_insider') ? 'confirmed_insider' : 'suspended';
    expect(await statusOf(gate)).toBe(graver);
  });

  it('holds a refund the employee stands behind while it is not active', async () => {
    const gate = gateAfter();
    await gate.deliver(docked(), employee('emp_7', { status: 'compromised' }), asked());
    expect((await gate.row()).decision?.reasons).toStrictEqual([
      { code: 'S02_EMPLOYEE_NOT_ACTIVE', facts: { employeeId: 'emp_7', status: 'compromised' } },
    ]);
    await gate.deliver(employee('emp_7', { status: 'active' }, LATER));
    await gate.pass(2 * HOUR);
    expect(gate.told()).toStrictEqual(['held']);
    await gate.deliver(employee('emp_7', { status: 'active', by: 'hr_2' }, LATER));
    await gate.pass(HOUR + 60_000);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });
});

const KINDS = [
  ['customer', 'c_1', 'S03_SUBJECT_FLAGGED'],
  ['address', 'adr_1', 'S03_SUBJECT_FLAGGED'],
  ['device', 'dev_1', 'S03_SUBJECT_FLAGGED'],
  ['device', 'station_12', 'S03_SUBJECT_FLAGGED'],
  ['instrument', 'ins_1', 'S03_SUBJECT_FLAGGED'],
  ['order', 'o_1', 'S03_SUBJECT_FLAGGED'],
  ['site', 'site_3', 'S01_STOPPED'],
  ['sku', 'IPAD-11', 'S01_STOPPED'],
] as const;

describe('a flag', () => {
  it.each(KINDS)(
    'on %s %s holds the refund, and lets it go once two people have lifted it',
    async (kind, id, code) => {
      const gate = gateAfter();
      const subject = { kind, id };
      await gate.deliver(docked(), flag('flagged', subject), asked());
      expect((await gate.row()).decision?.reasons.map((reason) => reason.code)).toStrictEqual([code]);
      for (const by of [undefined, 'ana', 'ANA']) await gate.deliver(flag('cleared', subject, LATER, by));
      await gate.pass(2 * HOUR);
      expect(gate.told()).toStrictEqual(['held']);
      await gate.deliver(flag('cleared', subject, LATER, 'ben'));
      await gate.pass(HOUR + 60_000);
      expect(gate.told()).toStrictEqual(['held', 'approved']);
    },
  );

  it('is lifted by a second source too, but by neither alone', async () => {
    const gate = gateAfter();
    const subject = { kind: 'customer', id: 'c_1' };
    const cleared = flag('cleared', subject, LATER);
    await gate.deliver(docked(), flag('flagged', subject), asked());
    await gate.deliver({ ...cleared, source: 'shop' }, { ...cleared, source: 'shop', id: 'again' });
    await gate.pass(2 * HOUR);
    expect(gate.told()).toStrictEqual(['held']);
    await gate.deliver({ ...cleared, source: 'lp' });
    await gate.pass(HOUR + 60_000);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('is not shortened by one person, and is by two', async () => {
    const gate = gateAfter();
    const shorter = (by: string) => {
      const one = flag('flagged', { kind: 'customer', id: 'c_1' }, LATER, by);
      return { ...one, data: { ...Object(one.data), until: LATER.toISOString() } };
    };
    await gate.deliver(docked(), flag('flagged', { kind: 'customer', id: 'c_1' }), shorter('ana'), asked());
    expect(gate.told()).toStrictEqual(['held']);
    await gate.deliver(shorter('ben'));
    await gate.pass(HOUR + 60_000);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('is not lifted by the customer it is about', async () => {
    const gate = gateAfter();
    const subject = { kind: 'customer', id: 'c_1' };
    await gate.deliver(docked(), flag('flagged', subject), asked());
    for (const by of ['C_1', 'ana']) await gate.deliver(flag('cleared', subject, LATER, by));
    await gate.pass(2 * HOUR);
    expect(gate.told()).toStrictEqual(['held']);
  });

  it('and its lift after the approval change nothing', async () => {
    const gate = gateAfter();
    const subject = { kind: 'customer', id: 'c_1' };
    await gate.deliver(docked(), asked());
    const row = await gate.row();
    await gate.deliver(flag('flagged', subject), ...lifted(subject, LATER));
    await gate.pass(2 * HOUR);
    expect([gate.told(), await gate.row()]).toStrictEqual([['approved'], row]);
  });

  it.each(KINDS)('on %s %s counts by its own time, not by when it arrives', async (kind, id) => {
    const gate = gateAfter();
    const subject = { kind, id };
    await gate.take(flag('flagged', subject, LATER));
    for (const one of lifted(subject, EARLIER)) await gate.take(one);
    await gate.deliver(docked(), asked());
    expect(gate.told()).toStrictEqual(['held']);
  });

  it.each(KINDS)(
    'on %s %s that was cleared later stays cleared, in whatever order they come',
    async (kind, id) => {
      const gate = gateAfter();
      const subject = { kind, id };
      await gate.take(flag('flagged', subject, START));
      for (const one of lifted(subject, LATER)) await gate.take(one);
      expect(await gate.take(flag('flagged', subject, EARLIER))).toBe('repeated');
      await gate.deliver(docked(), asked());
      expect(gate.told()).toStrictEqual(['approved']);
    },
  );

  it.each(KINDS)('on %s %s that is heard only after it was cleared holds nothing', async (kind, id) => {
    const gate = gateAfter();
    const subject = { kind, id };
    for (const one of lifted(subject, LATER)) await gate.take(one);
    expect(await gate.take(flag('flagged', subject, EARLIER))).toBe('repeated');
    await gate.deliver(docked(), asked());
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('on an order before its first refund leaves the order free to be claimed of in any currency', async () => {
    const gate = gateAfter();
    const subject = { kind: 'order', id: 'o_1' };
    await gate.deliver(flag('flagged', subject, EARLIER), ...lifted(subject), docked(), asked());
    expect(gate.told()).toStrictEqual(['approved']);
    expect((await gate.memory.order('o_1', 'strong'))?.currency).toBe('EUR');
  });

  it('on a site is rejected, and said so, when there are as many as there may be', async () => {
    const gate = gateAfter();
    for (let count = 0; count < MAX_SCOPE_FLAGS; count += 1) {
      expect(await gate.take(flag('flagged', { kind: 'sku', id: `sku_${count}` }))).toBe('taken');
    }
    expect(await gate.take(flag('flagged', { kind: 'site', id: 'site_3' }))).toBe('rejected');
    expect(gate.published.at(-1)).toMatchObject({
      type: 'refundgate.event.rejected.v1',
      data: { problems: [{ path: 'data.subject', message: expect.stringContaining('at most 200') }] },
    });
    for (const one of lifted({ kind: 'sku', id: 'sku_0' }, LATER)) {
      expect(await gate.take(one)).toBe('taken');
    }
    expect(await gate.take(flag('flagged', { kind: 'site', id: 'site_3' }))).toBe('taken');
  });

  it('and requests to lift flags cannot fill the item of the stops', async () => {
    const gate = gateAfter();
    const subjects = Array.from({ length: 150 }, (_, at) => ({ kind: 'sku', id: `s${at}` }) as const);
    for (const subject of subjects) await gate.take(flag('flagged', subject));
    const reason = 'ü'.repeat(2000);
    const answers: string[] = [];
    for (const [at, subject] of subjects.entries()) {
      const asks = event('subject.cleared', { subject, reason, by: `a${at}` }, EARLIER);
      answers.push(await gate.take(asks));
    }
    expect(answers).toContain('rejected');
    const { entries } = await gate.memory.stops('strong');
    expect(Buffer.byteLength(JSON.stringify(entries))).toBeLessThan(3 * MAX_SCOPE_FLAGS_BYTES);
  });

  it('on a site with a long reason cannot fill the item of the stops, and can be lifted', async () => {
    const gate = gateAfter();
    const reason = 'x'.repeat(2000);
    const subject = (count: number) => ({ kind: 'sku', id: `sku_${count}` });
    const long = (count: number) => {
      const one = flag('flagged', subject(count));
      return { ...one, data: { ...Object(one.data), reason } };
    };
    let count = 0;
    while ((await gate.take(long(count))) === 'taken') count += 1;
    const { entries } = await gate.memory.stops('strong');
    expect(JSON.stringify(entries).length).toBeLessThanOrEqual(MAX_SCOPE_FLAGS_BYTES);
    expect(entries).toHaveLength(count);
    for (const one of lifted(subject(0), LATER)) expect(await gate.take(one)).toBe('taken');
    expect(await gate.take(long(count))).toBe('taken');
  });

  it.each(KINDS)(
    'on %s %s stands when it was set and cleared at one instant, in whatever order',
    async (kind, id) => {
      const gate = gateAfter();
      const subject = { kind, id };
      await gate.deliver(...lifted(subject), flag('flagged', subject), ...lifted(subject));
      await gate.deliver(docked(), asked());
      expect(gate.told()).toStrictEqual(['held']);
    },
  );

  it.each(KINDS)('on %s %s of one instant holds as long as the longest of them', async (kind, id) => {
    const gate = gateAfter();
    const [open, ended] = [flag('flagged', { kind, id }), flag('flagged', { kind, id })];
    await gate.take(open);
    await gate.take({ ...ended, data: { ...Object(ended.data), until: EARLIER.toISOString() } });
    await gate.deliver(docked(), asked());
    expect(gate.told()).toStrictEqual(['held']);
  });

  it('does not lift the kill switch a person set on the same site', async () => {
    const gate = gateAfter();
    await gate.stop('site:site_3');
    await gate.take(flag('flagged', { kind: 'site', id: 'site_3' }));
    for (const one of lifted({ kind: 'site', id: 'site_3' }, LATER)) await gate.take(one);
    await gate.deliver(docked(), asked());
    expect(gate.told()).toStrictEqual(['held']);
  });
});
