import { describe, expect, it } from 'vitest';
import { openReview } from '../../lib/app/open-review.ts';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import { asked, DAY, docked, fullChain, HOUR, MINUTE } from './events.ts';
import { Harness } from './harness.ts';

const AMOUNT = { currency: 'EUR', minor: 600_000 };

async function openCase(minor = AMOUNT.minor): Promise<Harness> {
  const gate = new Harness();
  const amount = { ...AMOUNT, minor };
  await gate.deliver(...fullChain(), asked({ amount, captured: amount, customerId: 'c_secret' }));
  return gate;
}

async function tierOf(gate: Harness): Promise<readonly unknown[]> {
  const { review } = await gate.row();
  return [review?.tier, review?.quorum];
}

describe('a case that is escalated', () => {
  it('is told once, opened once, and mailed with its deadline', async () => {
    const gate = await openCase();
    expect(gate.told()).toStrictEqual(['escalated']);
    const { review, dueAt, outbox } = await gate.row();
    expect(review).toStrictEqual({
      tier: 1,
      quorum: 1,
      votes: [],
      token: 'token-1',
      slaAt: '2026-11-23T10:00:00.000Z',
    });
    expect([outbox, dueAt]).toStrictEqual([null, '2026-11-23T10:10:00.000Z']);
    expect(gate.mails).toHaveLength(1);
    expect(gate.mails[0]?.subject).toBe('Refund gate: decide EUR 6,000.00 by 23 Nov 10:00 UTC');
  });

  it('is mailed without a token or a person, and with a link that decides nothing', async () => {
    const [mail] = (await openCase()).mails;
    for (const secret of ['token-1', 'c_secret', 'emp_', 'o_1', 'site_3', 'ups'])
      expect(mail?.text).not.toContain(secret);
    expect(mail?.text).toContain('https://console.example/refund?id=re_1');
    expect(mail?.text).toContain('V06_OVER_LIMIT');
  });

  it('names its case by the command line when there is no page', async () => {
    const gate = await openCase();
    await openReview({ ...gate.deps, consoleUrl: '' }, { refundId: 're_1', token: 'other' });
    expect(gate.mails.at(-1)?.text).toContain('refund-gate case re_1');
  });

  it('is announced and mailed again each day nobody decides, and needs no more reviewers for it', async () => {
    const gate = await openCase();
    const tiers = [await tierOf(gate)];
    for (let day = 0; day < 4; day += 1) {
      await gate.pass(DAY + MINUTE);
      tiers.push(await tierOf(gate));
    }
    expect(tiers).toStrictEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [3, 1],
      [3, 1],
    ]);
    expect(gate.told()).toStrictEqual(Array.from({ length: 5 }, () => 'escalated'));
    expect(new Set(gate.published.map(({ id }) => id)).size).toBe(5);
    expect(gate.mails.map(({ subject }) => subject)).toStrictEqual([
      'Refund gate: decide EUR 6,000.00 by 23 Nov 10:00 UTC',
      ...[24, 25, 26, 27].map((day) => `Refund gate reminder: decide EUR 6,000.00 by ${day} Nov 10:00 UTC`),
    ]);
    expect((await gate.row()).decision?.reasons.map(({ code }) => code)).toStrictEqual([
      'P03_NOT_DECIDED_IN_TIME',
      'V06_OVER_LIMIT',
    ]);
  });

  it('says in its mail who may decide now, and that a reminder is only that', async () => {
    const gate = await openCase();
    await gate.pass(3 * DAY + MINUTE);
    const lines = gate.mails.map(({ text }) =>
      text.split('\n').find((line) => line.startsWith('May decide')),
    );
    expect(lines).toStrictEqual([
      'May decide: reviewers, if they have no part in the refund',
      'May decide: reviewers, and supervisors of other sites, if they have no part in the refund',
      ...Array.from(
        { length: 2 },
        () => 'May decide: reviewers, and supervisors of any site, if they have no part in the refund',
      ),
    ]);
    const codes = gate.mails.map(({ text }) => /\((P0\w+)\)/.exec(text)?.[1]);
    expect(codes).toStrictEqual([
      undefined,
      'P03_NOT_DECIDED_IN_TIME',
      'P03_NOT_DECIDED_IN_TIME',
      'P06_REMINDER',
    ]);
    const told = gate.published.flatMap(({ data }) =>
      'outcome' in data && 'reasons' in data ? [data.reasons[0]] : [],
    );
    expect(told.at(-1)).toMatchObject({ code: 'P06_REMINDER', facts: { times: 1 } });
  });

  it('says at the top tier when it was told again, and its row grows no more', async () => {
    const gate = await openCase();
    await gate.pass(3 * DAY);
    const { audit, decision } = await gate.row();
    await gate.pass(3 * DAY);
    const row = await gate.row();
    expect([row.audit, row.decision]).toStrictEqual([audit, decision]);
    expect(row.review?.reminded).toStrictEqual({ times: 4, at: gate.published.at(-1)?.time });
    expect(isAuditIntact(row)).toBe(true);
    const times = gate.published.map(({ time }) => time);
    expect(times).toStrictEqual([...new Set(times)].sort());
  });

  it('is told as decided, under an id of its own, by people who answer a reminder', async () => {
    const gate = await openCase();
    await gate.pass(6 * DAY);
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    await gate.run();
    const told = gate.published.find(({ type }) => type === 'refundgate.refund.denied.v1');
    expect(told?.time).toBe((await gate.row()).decision?.decidedAt);
    const ids = gate.published.map(({ id }) => id).filter((id) => id.startsWith('re_1.'));
    expect(ids).toStrictEqual(['2', '3', '4', '4.1', '4.2', '4.3', '4.4', '5'].map((told) => `re_1.${told}`));
  });

  it('is told again under the same id when the step that asks again is repeated', async () => {
    const gate = await openCase();
    await gate.pass(3 * DAY);
    await openReview(gate.deps, { refundId: 're_1', token: 'repeated' });
    const [reminder, repeat] = gate.published.slice(-2);
    expect(reminder?.id).toBe('re_1.4.1');
    expect(repeat).toStrictEqual(reminder);
  });

  it('goes one tier up at the sweep after its deadline when its workflow died', async () => {
    const gate = await openCase();
    gate.workflows.die();
    await gate.pass(DAY + 9 * MINUTE);
    expect(await tierOf(gate)).toStrictEqual([1, 1]);
    await gate.pass(3 * MINUTE);
    expect(await tierOf(gate)).toStrictEqual([2, 1]);
    expect(gate.mails).toHaveLength(2);
    expect(gate.workflows.started).toBe(2);
  });

  it('is opened anew when its first workflow died before it opened anything', async () => {
    const gate = new Harness();
    await gate.take(asked({ amount: AMOUNT, captured: AMOUNT }));
    gate.queue = [];
    const step = await gate.decide('re_1');
    await gate.followUp(step);
    gate.workflows.die();
    await gate.pass(3 * MINUTE);
    expect((await gate.row()).review?.token).toBe('token-1');
    expect(gate.mails).toHaveLength(1);
  });

  it('takes a vote from before with it when more people may decide', async () => {
    const gate = await openCase(1_200_000);
    await gate.pass(DAY + MINUTE);
    await gate.review({ reviewerId: 'rev_1' });
    await gate.pass(DAY + MINUTE);
    expect(await tierOf(gate)).toStrictEqual([3, 2]);
    await gate.review({ reviewerId: 'rev_2' });
    expect((await gate.row()).decision?.by).toBe('reviewer:rev_1,rev_2');
  });

  it('is never approved by time, however long nobody decides', async () => {
    const gate = await openCase();
    await gate.pass(60 * DAY);
    expect((await gate.row()).status).toBe('escalated');
    expect(gate.mails.length).toBeGreaterThanOrEqual(60);
  });

  it('keeps its tier and takes the new token when it is opened twice within its time', async () => {
    const gate = await openCase();
    await openReview(gate.deps, { refundId: 're_1', token: 'second' });
    expect((await gate.row()).review).toMatchObject({
      tier: 1,
      token: 'second',
      slaAt: '2026-11-23T10:00:00.000Z',
    });
  });

  it.each([
    [59, 2],
    [61, 1],
  ])('counts as overdue %d seconds before its deadline only within a minute of it', async (seconds, tier) => {
    const gate = await openCase();
    gate.now = new Date(gate.now.getTime() + DAY - seconds * 1000);
    await openReview(gate.deps, { refundId: 're_1', token: 'second' });
    expect((await tierOf(gate))[0]).toBe(tier);
  });

  it('ends the wait at once when it was decided already', async () => {
    const gate = await openCase();
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    const mails = gate.mails.length;
    await openReview(gate.deps, { refundId: 're_1', token: 'late' });
    expect(gate.endedReviews).toStrictEqual(['token-1', 'late']);
    expect(gate.mails).toHaveLength(mails);
  });

  it('stays with its people when the missing scan comes', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    await gate.pass(3 * DAY + HOUR);
    await gate.deliver(docked());
    expect(gate.told()).toStrictEqual(['held', 'escalated']);
    expect((await gate.row()).status).toBe('escalated');
  });
});
