import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { NotApprovedError, publishRelease } from '../../lib/app/publish-release.ts';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import { dayOf } from '../../lib/domain/shared/calendar.ts';
import { rulesOnly } from '../builders.ts';
import { asked, DAY, docked, HOUR, MINUTE } from './events.ts';
import { InjectedFault } from './faults.ts';
import { Harness } from './harness.ts';

const CUSTOMER = { kind: 'customer', id: 'c_1' } as const;

/** A gate with a refund that is approved and not published yet. */
async function approved(): Promise<Harness> {
  const gate = new Harness();
  await gate.take(docked());
  await gate.take(asked());
  gate.queue = [];
  await gate.decide('re_1');
  expect((await gate.row()).status).toBe('approved');
  return gate;
}

async function valueToday(gate: Harness): Promise<number> {
  const { days } = await gate.memory.subject(CUSTOMER);
  return days.find(({ day }) => day === dayOf(gate.now))?.valueMinor ?? 0;
}

describe('publishing a release', () => {
  it('is refused for a refund whose row does not say that it is approved', async () => {
    const gate = new Harness();
    await gate.take(asked());
    await expect(publishRelease(gate.deps, 're_1')).rejects.toThrow(NotApprovedError);
    await gate.run();
    await expect(publishRelease(gate.deps, 're_1')).rejects.toThrow(NotApprovedError);
    expect(gate.told()).toStrictEqual(['held']);
  });

  it('tells the decision once and ends the refund', async () => {
    const gate = await approved();
    expect(await publishRelease(gate.deps, 're_1')).toStrictEqual({ refundId: 're_1', outcome: 'released' });
    expect(await publishRelease(gate.deps, 're_1')).toStrictEqual({ refundId: 're_1', outcome: 'released' });
    expect(gate.published.map(({ id, type }) => [id, type])).toStrictEqual([
      ['re_1.2', 'refundgate.refund.approved.v1'],
    ]);
    expect(await gate.row()).toMatchObject({ status: 'published', outbox: null, dueAt: null });
  });

  it.each(['before', 'after'] as const)(
    'that died %s the event went out is repeated under the same id',
    async (when) => {
      const gate = await approved();
      gate.faults.failNext(when, 2);
      await expect(publishRelease(gate.deps, 're_1')).rejects.toThrow(InjectedFault);
      expect(gate.faults.calls.at(-1)).toBe('publish');
      await gate.pass(3 * MINUTE);
      expect(new Set(gate.published.map(({ id }) => id))).toStrictEqual(new Set(['re_1.2']));
      expect(gate.published).toHaveLength(when === 'before' ? 1 : 2);
      expect((await gate.row()).status).toBe('published');
    },
  );

  it('by two runs at the same moment goes out under one id', async () => {
    const gate = await approved();
    await Promise.allSettled([publishRelease(gate.deps, 're_1'), publishRelease(gate.deps, 're_1')]);
    await gate.pass(3 * MINUTE);
    expect(new Set(gate.published.map(({ id }) => id)).size).toBe(1);
    expect((await gate.row()).status).toBe('published');
  });
});

describe('a stop after the approval', () => {
  it('holds the refund back, announces it and gives back what was reserved', async () => {
    const gate = await approved();
    expect(await valueToday(gate)).toBe(20_000);
    await gate.stop('customer:c_1');
    await gate.runGate('re_1');
    expect(gate.told()).toStrictEqual(['held']);
    expect(await gate.row()).toMatchObject({
      status: 'held',
      outbox: null,
      dueAt: new Date(gate.now.getTime() + HOUR).toISOString(),
      decision: { reasons: [{ code: 'S01_STOPPED', facts: { scope: 'customer:c_1' } }] },
    });
    expect(await valueToday(gate)).toBe(0);
    await gate.lift('customer:c_1');
    await gate.pass(HOUR + MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
    expect(await valueToday(gate)).toBe(20_000);
    expect(isAuditIntact(await gate.row())).toBe(true);
  });

  it('that is never lifted ends in front of people', async () => {
    const gate = await approved();
    await gate.stop('all');
    await gate.runGate('re_1');
    await gate.pass(4 * DAY);
    expect(gate.told().slice(0, 2)).toStrictEqual(['held', 'escalated']);
  });

  it.each(['before', 'after'] as const)(
    'and after a publishing that died %s the event went out never leads to a second id',
    async (when) => {
      const gate = await approved();
      gate.faults.failNext(when, 2);
      await expect(publishRelease(gate.deps, 're_1')).rejects.toThrow(InjectedFault);
      const told = gate.published.length;
      await gate.stop('all');
      await gate.pass(3 * HOUR);
      expect(gate.published).toHaveLength(told);
      expect(await gate.row()).toMatchObject({ status: 'approved' });
      expect(await valueToday(gate)).toBe(20_000);
      await gate.lift('all');
      await gate.pass(HOUR + MINUTE);
      expect(new Set(gate.published.map(({ id }) => id))).toStrictEqual(new Set(['re_1.2']));
      expect((await gate.row()).status).toBe('published');
    },
  );

  it('that another run sees while this one publishes does not hold back what may be out', async () => {
    const gate = await approved();
    const publish: typeof gate.deps.publish = async (event) => {
      await gate.stop('all');
      await publishRelease(gate.deps, 're_1');
      await gate.deps.publish(event);
    };
    await expect(publishRelease({ ...gate.deps, publish }, 're_1')).rejects.toThrow('Another writer changed');
    await gate.lift('all');
    await gate.pass(2 * HOUR);
    expect((await gate.row()).status).toBe('published');
    expect(new Set(gate.published.map(({ id }) => id))).toStrictEqual(new Set(['re_1.2']));
  });
});

describe('a refund that a later, stricter policy sent to a reviewer', () => {
  const later = pinPolicy(rulesOnly({ version: 'later', auditPerMillion: 1_000_000 }));

  async function approvedByReviewer(): Promise<Harness> {
    const gate = new Harness();
    await gate.take(docked());
    await gate.take(asked());
    gate.deploy(later);
    await gate.run();
    expect(await gate.row()).toMatchObject({ status: 'escalated', decision: { judgedBy: later.hash } });
    await gate.review({ reviewerId: 'rev_1' });
    return gate;
  }

  it('is released under the version and the hash of one policy', async () => {
    const gate = await approvedByReviewer();
    await gate.run();
    const [approval] = gate.published.filter(({ type }) => type === 'refundgate.refund.approved.v1');
    expect(approval?.data).toMatchObject({ policy: { version: 'later', hash: later.hash } });
  });

  it('keeps that policy beside its inputs when a stop comes before the release', async () => {
    const gate = await approvedByReviewer();
    const { inputs } = (await gate.row()).decision ?? {};
    await gate.stop('all');
    await gate.run();
    expect(await gate.row()).toMatchObject({ status: 'held', decision: { judgedBy: later.hash, inputs } });
    expect(gate.published.at(-1)?.data).toMatchObject({ policy: { version: 'later', hash: later.hash } });
  });
});
