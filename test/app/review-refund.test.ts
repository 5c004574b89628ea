import { describe, expect, it } from 'vitest';
import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';
import { asked, docked, employee, fullChain, MINUTE, START, scanned } from './events.ts';
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

describe('an approval by people', () => {
  it('releases the refund through the gate, once enough of them approved', async () => {
    const gate = await openCase();
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual({
      result: 'accepted',
      status: 'approved',
      approvals: 1,
      quorum: 1,
    });
    expect(gate.told()).toStrictEqual(['escalated']);
    await gate.run();
    expect(gate.told()).toStrictEqual(['escalated', 'approved']);
    const { status, decision } = await gate.row();
    expect([status, decision?.by]).toStrictEqual(['published', 'reviewer:rev_1']);
    expect(decision?.reasons.slice(0, 2)).toMatchObject([
      { code: 'P01_APPROVED_BY_REVIEWERS', facts: { reviewers: ['rev_1'], verdicts: ['genuine'] } },
      { code: 'V06_OVER_LIMIT' },
    ]);
  });

  it('is not kept while a stop covers the refund; a denial is', async () => {
    const gate = await openCase();
    await gate.stop('site:site_3');
    const row = await gate.row();
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual({
      result: 'stopped',
      scopes: ['site:site_3'],
    });
    expect(await gate.row()).toStrictEqual(row);
    const denial = { reviewerId: 'rev_1', decision: 'deny', verdict: 'nothing_arrived' } as const;
    expect(await gate.review(denial)).toMatchObject({ result: 'accepted', status: 'denied' });
  });

  it('is taken again after the lift', async () => {
    const gate = await openCase();
    await gate.stop('all');
    expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ result: 'stopped' });
    await gate.lift('all');
    expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ status: 'approved' });
  });

  it('takes two distinct people over the second limit', async () => {
    const gate = await openCase(TWO);
    const first = { result: 'accepted', status: 'escalated', approvals: 1, quorum: 2 };
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual(first);
    const row = await gate.row();
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual(first);
    expect(await gate.row()).toStrictEqual(row);
    expect(gate.endedReviews).toStrictEqual([]);
    expect(isAuditIntact(row)).toBe(true);
    expect(await gate.review({ reviewerId: 'rev_2' })).toMatchObject({ status: 'approved', approvals: 2 });
    await gate.run();
    expect((await gate.row()).decision?.by).toBe('reviewer:rev_1,rev_2');
    expect(isAuditIntact(await gate.row())).toBe(true);
  });

  it.each([
    ['is suspended', employee('rev_1', { status: 'suspended' }, new Date(START.getTime() + MINUTE))],
    [
      'attested a scan',
      scanned({ step: 'storing', attestor: { class: 'site', id: 'rev_1', capture: 'scanned' } }),
    ],
  ])('does not count the vote of one who %s since he gave it', async (_, event) => {
    const gate = await openCase(TWO);
    for (const id of ['rev_1', 'rev_2', 'rev_3']) await gate.take(employee(id));
    await gate.review({ reviewerId: 'rev_1' });
    gate.now = new Date(gate.now.getTime() + MINUTE);
    await gate.take(event);
    expect(await gate.review({ reviewerId: 'rev_2' })).toMatchObject({ status: 'escalated' });
    expect((await gate.row()).status).toBe('escalated');
    expect(await gate.review({ reviewerId: 'rev_3' })).toMatchObject({ status: 'approved' });
    expect((await gate.row()).decision?.by).toBe('reviewer:rev_2,rev_3');
  });

  it('counts a vote that was set aside once its reviewer may decide again', async () => {
    const gate = await openCase(TWO);
    for (const id of ['rev_1', 'rev_2']) await gate.take(employee(id));
    await gate.review({ reviewerId: 'rev_1' });
    gate.now = new Date(gate.now.getTime() + MINUTE);
    await gate.take(employee('rev_1', { status: 'suspended' }, gate.now));
    expect(await gate.review({ reviewerId: 'rev_2' })).toMatchObject({ status: 'escalated', approvals: 1 });
    gate.now = new Date(gate.now.getTime() + MINUTE);
    for (const by of ['hr_1', 'hr_2']) await gate.take(employee('rev_1', { by }, gate.now));
    expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ status: 'approved', approvals: 2 });
    expect((await gate.row()).decision?.by).toBe('reviewer:rev_1,rev_2');
  });

  it('counts in the sums of its customer, but in no budget', async () => {
    const gate = await openCase();
    await gate.review({ reviewerId: 'rev_1' });
    const dayOfSubject = async (ref: SubjectRef) => (await gate.memory.subject(ref)).days;
    expect(await dayOfSubject({ kind: 'customer', id: 'c_1' })).toMatchObject([
      { day: '2026-11-22', valueMinor: 600_000, unsupportedMinor: 0 },
    ]);
    expect(await dayOfSubject({ kind: 'employee', id: 'emp_7' })).toMatchObject([
      { day: '2026-11-22', valueMinor: 0, unsupportedMinor: 0 },
    ]);
  });

  it('is refused while another refund has the unit, and made when that one gave it up', async () => {
    const gate = await openCase();
    const amount = { currency: 'EUR', minor: 600_000 };
    await gate.deliver(asked({ refundId: 're_2', amount, captured: amount }));
    expect(await gate.review({ refundId: 're_2', reviewerId: 'rev_1' })).toStrictEqual({
      result: 'order_has_no_room',
      codes: ['V04_UNIT_ALREADY_CLAIMED', 'V02_MORE_THAN_CAPTURED'],
    });
    expect((await gate.row('re_2')).status).toBe('escalated');
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    await gate.run();
    expect((await gate.review({ refundId: 're_2', reviewerId: 'rev_1' })).result).toBe('accepted');
    await gate.run();
    expect([gate.told('re_1'), gate.told('re_2')]).toStrictEqual([
      ['escalated', 'denied'],
      ['escalated', 'approved'],
    ]);
  });
});

describe('a denial by people', () => {
  it('by one of two ends the review and frees the units for another refund', async () => {
    const gate = await openCase(TWO);
    await gate.review({ reviewerId: 'rev_1' });
    expect(await gate.review({ reviewerId: 'rev_2', decision: 'deny' })).toMatchObject({ status: 'denied' });
    await gate.run();
    expect(gate.told()).toStrictEqual(['escalated', 'denied']);
    expect((await gate.memory.order('o_1', 'strong'))?.claims).toStrictEqual([]);
    await gate.deliver(asked({ refundId: 're_2' }));
    expect(gate.told('re_2')).toStrictEqual(['escalated']);
  });

  it('leaves the next refund of the same goods to people, who may approve it', async () => {
    const gate = await openCase();
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    await gate.run();
    await gate.deliver(asked({ refundId: 're_2', amount: { currency: 'EUR', minor: 14_900 } }));
    expect((await gate.row('re_2')).decision?.reasons).toMatchObject([
      { code: 'V08_LINE_DENIED_BEFORE', facts: { lines: ['1'] } },
    ]);
    await gate.review({ refundId: 're_2', reviewerId: 'rev_1' });
    await gate.run();
    expect(gate.told('re_2')).toStrictEqual(['escalated', 'approved']);
  });

  it('frees the units for good: neither a late scan nor a late run claims them again', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    await gate.pass(4 * 24 * 60 * MINUTE);
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    await gate.run();
    await gate.deliver(docked());
    await gate.runGate('re_1');
    expect((await gate.memory.order('o_1', 'strong'))?.claims).toStrictEqual([]);
    expect((await gate.row()).status).toBe('denied');
  });

  it('is told and made good by the sweeper when the review was ended in vain', async () => {
    const gate = await openCase();
    gate.workflows.die();
    await gate.review({ reviewerId: 'rev_1', decision: 'deny' });
    expect(gate.queue).toStrictEqual([]);
    await gate.pass(3 * MINUTE);
    expect(gate.told()).toStrictEqual(['escalated', 'denied']);
    expect((await gate.memory.order('o_1', 'strong'))?.claims).toStrictEqual([]);
  });
});
