import { describe, expect, it } from 'vitest';
import { asked, fullChain, MINUTE } from './events.ts';
import { InjectedFault } from './faults.ts';
import { Harness } from './harness.ts';

/** A case that goes to people: EUR 6,000.00 needs one reviewer, EUR 12,000.00 two. */
async function openCase(minor = 600_000): Promise<Harness> {
  const gate = new Harness();
  const amount = { currency: 'EUR', minor };
  await gate.deliver(...fullChain(), asked({ amount, captured: amount }));
  expect((await gate.row()).status).toBe('escalated');
  return gate;
}

const TWO = 1_200_000;

describe('an answer', () => {
  it('that differs from the same person’s first one is refused, before and after the end', async () => {
    const gate = await openCase(TWO);
    await gate.review({ reviewerId: 'rev_1' });
    const at = gate.now.toISOString();
    gate.now = new Date(gate.now.getTime() + MINUTE);
    const refused = { result: 'answered_differently', decision: 'approve', at };
    expect(await gate.review({ reviewerId: 'rev_1', decision: 'deny' })).toStrictEqual(refused);
    await gate.review({ reviewerId: 'rev_2' });
    expect(await gate.review({ reviewerId: 'rev_1', decision: 'deny' })).toStrictEqual(refused);
    expect((await gate.row()).status).toBe('approved');
  });

  it.each(['nothing_arrived', 'wrong_goods', 'false_attestation'] as const)(
    'that approves what it calls %s is refused, and nothing is paid',
    async (verdict) => {
      const gate = await openCase();
      const before = await gate.row();
      expect(await gate.review({ reviewerId: 'rev_1', verdict })).toStrictEqual({
        result: 'verdict_contradicts',
      });
      await gate.run();
      expect(await gate.row()).toStrictEqual(before);
      expect(gate.told()).toStrictEqual(['escalated']);
    },
  );

  it('that comes after the end hears who decided', async () => {
    const gate = await openCase();
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    expect(await gate.review({ reviewerId: 'rev_2' })).toStrictEqual({
      result: 'already_decided',
      status: 'denied',
      by: 'reviewer:rev_1',
    });
  });

  it.each(['before', 'after'] as const)(
    'whose writing failed %s it was done is accepted once when it is given again',
    async (when) => {
      const gate = await openCase();
      // The customer's and the instrument's sums get their value first.
      gate.faults.failNext(when, 3);
      await expect(gate.review({ reviewerId: 'rev_1' })).rejects.toThrow(InjectedFault);
      expect(gate.faults.calls.at(-1)).toBe('saveRefund');
      expect((await gate.row()).status).toBe(when === 'before' ? 'escalated' : 'approved');
      expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({
        result: 'accepted',
        status: 'approved',
        approvals: 1,
      });
      await gate.pass(3 * MINUTE);
      expect(gate.told()).toStrictEqual(['escalated', 'approved']);
      const decided = gate.published.filter(({ type }) => type === 'refundgate.review.decided.v1');
      expect(decided).toHaveLength(1);
    },
  );

  it('given by two at the same moment is won by one, and the other hears who won', async () => {
    const gate = await openCase();
    const answers = await Promise.all([
      gate.review({ reviewerId: 'rev_1' }),
      gate.review({ reviewerId: 'rev_2', decision: 'deny' }),
    ]);
    const { status, decision } = await gate.row();
    expect(answers.filter(({ result }) => result === 'accepted')).toHaveLength(1);
    expect(answers).toContainEqual({ result: 'already_decided', status, by: decision?.by });
    await gate.run();
    expect(gate.told()).toStrictEqual(['escalated', status]);
  });

  it('given by two at the same moment counts for both where two are needed', async () => {
    const gate = await openCase(TWO);
    const answers = await Promise.all([
      gate.review({ reviewerId: 'rev_1' }),
      gate.review({ reviewerId: 'rev_2' }),
    ]);
    expect(answers.map(({ result }) => result)).toStrictEqual(['accepted', 'accepted']);
    const { review, status } = await gate.row();
    expect(status).toBe('approved');
    expect(review?.votes.map(({ reviewerId }) => reviewerId).toSorted()).toStrictEqual(['rev_1', 'rev_2']);
  });

  it('given twice at the same moment by a double click counts once', async () => {
    const gate = await openCase(TWO);
    const answers = await Promise.all([
      gate.review({ reviewerId: 'rev_1' }),
      gate.review({ reviewerId: 'rev_1' }),
    ]);
    expect(answers).toStrictEqual([
      { result: 'accepted', status: 'escalated', approvals: 1, quorum: 2 },
      { result: 'accepted', status: 'escalated', approvals: 1, quorum: 2 },
    ]);
    expect((await gate.row()).review?.votes).toHaveLength(1);
  });

  it('between an escalation that went out and its being written down leaves its id as it was', async () => {
    const gate = new Harness();
    const amount = { currency: 'EUR', minor: TWO };
    await gate.take(asked({ amount, captured: amount }));
    const { version } = await gate.decide('re_1');
    gate.faults.failNext('after', 1);
    await expect(gate.announce('re_1', version)).rejects.toThrow(InjectedFault);
    await gate.review({ reviewerId: 'rev_1' });
    await gate.announce('re_1', version);
    const told = gate.published.filter(({ type }) => type === 'refundgate.refund.escalated.v1');
    expect(told.map(({ id }) => id)).toStrictEqual(['re_1.2', 're_1.2']);
  });
});
