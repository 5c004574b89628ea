import { describe, expect, it } from 'vitest';
import { manageStops } from '../../../lib/app/manage-stops.ts';
import { listStops } from '../../../lib/app/stops/list-stops.ts';
import { event, flag, MINUTE, START } from '../events.ts';
import { Harness } from '../harness.ts';

const AT = START.toISOString();
const later = new Date(START.getTime() + MINUTE);

describe('the list of stops', () => {
  it('is empty at first', async () => {
    expect(await listStops(new Harness().deps)).toStrictEqual([]);
  });

  it('has each kill switch with who set it, when and why, and who asked for its lift', async () => {
    const gate = new Harness();
    const command = { action: 'stop', scope: 'customer:c_1', person: 'ann', reason: 'stolen card' } as const;
    await manageStops(gate.deps, command);
    gate.now = later;
    await manageStops(gate.deps, { action: 'stop', scope: 'all', person: 'ben' });
    await manageStops(gate.deps, { action: 'lift', scope: 'customer:c_1', person: 'cat' });
    expect(await listStops(gate.deps)).toStrictEqual([
      { scope: 'all', origin: 'person', setBy: 'ben', setAt: later.toISOString(), reason: '', liftAsked: [] },
      {
        scope: 'customer:c_1',
        origin: 'person',
        setBy: 'ann',
        setAt: AT,
        reason: 'stolen card',
        liftAsked: [{ by: 'cat', at: later.toISOString() }],
      },
    ]);
  });

  it('has the flags on sites and SKUs that are in force, and who asked to lift them', async () => {
    const gate = new Harness();
    await gate.take(flag('flagged', { kind: 'site', id: 'site_1' }, START, 'lp_1'));
    await gate.take(flag('cleared', { kind: 'sku', id: 'sku_1' }, START, 'lp_1'));
    gate.now = later;
    await gate.take(flag('cleared', { kind: 'site', id: 'site_1' }, later, 'lp_2'));
    const [one, ...others] = await listStops(gate.deps);
    expect(others).toStrictEqual([]);
    expect(one).toMatchObject({ scope: 'site:site_1', origin: 'event', setBy: 'lp_1', setAt: AT });
    expect(one?.liftAsked).toStrictEqual([{ by: 'lp_2', at: later.toISOString() }]);
  });

  it('leaves out a flag that has ended by itself', async () => {
    const gate = new Harness();
    const subject = { kind: 'site', id: 'site_1' };
    await gate.take(event('subject.flagged', { subject, reason: 'r', until: later.toISOString() }));
    expect(await listStops(gate.deps)).toMatchObject([{ until: later.toISOString() }]);
    gate.now = later;
    expect(await listStops(gate.deps)).toStrictEqual([]);
  });
});
