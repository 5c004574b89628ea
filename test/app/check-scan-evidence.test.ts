import { describe, expect, it } from 'vitest';
import { needsRefresh } from '../../lib/app/history/history-entries.ts';
import type { Store } from '../../lib/app/ports.ts';
import { ATTESTORS } from '../../lib/demo/event-builders.ts';
import { eur } from '../builders.ts';
import { asked, DAY, docked, employee, HOUR, START, scanned } from './events.ts';
import { InjectedFault } from './faults.ts';
import { Harness } from './harness.ts';

const AT_2000 = { amount: eur(199_900), captured: eur(199_900) };
const stored = () => scanned({ step: 'storing', attestor: ATTESTORS.stower });
const passed = () =>
  scanned({ step: 'inspecting', disposition: 'conformant', attestor: ATTESTORS.inspector });

/** A store that lists whose profile is read, and cannot read some. */
function readingProfiles(broken: readonly string[] = []): { read: string[]; wrap: (store: Store) => Store } {
  const read: string[] = [];
  const wrap = (store: Store): Store => ({
    ...store,
    profile: (ref, consistency) => {
      read.push(ref.id);
      if (broken.includes(ref.id)) throw new InjectedFault('profile', 'before');
      return store.profile(ref, consistency);
    },
  });
  return { read, wrap };
}

describe('the scan check', () => {
  it('counts a scan of an employee the directory does not know', async () => {
    const gate = new Harness();
    await gate.deliver(stored(), asked(AT_2000));
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('asks the directory about the marker and who vouches, and about nobody if no employee does', async () => {
    const { read, wrap } = readingProfiles();
    const gate = new Harness({ wrap });
    await gate.deliver(docked(), asked());
    expect(read).toStrictEqual([]);
    await gate.take(stored());
    await gate.take(scanned({ step: 'storing', attestor: { ...ATTESTORS.inspector, capture: 'keyed' } }));
    read.length = 0;
    await gate.check('re_1');
    expect(read).toStrictEqual(['emp_7', 'emp_33']);
  });

  it('asks about five people at most; the scans of further ones do not count', async () => {
    const { read, wrap } = readingProfiles();
    const gate = new Harness({ wrap });
    await gate.take(asked());
    for (let index = 0; index < 9; index += 1) {
      const attestor = { ...ATTESTORS.stower, id: `emp_${100 + index}`, deviceId: `gun_${100 + index}` };
      await gate.take(scanned({ step: 'storing', attestor }));
    }
    read.length = 0;
    const [scan] = await gate.check('re_1');
    expect(read).toStrictEqual(['emp_7', 'emp_100', 'emp_101', 'emp_102', 'emp_103']);
    expect(scan).toMatchObject({ pinned: { collusion: { observed: 4 } } });
  });

  it('is unknown, and the refund held, while somebody who vouches cannot be looked up', async () => {
    const gate = new Harness({ wrap: readingProfiles(['emp_33']).wrap });
    await gate.deliver(stored(), asked(AT_2000));
    const { status, decision } = await gate.row();
    expect(status).toBe('held');
    expect(decision?.reasons.map(({ code }) => code)).toStrictEqual(['F01_CHECK_UNAVAILABLE']);
  });

  it('leans on no scan of a person who was suspended before it, and says so', async () => {
    const gate = new Harness();
    await gate.deliver(employee('emp_33', { role: 'stower', status: 'suspended' }), stored(), asked(AT_2000));
    const { status, decision } = await gate.row();
    expect(status).toBe('held');
    expect(decision?.reasons).toContainEqual({
      code: 'E12_SCANS_DO_NOT_COUNT',
      facts: { kinds: ['put_away'], attestors: ['emp_33'] },
    });
  });

  it('leans on no scan of the marker’s manager', async () => {
    const gate = new Harness();
    await gate.deliver(employee('emp_7', { role: 'clerk', managerId: 'emp_33' }), stored(), asked(AT_2000));
    expect(gate.told()).toStrictEqual(['held']);
  });

  it.each([
    ['reported to the marker', 'emp_33', 'emp_7'],
    ['was the marker’s manager', 'emp_7', 'emp_33'],
  ])('leans on no scan of a person who %s until one event, for 90 days', async (_, id, managerId) => {
    const held = new Harness();
    await held.deliver(employee(id, { role: 'stower', managerId }));
    // An event may be dated back: the gate goes by when it took it.
    held.now = new Date(START.getTime() + HOUR);
    await held.deliver(employee(id, { role: 'stower', by: 'emp_7' }, new Date(START.getTime() + 1)));
    await held.deliver(stored(), asked(AT_2000));
    expect(held.told()).toStrictEqual(['held']);
    held.now = new Date(START.getTime() + 91 * DAY);
    const later = { ...AT_2000, refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2' };
    await held.deliver(
      scanned({ rmaId: 'rma_2', step: 'storing', attestor: ATTESTORS.stower }, held.now),
      asked(later, held.now),
    );
    expect(held.told('re_2')).toStrictEqual(['approved']);
  });
});

describe('a status reported after a hold', () => {
  it('counts when the refund is judged again', async () => {
    const gate = new Harness();
    // At 2,000 two have to see the goods: this one is held while it waits for the second.
    await gate.deliver(stored(), asked({ amount: eur(250_000), captured: eur(250_000) }));
    await gate.pass(HOUR);
    await gate.deliver(employee('emp_33', { role: 'stower', status: 'compromised' }, START));
    expect(gate.told()).toStrictEqual(['held']);
    await gate.deliver(passed());
    expect(gate.told()).toStrictEqual(['held', 'held']);
    expect((await gate.row()).decision?.collusion).toStrictEqual({ required: 2, observed: 1 });
  });
});

describe('a status reported after the approval', () => {
  it('changes no outcome, and a late scan adds to histories what the check then says', async () => {
    const gate = new Harness();
    await gate.deliver(stored(), asked(AT_2000));
    await gate.pass(4 * DAY);
    const { policy } = gate;
    const before = await gate.row();
    expect(await needsRefresh({ store: gate.memory, policy }, before)).toBe(false);
    await gate.deliver(employee('emp_33', { role: 'stower', status: 'confirmed_insider' }));
    expect(await needsRefresh({ store: gate.memory, policy }, before)).toBe(true);
    await gate.deliver(scanned({ step: 'cycle_counting', attestor: ATTESTORS.dock }));
    const after = await gate.row();
    expect(after.status).toBe('published');
    expect(after.history?.exceptionPermille).toBeGreaterThan(before.history?.exceptionPermille ?? 1000);
    expect(await needsRefresh({ store: gate.memory, policy }, after)).toBe(false);
    expect(gate.told()).toStrictEqual(['approved']);
  });
});
