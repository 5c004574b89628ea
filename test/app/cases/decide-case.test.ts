import { describe, expect, it } from 'vitest';
import { caseClosedSchema } from '../../../lib/contracts/outbound-events.ts';
import { pastOf } from '../../../lib/domain/history/decayed-past.ts';
import { dayOf } from '../../../lib/domain/shared/calendar.ts';
import { asked, DAY, docked, employee, scanned, unseen } from '../events.ts';
import { Harness } from '../harness.ts';
import { CLERK } from '../unseen-refunds.ts';
import { answer, CASE_POLICY, foundFalse, gateWithCase, lastCase, toldOfCases } from './a-case.ts';

/** Returns what emp_7's past says now: what weighs, and what a case could be opened on. */
async function pastOfClerk(
  gate: Harness,
  { kind, id } = { ...CLERK } as { kind: 'employee' | 'customer'; id: string },
) {
  const reading = { today: dayOf(gate.now), halfLifeDays: 90, without: undefined };
  const past = pastOf(await gate.memory.subject({ kind, id }), reading);
  const { falseAttestations, high, highExceptions, confirmed } = past.counts;
  return {
    false: falseAttestations > 0,
    refunds: high > 0,
    exceptions: highExceptions > 0,
    confirmed: confirmed > 0,
    incidents: past.incidents,
    reviewers: past.reviewers,
    falseDays: past.falseDays,
  };
}

const NO_WEIGHT = {
  false: false,
  exceptions: false,
  confirmed: false,
  incidents: [],
  reviewers: [],
  falseDays: [],
};

async function later(gate: Harness, days: number): Promise<void> {
  gate.now = new Date(gate.now.getTime() + days * DAY);
  await gate.rollUp();
}

describe('a case that is cleared', () => {
  it('takes two people, and lets its refunds count as refunds and nothing else', async () => {
    const gate = await gateWithCase();
    expect(await pastOfClerk(gate)).toMatchObject({ false: true, incidents: ['re_1', 're_2'] });
    expect(await answer(gate, 'sam', 'clear', { note: 'camera was broken' })).toStrictEqual({
      result: 'clear_asked',
    });
    expect(await pastOfClerk(gate)).toMatchObject({ false: true });
    expect(await answer(gate, 'sue', 'clear')).toStrictEqual({ result: 'cleared' });
    expect(await pastOfClerk(gate)).toStrictEqual({ ...NO_WEIGHT, refunds: true });
    const { status, outbox, said } = await lastCase(gate);
    expect([status, outbox]).toStrictEqual(['cleared', null]);
    expect(said).toMatchObject([{ by: 'sam', note: 'camera was broken' }, { by: 'sue' }]);
  });

  it('is told once, with who decided and about which refunds', async () => {
    const gate = await gateWithCase();
    const { id: caseId } = await lastCase(gate);
    await answer(gate, 'sam', 'clear');
    await answer(gate, 'sue', 'clear');
    expect(toldOfCases(gate)).toStrictEqual(['opened', 'cleared']);
    const told = gate.published.at(-1);
    expect(told?.id).toMatch(/^case-closed\.[0-9a-f]{32}$/);
    expect(caseClosedSchema.strict().parse(told?.data)).toStrictEqual({
      employeeId: 'emp_7',
      caseId,
      outcome: 'cleared',
      by: ['sam', 'sue'],
      refundIds: ['re_1', 're_2'],
    });
  });

  it('still weighs for the customer', async () => {
    const gate = await gateWithCase();
    const before = await pastOfClerk(gate, { kind: 'customer', id: 'c_1' });
    await answer(gate, 'sam', 'clear');
    await answer(gate, 'sue', 'clear');
    expect(before).toMatchObject({ confirmed: true });
    expect(await pastOfClerk(gate, { kind: 'customer', id: 'c_1' })).toStrictEqual(before);
  });

  it('lets the next refund of the employee be judged as if nothing had been found', async () => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'clear');
    await answer(gate, 'sue', 'clear');
    await gate.deliver(asked(unseen('re_9'), gate.now));
    const { inputs } = (await gate.row('re_9')).decision ?? {};
    expect(JSON.stringify(inputs)).toContain('"falseAttestations":{"observed":0');
  });

  it('opens no new case on its refunds, whatever comes in about them later', async () => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'clear');
    await answer(gate, 'sue', 'clear');
    await gate.deliver(docked('rma_re_1'), scanned({ rmaId: 'rma_re_2', step: 'storing' }));
    for (const refundId of ['re_1', 're_2']) {
      const { history } = await gate.row(refundId);
      if (history !== null) await gate.memory.contribute(CLERK, { ...history, exceptionPermille: 999 });
    }
    for (const days of [1, 1, 88, 60]) await later(gate, days);
    expect(await pastOfClerk(gate)).toMatchObject(NO_WEIGHT);
    expect(toldOfCases(gate)).toStrictEqual(['opened', 'cleared']);
  });

  it('opens one on other refunds at once', async () => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'clear');
    await answer(gate, 'sue', 'clear');
    await foundFalse(gate, 're_3', 're_4');
    await later(gate, 1);
    expect(toldOfCases(gate)).toStrictEqual(['opened', 'cleared', 'opened']);
    const { number, findings } = await lastCase(gate);
    expect([number, findings.refundIds]).toStrictEqual([2, ['re_3', 're_4']]);
  });

  it('leaves out refunds of days that no night has rolled up yet', async () => {
    const gate = await gateWithCase();
    const { profile, days } = await gate.memory.subject(CLERK);
    expect([profile.weeks.length, days.length]).toStrictEqual([1, 0]);
    await answer(gate, 'sam', 'clear');
    await answer(gate, 'sue', 'clear');
    const unrolled = new Harness({ policy: CASE_POLICY });
    const marked = await gate.memory.profile(CLERK, 'strong');
    await unrolled.memory.saveProfile(
      CLERK,
      { ...marked, weeks: [], rolledUpThrough: undefined, version: 1 },
      0,
    );
    for (const refundId of ['re_1', 're_2']) {
      const { history } = await gate.row(refundId);
      if (history !== null) await unrolled.memory.contribute(CLERK, history);
    }
    unrolled.now = gate.now;
    expect(await pastOfClerk(unrolled)).toStrictEqual({ ...NO_WEIGHT, refunds: true });
    await unrolled.rollUp();
    expect(await pastOfClerk(unrolled)).toStrictEqual({ ...NO_WEIGHT, refunds: true });
  });
});

describe('a clearance that was asked for', () => {
  it('is not completed by the person who asked', async () => {
    const gate = await gateWithCase();
    for (const person of ['sam', 'SAM', 'sam']) {
      expect(await answer(gate, person, 'clear')).toStrictEqual({ result: 'clear_asked' });
    }
    expect((await lastCase(gate)).said).toHaveLength(1);
  });

  it.each(['sam', 'sue'])('is taken back by %s, so that two people have to ask again', async (person) => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'clear');
    expect(await answer(gate, person, 'withdraw')).toStrictEqual({ result: 'withdrawn' });
    expect(await answer(gate, person, 'withdraw')).toStrictEqual({ result: 'withdrawn' });
    expect(await answer(gate, 'sue', 'clear')).toStrictEqual({ result: 'clear_asked' });
  });

  it('does not count any more once its person may not answer', async () => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'clear');
    await gate.deliver(employee('sam', { role: 'supervisor', status: 'suspended' }, gate.now));
    expect(await answer(gate, 'sue', 'clear')).toStrictEqual({ result: 'clear_asked' });
    expect((await lastCase(gate)).clearAsked?.by).toBe('sue');
  });

  it('is void when the case is renewed with newer numbers', async () => {
    const gate = await gateWithCase();
    const { id: caseId } = await lastCase(gate);
    await answer(gate, 'sam', 'clear');
    await later(gate, 90);
    const renewed = await lastCase(gate);
    expect([renewed.number, renewed.clearAsked, renewed.said.length]).toStrictEqual([1, undefined, 1]);
    expect(renewed.id).not.toBe(caseId);
    expect(await answer(gate, 'sue', 'clear', { caseId })).toStrictEqual({ result: 'case_changed' });
    expect(await answer(gate, 'sue', 'clear')).toStrictEqual({ result: 'clear_asked' });
    expect(toldOfCases(gate)).toStrictEqual(['opened', 'opened']);
  });
});

describe('a case that is watched', () => {
  it('weighs on, and no new case opens for 90 days', async () => {
    const gate = await gateWithCase();
    expect(await answer(gate, 'sam', 'watch')).toStrictEqual({ result: 'watched' });
    expect(gate.published.at(-1)?.data).toMatchObject({
      outcome: 'watched',
      by: ['sam'],
      until: '2027-02-21',
    });
    await foundFalse(gate, 're_3', 're_4');
    await later(gate, 89);
    expect(toldOfCases(gate)).toStrictEqual(['opened', 'watched']);
    expect(await pastOfClerk(gate)).toMatchObject({ false: true });
    await later(gate, 1);
    expect(toldOfCases(gate)).toStrictEqual(['opened', 'watched', 'opened']);
    expect((await lastCase(gate)).number).toBe(2);
  });

  it('may still be handed over by one person, or cleared by two', async () => {
    const gate = await gateWithCase();
    await answer(gate, 'sam', 'watch');
    expect(await answer(gate, 'sue', 'watch')).toMatchObject({ result: 'already_decided', by: ['sam'] });
    expect(await answer(gate, 'sue', 'hand_over')).toStrictEqual({ result: 'handed_over' });
    const other = await gateWithCase();
    await answer(other, 'sam', 'watch');
    await answer(other, 'sam', 'clear');
    expect(await answer(other, 'sue', 'clear')).toStrictEqual({ result: 'cleared' });
    expect(toldOfCases(other)).toStrictEqual(['opened', 'watched', 'cleared']);
  });
});

describe('a case that is handed over', () => {
  it('is read only, and no machine opens another', async () => {
    const gate = await gateWithCase();
    expect(await answer(gate, 'sam', 'hand_over')).toStrictEqual({ result: 'handed_over' });
    for (const action of ['clear', 'withdraw', 'watch', 'hand_over'] as const) {
      expect(await answer(gate, 'sue', action)).toMatchObject({
        result: 'already_decided',
        outcome: 'handed_over',
      });
    }
    expect(await answer(gate, 'sam', 'hand_over')).toStrictEqual({ result: 'handed_over' });
    await foundFalse(gate, 're_3', 're_4');
    for (const days of [1, 100, 60]) await later(gate, days);
    expect(toldOfCases(gate)).toStrictEqual(['opened', 'handed_over']);
  });
});

describe('a run that dies while a case is cleared', () => {
  /** The case, the profile, the event, and the case again. */
  const points = [1, 2, 3, 4].flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]);

  it.each(points)('at call %i, %s it, is finished by a repeat or by the night', async (call, when) => {
    for (const ending of ['repeat', 'night']) {
      const gate = await gateWithCase();
      await answer(gate, 'sam', 'clear');
      gate.faults.failNext(when, call);
      expect(await gate.survives(() => answer(gate, 'sue', 'clear'))).toBe(false);
      if (ending === 'repeat')
        expect(await answer(gate, 'sue', 'clear')).toStrictEqual({ result: 'cleared' });
      else await later(gate, 1);
      if (ending === 'night' && call === 1 && when === 'before') continue;
      expect(await pastOfClerk(gate)).toMatchObject(NO_WEIGHT);
      const closed = gate.published.filter(({ type }) => type === 'refundgate.employee.case-closed.v1');
      expect(new Set(closed.map(({ id }) => id)).size).toBe(1);
      expect((await lastCase(gate)).outbox).toBeNull();
    }
  });
});
