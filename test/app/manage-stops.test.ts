import { describe, expect, it } from 'vitest';
import { manageStops, type StopCommand } from '../../lib/app/manage-stops.ts';
import { MAX_SCOPE_FLAGS } from '../../lib/domain/refund/scope-flags.ts';
import { MAX_KILL_SWITCHES } from '../../lib/domain/refund/stops.ts';
import { asked, docked, employee, flag, HOUR, START } from './events.ts';
import { Harness } from './harness.ts';

async function say(gate: Harness, command: Partial<StopCommand>): Promise<string> {
  const answer = await manageStops(gate.deps, {
    action: 'stop',
    scope: 'customer:c_1',
    person: 'ops_1',
    ...command,
  });
  return `${answer.result} ${answer.done ? 'done' : 'not done'}`;
}

describe('a kill switch', () => {
  it('is set by one person and lifted by two different ones', async () => {
    const gate = new Harness();
    expect(await say(gate, {})).toBe('set done');
    expect(await say(gate, {})).toBe('already_set done');
    expect(await say(gate, { action: 'lift' })).toBe('lift_asked done');
    expect(await say(gate, { action: 'lift' })).toBe('needs_another_person not done');
    expect((await gate.memory.stops('strong')).entries).toHaveLength(1);
    expect(await say(gate, { action: 'lift', person: 'ops_2' })).toBe('lifted done');
    expect((await gate.memory.stops('strong')).entries).toStrictEqual([]);
    expect(await say(gate, { action: 'lift', person: 'ops_2' })).toBe('not_set not done');
  });

  it('says who asked first for its lift, and when', async () => {
    const gate = new Harness();
    const lift = (person: string) => manageStops(gate.deps, { action: 'lift', scope: 'all', person });
    await gate.stop('all');
    expect((await lift('Ann')).message).toBe(
      '1 of 2: ann asked for the lift of all. It stays stopped until a second person asks too.',
    );
    expect((await lift('ANN')).message).toBe(
      `ann asked for the lift of all first, at ${START.toISOString()}; a second person has to ask too.`,
    );
  });

  it('on an employee is not lifted by that employee, first or second', async () => {
    const gate = new Harness();
    const scope = 'employee:emp_7';
    await say(gate, { scope });
    expect(await say(gate, { action: 'lift', scope, person: 'EMP_7' })).toBe('about_oneself not done');
    expect(await say(gate, { action: 'lift', scope })).toBe('lift_asked done');
    expect(await say(gate, { action: 'lift', scope, person: 'emp_7' })).toBe('about_oneself not done');
    expect(await say(gate, { action: 'lift', scope, person: 'ops_2' })).toBe('lifted done');
  });

  it('that is set again forgets who asked for its lift', async () => {
    const gate = new Harness();
    await say(gate, {});
    await say(gate, { action: 'lift' });
    expect(await say(gate, { person: 'ops_3' })).toBe('set done');
    expect(await say(gate, { action: 'lift', person: 'ops_2' })).toBe('lift_asked done');
  });

  it('is neither set nor lifted by a person who is suspended', async () => {
    const gate = new Harness();
    await say(gate, {});
    await gate.deliver(...['ops_2', 'ops_3'].map((id) => employee(id, { role: 'agent' })));
    await gate.deliver(employee('bad', { role: 'supervisor', status: 'suspended' }));
    expect(await say(gate, { action: 'lift', person: 'bad' })).toBe('is_not_active not done');
    expect(await say(gate, { action: 'lift', person: 'ops_2' })).toBe('lift_asked done');
    expect(await say(gate, { action: 'lift', person: 'bad' })).toBe('is_not_active not done');
    expect(await say(gate, { action: 'stop', person: 'bad' })).toBe('is_not_active not done');
    expect(await say(gate, { action: 'lift', person: 'ops_3' })).toBe('lifted done');
  });

  it('is set by a name that the directory does not know, and lifted by none', async () => {
    const gate = new Harness();
    await gate.deliver(employee('ops_2', { role: 'agent' }));
    expect(await say(gate, { person: 'who' })).toBe('set done');
    expect(await say(gate, { action: 'lift', person: 'who' })).toBe('is_not_known not done');
    expect(await say(gate, { action: 'lift', person: 'ops_2' })).toBe('lift_asked done');
  });

  it('stays set when the person who asked first for the lift was suspended meanwhile', async () => {
    const gate = new Harness();
    await gate.deliver(...['ops_1', 'ops_2', 'ops_3'].map((id) => employee(id, { role: 'agent' })));
    await say(gate, {});
    await say(gate, { action: 'lift' });
    await gate.deliver(employee('ops_1', { role: 'agent', status: 'suspended' }));
    expect(await say(gate, { action: 'lift', person: 'ops_2' })).toBe('lift_asked done');
    expect(await say(gate, { action: 'lift', person: 'ops_3' })).toBe('lifted done');
  });

  it.each(['', 'customer', 'customer:', 'customers:c_1', 'all:1', 'customer:c 1'])(
    'is not set for "%s", which is no scope',
    async (scope) => {
      const gate = new Harness();
      expect(await say(gate, { scope })).toBe('unknown_scope not done');
      expect((await gate.memory.stops('strong')).entries).toStrictEqual([]);
    },
  );

  it('is refused in words when there are as many as there may be', async () => {
    const gate = new Harness();
    for (let count = 0; count < MAX_KILL_SWITCHES; count += 1) await say(gate, { scope: `sku:sku_${count}` });
    expect(await say(gate, {})).toBe('too_many not done');
    expect(await say(gate, { scope: 'sku:sku_0' })).toBe('already_set done');
    expect(await say(gate, { scope: 'all' })).toBe('set done');
  });

  it('is never kept out by flags, set or cleared', async () => {
    const gate = new Harness();
    for (let count = 0; count < MAX_SCOPE_FLAGS; count += 1) {
      await gate.take(flag('flagged', { kind: 'site', id: `site_${count}` }));
      await gate.take(flag('cleared', { kind: 'sku', id: `sku_${count}` }));
    }
    expect(await say(gate, {})).toBe('set done');
    expect(await say(gate, { scope: 'all' })).toBe('set done');
    await gate.deliver(docked(), asked());
    expect((await gate.row()).decision?.reasons).toContainEqual({
      code: 'S01_STOPPED',
      facts: { scope: 'all' },
    });
  });

  it('survives two people who set two of them at the same moment', async () => {
    const gate = new Harness();
    await Promise.all([say(gate, { scope: 'order:o_1' }), say(gate, { scope: 'order:o_2' })]);
    const scopes = (await gate.memory.stops('strong')).entries.map(({ scope }) => scope);
    expect(scopes.toSorted()).toStrictEqual(['order:o_1', 'order:o_2']);
  });
});

describe('flags that were cleared', () => {
  it('are remembered up to twenty, the newest', async () => {
    const gate = new Harness();
    for (let count = 0; count < 25; count += 1) {
      await gate.take(
        flag('cleared', { kind: 'site', id: `site_${count}` }, new Date(START.getTime() + count)),
      );
    }
    const scopes = (await gate.memory.stops('strong')).entries.map(({ scope }) => scope);
    expect(scopes).toHaveLength(20);
    expect([scopes.includes('site:site_4'), scopes.includes('site:site_5')]).toStrictEqual([false, true]);
  });
});

describe('a stopped refund', () => {
  it.each([
    'all',
    'customer:c_1',
    'order:o_1',
    'employee:emp_7',
    'device:station_12',
    'device:dev_1',
    'instrument:ins_1',
    'address:adr_1',
    'site:site_3',
    'sku:ipad-11',
  ])(
    'is held while %s is stopped, and approved at the next hourly look once that is lifted',
    async (scope) => {
      const gate = new Harness();
      await gate.stop(scope);
      await gate.deliver(docked(), asked());
      expect((await gate.row()).decision?.reasons).toStrictEqual([{ code: 'S01_STOPPED', facts: { scope } }]);
      await gate.pass(5 * HOUR);
      expect(gate.told()).toStrictEqual(['held']);
      await gate.lift(scope);
      await gate.pass(HOUR + 60_000);
      expect(gate.told()).toStrictEqual(['held', 'approved']);
    },
  );
});
