import { describe, expect, it } from 'vitest';
import { asked, DAY, docked, HOUR, MINUTE, tooLight } from './events.ts';
import { Harness } from './harness.ts';

describe('a hold', () => {
  it('waits for evidence three days, then goes to people as timed out', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    expect(await gate.row()).toMatchObject({
      status: 'held',
      dueAt: '2026-11-25T10:00:00.000Z',
      decision: {
        by: 'policy',
        dueAt: '2026-11-25T10:00:00.000Z',
        waitingFor: expect.arrayContaining(['dock']),
      },
    });
    await gate.pass(3 * DAY - MINUTE);
    expect(gate.told()).toStrictEqual(['held']);
    await gate.pass(2 * MINUTE);
    const { status, decision } = await gate.row();
    expect([status, decision?.by]).toStrictEqual(['escalated', 'timeout']);
    expect(decision?.reasons.map(({ code }) => code)).toStrictEqual([
      'E01_NO_INDEPENDENT_SCAN',
      'E03_TOO_FEW_ATTESTORS',
      'H01_WAIT_OVER',
    ]);
    expect(gate.told()).toStrictEqual(['held', 'escalated']);
  });

  it('is told once: the hourly look at a stopped refund writes only when it looks again', async () => {
    const gate = new Harness();
    await gate.stop('all');
    await gate.deliver(docked(), asked());
    const before = await gate.row();
    await gate.pass(4 * HOUR + MINUTE);
    const after = await gate.row();
    expect(gate.told()).toStrictEqual(['held']);
    const { dueAt, version, history } = before;
    expect({ ...after, dueAt, version, history }).toStrictEqual(before);
    expect(Date.parse(after.dueAt ?? '') - Date.parse(before.dueAt ?? '')).toBeGreaterThanOrEqual(4 * HOUR);
    expect(after.version).toBe(before.version + 4);
  });

  it('is told again when its reasons change', async () => {
    const gate = new Harness();
    await gate.deliver(asked(), tooLight());
    expect(gate.told()).toStrictEqual(['held', 'held']);
    expect(new Set(gate.published.map(({ id }) => id)).size).toBe(2);
  });

  it('that a scan overtakes between the checks and the decision is judged again with the scan', async () => {
    const gate = new Harness();
    await gate.take(asked());
    gate.beforeDecision = async () => {
      await gate.take(docked());
    };
    const findings = await gate.check('re_1');
    await gate.take(docked());
    expect((await gate.decide('re_1', findings)).outcome).toBe('again');
    expect((await gate.row()).status).toBe('received');
    await gate.run();
    expect(gate.told()).toStrictEqual(['approved']);
  });

  it('stays due soon for a scan that came before it was announced, if the run it started dies', async () => {
    const gate = new Harness();
    await gate.take(asked());
    gate.queue = [];
    const held = await gate.decide('re_1');
    await gate.take(docked());
    await gate.followUp(held);
    gate.queue = [];
    await gate.pass(2 * MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('wakes at a scan that comes between its registration and its write', async () => {
    const gate = new Harness();
    await gate.take(asked());
    gate.faults.failNext('after', 2);
    await gate.run();
    expect(gate.faults.calls.slice(-2)).toStrictEqual(['saveOrder', 'awaitScans']);
    expect((await gate.row()).status).toBe('received');
    await gate.deliver(docked());
    expect(gate.told()).toStrictEqual(['approved']);
  });
});
