import { describe, expect, it } from 'vitest';
import { eur } from '../builders.ts';
import { asked, DAY, employee, fullChain, HOUR, MINUTE, START, scanned } from './events.ts';
import { Harness } from './harness.ts';

/** A case over the limit: emp_7 marked it, emp_9 approved it, emp_21 and emp_33 attested its scans. */
async function openCase(gate = new Harness()): Promise<Harness> {
  const amount = { currency: 'EUR', minor: 600_000 };
  await gate.deliver(
    employee('emp_7', { role: 'clerk', managerId: 'boss_7', teamId: 'dock' }),
    employee('emp_9', { role: 'supervisor', managerId: 'boss_9', teamId: 'desk' }),
    employee('emp_21', { role: 'inspector', managerId: 'boss_21', teamId: 'bench' }),
    employee('rev_1'),
    ...fullChain(),
    asked({ amount, captured: amount, approvedBy: 'emp_9' }),
  );
  expect((await gate.row()).status).toBe('escalated');
  return gate;
}

describe('a reviewer', () => {
  it('decides what is open after a change to supervisor and back', async () => {
    const gate = new Harness();
    await gate.deliver(employee('rev_1'));
    await gate.pass(20 * DAY);
    await gate.deliver(asked({ amount: eur(600_000), captured: eur(600_000) }, gate.now));
    for (const role of ['supervisor', 'reviewer']) {
      await gate.pass(HOUR);
      await gate.deliver(employee('rev_1', { role }, gate.now));
    }
    expect((await gate.review({ reviewerId: 'rev_1' })).result).toBe('accepted');
  });

  it.each([
    ['emp_7', {}, 'marked_the_return'],
    ['emp_9', { role: 'supervisor' }, 'approved_the_refund'],
    ['emp_21', {}, 'attested_a_scan'],
    ['emp_33', {}, 'attested_a_scan'],
    ['c_1', {}, 'is_the_customer'],
    ['boss_7', {}, 'manages_a_witness'],
    ['boss_9', {}, 'manages_a_witness'],
    ['boss_21', {}, 'manages_a_witness'],
    ['rev_2', { teamId: 'dock' }, 'is_in_a_witness_team'],
    ['rev_2', { teamId: 'desk' }, 'is_in_a_witness_team'],
    ['rev_2', { teamId: 'bench' }, 'is_in_a_witness_team'],
    ['rev_2', { managerId: 'emp_9' }, 'reports_to_a_witness'],
    ['rev_2', { status: 'suspended' }, 'is_not_active'],
    ['rev_2', { status: 'compromised' }, 'is_not_active'],
    ['rev_2', { role: 'clerk' }, 'has_no_reviewing_role'],
    ['rev_2', { role: 'agent' }, 'has_no_reviewing_role'],
  ])('%s with %j is refused: %s', async (reviewerId, known, why) => {
    const gate = await openCase();
    if (!['emp_7', 'emp_9', 'emp_21'].includes(reviewerId)) await gate.take(employee(reviewerId, known));
    const before = await gate.row();
    for (const decision of ['approve', 'deny'] as const) {
      expect(await gate.review({ reviewerId, decision })).toStrictEqual({ result: 'refused', why });
    }
    expect(await gate.row()).toStrictEqual(before);
    expect(gate.endedReviews).toStrictEqual([]);
  });

  it('with nothing in the way decides', async () => {
    const gate = await openCase();
    await gate.take(employee('rev_2', { teamId: 'other', managerId: 'boss_1' }));
    expect((await gate.review({ reviewerId: 'rev_2' })).result).toBe('accepted');
  });

  it.each([
    ['another site', 'site_8', 1],
    ['the site of the return', 'site_3', 2],
  ])('who is a supervisor of %s is asked after the reviewers', async (_, siteId, nights) => {
    const gate = await openCase();
    await gate.take(employee('sup_1', { role: 'supervisor', siteId }));
    for (let night = 0; night < nights; night += 1) {
      const answer = await gate.review({ reviewerId: 'sup_1' });
      expect(answer).toStrictEqual({ result: 'refused', why: 'is_asked_later' });
      await gate.pass(DAY + MINUTE);
    }
    expect((await gate.review({ reviewerId: 'sup_1' })).result).toBe('accepted');
  });

  const later = (ms: number) => new Date(START.getTime() + ms);

  it('who was made one after the refund came in decides only what comes in from then on', async () => {
    const gate = await openCase();
    gate.now = later(MINUTE);
    await gate.take(employee('rev_2', {}, gate.now));
    for (const decision of ['approve', 'deny'] as const) {
      const answer = await gate.review({ reviewerId: 'rev_2', decision });
      expect(answer).toStrictEqual({ result: 'refused', why: 'has_a_new_role' });
    }
    const amount = { currency: 'EUR', minor: 600_000 };
    await gate.deliver(
      asked({ amount, captured: amount, refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2' }, gate.now),
    );
    expect((await gate.review({ refundId: 're_2', reviewerId: 'rev_2' })).result).toBe('accepted');
  });

  it('who is said to have been one for long, when the refund is there, is new', async () => {
    const gate = await openCase();
    gate.now = later(MINUTE);
    await gate.take(employee('rev_2', {}, later(-30 * DAY)));
    expect(await gate.review({ reviewerId: 'rev_2' })).toMatchObject({ why: 'has_a_new_role' });
  });

  it('who is still the only one after seven days decides', async () => {
    const gate = await openCase();
    gate.now = later(MINUTE);
    await gate.take(employee('rev_2', {}, gate.now));
    gate.now = later(7 * DAY);
    expect(await gate.review({ reviewerId: 'rev_2' })).toMatchObject({ why: 'has_a_new_role' });
    gate.now = later(7 * DAY + MINUTE);
    expect((await gate.review({ reviewerId: 'rev_2' })).result).toBe('accepted');
  });

  it('whose site or team changes keeps the role they had', async () => {
    const gate = await openCase();
    gate.now = later(MINUTE);
    await gate.take(employee('rev_1', { siteId: 'site_8', teamId: 'other', by: 'hr_2' }, gate.now));
    expect((await gate.review({ reviewerId: 'rev_1' })).result).toBe('accepted');
  });

  it.each([
    ['the team of the marker', 'rev_2', { teamId: 'dock' }, 'is_in_a_witness_team'],
    ['the people who report to an attestor', 'rev_2', { managerId: 'emp_21' }, 'reports_to_a_witness'],
    ['the managers of an attestor', 'emp_33', { managerId: 'rev_2' }, 'manages_a_witness'],
  ])('who left %s does not decide', async (_, id, before, why) => {
    const gate = new Harness();
    gate.now = later(-HOUR);
    await gate.deliver(employee('rev_2', {}, later(-2 * HOUR)), employee(id, before, gate.now));
    gate.now = START;
    await gate.deliver(employee(id));
    await openCase(gate);
    expect(await gate.review({ reviewerId: 'rev_2' })).toStrictEqual({ result: 'refused', why });
  });

  it('whose role was taken away and given back is new', async () => {
    const gate = await openCase();
    for (const [at, role] of [
      [MINUTE, 'clerk'],
      [2 * MINUTE, 'reviewer'],
    ] as const) {
      gate.now = later(at);
      await gate.take(employee('rev_1', { role }, gate.now));
    }
    expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ why: 'has_a_new_role' });
  });

  it.each(['emp_7', 'emp_9', 'emp_21'])('made by %s decides nothing that they are part of', async (by) => {
    const gate = new Harness();
    const amount = { currency: 'EUR', minor: 600_000 };
    const [made, same] = [employee('rev_2', { by }), employee('rev_2', { by: 'hr_2' }, later(1000))];
    gate.now = later(1000);
    await gate.deliver(made, same, ...fullChain(), asked({ amount, captured: amount, approvedBy: 'emp_9' }));
    const refused = { result: 'refused', why: 'has_the_role_from_a_witness' };
    expect(await gate.review({ reviewerId: 'rev_2' })).toStrictEqual(refused);
  });

  it('is refused once a scan of their own is on the return, though they were free before', async () => {
    const gate = await openCase();
    const [first] = fullChain();
    const scan = Object(first);
    await gate.take({
      ...scan,
      data: { ...scan.data, 'refundgate:attestor': { class: 'site', id: 'rev_1', capture: 'scanned' } },
    });
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual({
      result: 'refused',
      why: 'attested_a_scan',
    });
  });

  it.each(['carrier', 'sensor', 'system', 'customer'])(
    'is refused who vouches for a scan as a %s, too',
    async (attestorClass) => {
      const gate = await openCase();
      const attestor = { class: attestorClass, id: 'rev_1', capture: 'scanned' } as never;
      await gate.take(scanned({ step: 'storing', attestor }));
      const refused = { result: 'refused', why: 'attested_a_scan' };
      expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual(refused);
    },
  );

  it('hears that there is no such refund, or that nobody is asked about it', async () => {
    const gate = new Harness();
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual({ result: 'unknown_refund' });
    await gate.deliver(asked());
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual({
      result: 'not_escalated',
      status: 'held',
    });
    expect((await gate.row()).status).toBe('held');
  });
});
