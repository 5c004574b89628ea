import { describe, expect, it } from 'vitest';
import { decideRefund } from '../../lib/app/decide-refund.ts';
import { publishRelease } from '../../lib/app/publish-release.ts';
import { unsupportedBefore } from '../../lib/domain/history/subject-history.ts';
import { dayOf } from '../../lib/domain/shared/calendar.ts';
import {
  asked,
  DAY,
  docked,
  flag,
  fullChain,
  HOUR,
  lifted,
  MINUTE,
  START,
  scanned,
  unseen,
} from './events.ts';
import { Harness } from './harness.ts';
import { CLERK, idsOf, sumToday, takeUnseen } from './unseen-refunds.ts';

/** The default policy: EUR 600.00 for an employee, EUR 300.00 for anybody else. */
const LIMIT_MINOR = 60_000;

/** Less than what the budget has again after three days. */
const SMALLER = { currency: 'EUR', minor: 4000 };

async function statuses(gate: Harness, ids: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const rows = await Promise.all(ids.map((id) => gate.row(id)));
  const groups = Map.groupBy(rows, ({ status }) => status);
  return Object.fromEntries([...groups].map(([status, group]) => [status, group.length]));
}

describe('the unsupported budget of an employee', () => {
  it.each(['one after the other', 'at the same moment'])(
    'passes twelve of fifty refunds that were all checked before the first decision, decided %s',
    async (how) => {
      const gate = new Harness();
      const ids = idsOf(50);
      await takeUnseen(gate, ids);
      const checked = await Promise.all(ids.map(async (id) => ({ id, findings: await gate.check(id) })));
      if (how === 'at the same moment')
        await Promise.all(checked.map(({ id, findings }) => gate.decide(id, findings)));
      else for (const { id, findings } of checked) await gate.decide(id, findings);
      expect(await statuses(gate, ids)).toStrictEqual({ approved: 12, held: 38 });
      expect((await sumToday(gate, 'employee', 'emp_7')).unsupported).toBe(LIMIT_MINOR);
      for (const id of ids) {
        const { status, request } = await gate.row(id);
        const expected = status === 'approved' ? 5000 : 0;
        expect((await sumToday(gate, 'customer', request.customerId)).value).toBe(expected);
      }
    },
  );

  it.each([
    [LIMIT_MINOR - 1 - 50_000, 'approved'],
    [LIMIT_MINOR - 50_000, 'approved'],
    [LIMIT_MINOR + 1 - 50_000, 'held'],
  ])('that has EUR 500.00 used answers for %d more with %s', async (minor, status) => {
    const gate = new Harness();
    await takeUnseen(gate, idsOf(10));
    for (const id of idsOf(10)) await gate.runGate(id);
    const amount = { currency: 'EUR', minor };
    await gate.deliver(asked(unseen('re_1', { amount, captured: amount })));
    expect(gate.told()).toStrictEqual([status]);
  });

  it('says which subject has no room, and how much there was when the day began', async () => {
    const gate = new Harness();
    await takeUnseen(gate, idsOf(13));
    for (const id of idsOf(13)) await gate.runGate(id);
    expect((await gate.row('re_112')).decision?.reasons).toStrictEqual([
      { code: 'B01_UNSUPPORTED_BUDGET', facts: { kind: 'employee', atStartOfDayMinor: LIMIT_MINOR } },
    ]);
  });

  it('is not used by refunds that independent evidence supports', async () => {
    const gate = new Harness();
    await gate.deliver(docked(), asked());
    expect(await sumToday(gate, 'employee', 'emp_7')).toStrictEqual({ value: 0, unsupported: 0 });
  });

  it('is free again for what a stop held back', async () => {
    const gate = new Harness();
    await takeUnseen(gate, idsOf(1));
    await gate.decide('re_100');
    await gate.stop('all');
    expect((await publishRelease(gate.deps, 're_100')).outcome).toBe('hold');
    expect(await sumToday(gate, 'employee', 'emp_7')).toStrictEqual({ value: 0, unsupported: 0 });
  });

  it('comes back by half in thirty days', async () => {
    const gate = new Harness();
    await takeUnseen(gate, idsOf(12));
    for (const id of idsOf(12)) await gate.runGate(id);
    await gate.pass(30 * DAY);
    await takeUnseen(gate, idsOf(7, 50));
    for (const id of idsOf(7, 50)) await gate.runGate(id);
    expect(await statuses(gate, idsOf(7, 50))).toStrictEqual({ published: 6, held: 1 });
  });

  it('counts yesterday in full minus one day of decay after midnight', async () => {
    const gate = new Harness();
    gate.now = new Date('2026-11-22T23:59:59.000Z');
    await takeUnseen(gate, idsOf(12));
    for (const id of idsOf(12)) await gate.runGate(id);
    gate.now = new Date('2026-11-23T00:00:00.000Z');
    const history = await gate.memory.subject(CLERK);
    // 60,000 · 2^(-1/30) = 58,629.5…
    expect(unsupportedBefore(history, '2026-11-23', 30)).toBe(58_630);
    await takeUnseen(gate, ['re_900']);
    await gate.runGate('re_900');
    expect((await gate.row('re_900')).status).toBe('held');
  });
});

describe('a refund that finds the budget used up', () => {
  /** Twelve refunds take the budget of emp_7; the next one waits. */
  async function waiting(overrides: Parameters<typeof unseen>[1] = {}): Promise<Harness> {
    const gate = new Harness();
    await takeUnseen(gate, idsOf(12));
    for (const id of idsOf(12)) await gate.runGate(id);
    await gate.deliver(asked(unseen('re_900', overrides)));
    return gate;
  }

  it('waits for the scans of its return, and takes nothing of the budget meanwhile', async () => {
    const gate = await waiting();
    const { status, dueAt, decision } = await gate.row('re_900');
    expect([status, dueAt]).toStrictEqual(['held', '2026-11-25T10:00:00.000Z']);
    expect(decision?.reasons.map(({ code }) => code)).toStrictEqual(['B01_UNSUPPORTED_BUDGET']);
    expect(decision?.waitingFor).toContain('dock');
    expect((await sumToday(gate, 'employee', 'emp_7')).unsupported).toBe(LIMIT_MINOR);
    expect((await sumToday(gate, 'customer', 'c_900')).unsupported).toBe(0);
  });

  it('is approved by the dock scan that comes the next night', async () => {
    const gate = await waiting();
    await gate.pass(16 * HOUR);
    await gate.deliver(docked('rma_900'));
    expect(gate.told('re_900')).toStrictEqual(['held', 'approved']);
    expect((await gate.row('re_900')).decision?.reasons[0]?.code).toBe('A01_EVIDENCE_SUFFICES');
  });

  it('goes to a person when its wait is over and no scan came', async () => {
    const gate = await waiting();
    await gate.pass(3 * DAY + MINUTE);
    const { status, decision } = await gate.row('re_900');
    expect([status, decision?.by]).toStrictEqual(['escalated', 'timeout']);
    expect(decision?.reasons.map(({ code }) => code)).toStrictEqual([
      'B01_UNSUPPORTED_BUDGET',
      'H01_WAIT_OVER',
    ]);
  });

  it('is not approved by the end of its wait, even where the budget has room again', async () => {
    const gate = await waiting();
    for (const id of idsOf(12)) await gate.memory.withdraw(CLERK, dayOf(START), await gate.row(id));
    await gate.pass(3 * DAY + MINUTE);
    expect(gate.told('re_900')).toStrictEqual(['held', 'escalated']);
  });

  it('is not approved by the end of its wait, though a flag stood in between', async () => {
    const gate = await waiting({ amount: SMALLER, captured: SMALLER });
    const customer = { kind: 'customer', id: 'c_900' };
    const inventory = () => scanned({ rmaId: 'rma_900', step: 'cycle_counting' }, gate.now);
    await gate.pass(2 * DAY);
    await gate.deliver(flag('flagged', customer, gate.now), inventory());
    await gate.pass(DAY - MINUTE);
    await gate.deliver(...lifted(customer, gate.now));
    await gate.pass(2 * MINUTE);
    expect(gate.told('re_900').at(-1)).toBe('escalated');
  });

  it('is approved by a dock scan that overtakes the decision to wait', async () => {
    const gate = new Harness();
    await takeUnseen(gate, [...idsOf(12), 're_900']);
    for (const id of idsOf(12)) await gate.runGate(id);
    gate.queue = [];
    gate.beforeDecision = async () => {
      await gate.take(docked('rma_900'));
    };
    await gate.runGate('re_900');
    await gate.run();
    expect(gate.told('re_900')).toStrictEqual(['approved']);
  });

  it('keeps what another run reserves between its hold and its giving back', async () => {
    const gate = new Harness();
    await takeUnseen(gate, [...idsOf(12), 're_900']);
    for (const id of idsOf(12)) await gate.decide(id);
    gate.queue = [];
    let turn: (() => Promise<void>) | undefined = async () => {
      await gate.memory.withdraw(CLERK, dayOf(gate.now), await gate.row('re_100'));
      await gate.deliver(scanned({ rmaId: 'rma_900', step: 'cycle_counting' }));
    };
    const withdraw: Harness['store']['withdraw'] = async (...args) => {
      const other = turn;
      turn = undefined;
      await other?.();
      await gate.store.withdraw(...args);
    };
    const findings = await gate.check('re_900');
    const deps = { ...gate.deps, store: { ...gate.store, withdraw } };
    await decideRefund(deps, { refundId: 're_900', findings });
    expect(gate.told('re_900')).toContain('approved');
    expect((await sumToday(gate, 'employee', 'emp_7')).unsupported).toBe(LIMIT_MINOR);
  });

  it('goes to a person the next day when it names no return, since no scan can come', async () => {
    const gate = await waiting({ rmaId: undefined });
    expect((await gate.row('re_900')).dueAt).toBe('2026-11-23T00:00:00.000Z');
    await gate.pass(14 * HOUR + MINUTE);
    expect(gate.told('re_900')).toStrictEqual(['held', 'escalated']);
  });

  it('keeps its place in the budget until the row says that it waits', async () => {
    const gate = new Harness();
    await takeUnseen(gate, [...idsOf(12), 're_900']);
    for (const id of idsOf(12)) await gate.decide(id);
    const findings = await gate.check('re_900');
    await gate.decide('re_900', findings);
    const calls = gate.faults.calls;
    expect(calls.lastIndexOf('saveRefund')).toBeLessThan(calls.indexOf('withdraw'));
  });
});

describe('the linked sums', () => {
  it('stop refunds under the limit that are together over it', async () => {
    const gate = new Harness();
    const amount = { currency: 'EUR', minor: 190_000 };
    for (const number of [1, 2, 3]) {
      const own = { refundId: `re_${number}`, orderId: `o_${number}`, rmaId: `rma_${number}` };
      await gate.deliver(...fullChain(`rma_${number}`), asked({ ...own, amount, captured: amount }));
    }
    expect(['re_1', 're_2', 're_3'].map((id) => gate.told(id))).toStrictEqual([
      ['approved'],
      ['approved'],
      ['escalated'],
    ]);
    expect((await gate.row('re_3')).decision?.reasons[0]?.code).toBe('V07_LINKED_SUM_OVER_LIMIT');
  });
});

describe('two runs of one refund', () => {
  it('never let the one that finds no room take back what the other approves on', async () => {
    let turn: (() => Promise<void>) | undefined;
    const paused = new Harness();
    const store = new Proxy(paused.store, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver);
        if ((name !== 'withdraw' && name !== 'saveRefund') || typeof method !== 'function') return method;
        return async (...args: readonly unknown[]) => {
          const other = turn;
          turn = undefined;
          await other?.();
          return method.apply(target, args);
        };
      },
    });
    await takeUnseen(paused, [...idsOf(12), 're_900']);
    for (const id of idsOf(12)) await paused.decide(id);
    const findings = await paused.check('re_900');
    turn = async () => {
      await paused.memory.withdraw(CLERK, dayOf(paused.now), await paused.row('re_100'));
      expect((await paused.decide('re_900', findings)).outcome).toBe('approve');
    };
    const step = await decideRefund({ ...paused.deps, store }, { refundId: 're_900', findings });
    expect(step.outcome).toBe('again');
    expect((await sumToday(paused, 'employee', 'emp_7')).unsupported).toBe(LIMIT_MINOR);
    expect((await sumToday(paused, 'customer', 'c_900')).value).toBe(5000);
  });
});
