import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { makeBaselines } from '../../../lib/app/make-baselines.ts';
import { accountCaseOpenedSchema } from '../../../lib/contracts/outbound-events.ts';
import { DEFAULT_POLICY } from '../../../lib/contracts/policy-document.ts';
import type { RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import { rulesOnly } from '../../builders.ts';
import { asked, DAY, employee, shared, unseen } from '../events.ts';
import { Harness } from '../harness.ts';
import { CLERK } from '../unseen-refunds.ts';

const DEAR = { currency: 'EUR', minor: 600_000 } as const;
const { falseAttestations, reviewers } = DEFAULT_POLICY.employeeRisk.openCase;
const REVIEWERS = Array.from({ length: reviewers }, (_, number) => `rev_${number + 1}`);

/** A gate in which reviewers found this many false attestations of emp_7, in sessions like this one, one or more a day. */
async function found(
  count: number,
  session: RefundRequest['session'],
  { by = REVIEWERS, daysApart = 0 } = {},
): Promise<Harness> {
  const gate = new Harness({ policy: pinPolicy(rulesOnly()) });
  await gate.deliver(employee('emp_7', { role: 'clerk' }), ...REVIEWERS.map((id) => employee(id)));
  for (let number = 0; number < count; number += 1) {
    const refundId = `re_${number + 1}`;
    await gate.deliver(asked(unseen(refundId, { amount: DEAR, captured: DEAR, session }), gate.now));
    const reviewerId = by[number % by.length] ?? '';
    await gate.review({ refundId, reviewerId, decision: 'deny', verdict: 'false_attestation' });
    await gate.run();
    gate.now = new Date(gate.now.getTime() + daysApart * DAY);
  }
  gate.now = new Date(gate.now.getTime() + DAY);
  return gate;
}

const accountCases = (gate: Harness) =>
  gate.published.filter(({ type }) => type === 'refundgate.account.case-opened.v1');
const employeeCases = (gate: Harness) =>
  gate.published.filter(({ type }) => type === 'refundgate.employee.case-opened.v1');

describe('a case on an account', () => {
  it('is opened for what was attested falsely from a new device, and its owner stays unaccused', async () => {
    const gate = await found(falseAttestations, { newDevice: true }, { daysApart: 1 });
    await gate.rollUp();
    const [opened, ...others] = accountCases(gate);
    expect([others, employeeCases(gate)]).toStrictEqual([[], []]);
    expect(accountCaseOpenedSchema.strict().parse(opened?.data)).toStrictEqual({
      account: 'emp_7',
      refundIds: Array.from({ length: falseAttestations }, (_, number) => `re_${number + 1}`),
    });
    const profile = await gate.memory.profile(CLERK, 'strong');
    expect([profile.employee?.status, profile.caseOpenedOn]).toStrictEqual(['active', undefined]);
  });

  it('is opened though all was done on one day, as a thief does', async () => {
    const gate = await found(falseAttestations, { newDevice: true });
    await gate.rollUp();
    expect(accountCases(gate)).toHaveLength(1);
  });

  it('leaves the risk of its owner as it was', async () => {
    const gate = await found(20, { newDevice: true }, { daysApart: 1 });
    await gate.rollUp();
    await gate.deliver(asked(unseen('re_90'), gate.now));
    const { inputs } = (await gate.row('re_90')).decision ?? {};
    expect(JSON.stringify(inputs)).toContain('"falseAttestations":{"observed":0');
  });

  it.each([
    ['one fewer was found', falseAttestations - 1, { newDevice: true }, {}],
    ['one reviewer found all', 20, { newDevice: true }, { by: ['rev_1'] }],
    ['the sessions show nothing', 20, { newDevice: false }, { daysApart: 1 }],
  ])('is not opened where %s', async (_, count, session, how) => {
    const gate = await found(count, session, how);
    await gate.rollUp();
    expect(accountCases(gate)).toStrictEqual([]);
  });

  it('does not count what was found in sessions of the owner', async () => {
    const gate = await found(falseAttestations - 1, { newDevice: true }, { daysApart: 1 });
    const own = await found(falseAttestations, { newDevice: false }, { daysApart: 1 });
    for (const { entries } of (await own.memory.subject(CLERK)).days) {
      for (const one of entries)
        await gate.memory.contribute(CLERK, { ...one, refundId: `own_${one.refundId}` });
    }
    await gate.rollUp();
    expect([accountCases(gate).length, employeeCases(gate).length]).toStrictEqual([0, 1]);
  });

  it('is opened once, and again when it still stands after a half-life', async () => {
    const gate = await found(falseAttestations, { newDevice: true });
    for (const days of [1, DEFAULT_POLICY.employeeRisk.halfLifeDays - 2]) {
      await gate.rollUp();
      gate.now = new Date(gate.now.getTime() + days * DAY);
    }
    await gate.rollUp();
    expect(accountCases(gate)).toHaveLength(1);
    gate.now = new Date(gate.now.getTime() + 2 * DAY);
    await gate.rollUp();
    expect(new Set(accountCases(gate).map(({ id }) => id)).size).toBe(2);
  });

  it('whose night died after it was told is told again under the same id', async () => {
    const gate = await found(falseAttestations, { newDevice: true });
    const unnoted = { ...gate.deps.store, saveProfile: async () => 'moved' as const };
    await makeBaselines({ ...gate.deps, store: unnoted });
    await gate.rollUp();
    const ids = accountCases(gate).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toStrictEqual([2, 1]);
  });
});

describe('a login that many strangers share', () => {
  const TILL = { kind: 'employee', id: 'emp_7' };

  it.each([
    ['a case on an employee', { newDevice: false }],
    ['a case on an account', { newDevice: true }],
  ])('has never %s once two people said so, though one has said since that it is not', async (_, session) => {
    const gate = await found(20, session, { daysApart: 1 });
    const [first, second] = [1, 2].map((minute) => new Date(gate.now.getTime() + minute));
    gate.now = new Date(gate.now.getTime() + 2);
    await gate.deliver(shared(TILL, { by: 'ana' }), shared(TILL, { by: 'ben' }, first));
    await gate.deliver(shared(TILL, { by: 'cat', shared: false }, second));
    await gate.rollUp();
    expect([...accountCases(gate), ...employeeCases(gate)]).toStrictEqual([]);
  });

  it.each([
    ['one person says so', [{ by: 'ana' }]],
    ['one person says so twice', [{ by: 'ana' }, { by: 'ANA' }]],
    ['it says so itself', [{ by: 'emp_7' }, { by: 'ana' }]],
    ['nobody is named', [{}, { by: 'ana' }]],
    [
      'two have said since that it is not',
      [{ by: 'ana' }, { by: 'ben' }, { by: 'cat', shared: false }, { by: 'dan', shared: false }],
    ],
  ])('is not one where %s', async (_, all) => {
    const gate = await found(20, { newDevice: true });
    const at = (minute: number) => new Date(gate.now.getTime() + minute);
    gate.now = at(all.length);
    for (const [index, data] of all.entries()) await gate.take(shared(TILL, data, at(index - all.length)));
    await gate.rollUp();
    expect(accountCases(gate)).toHaveLength(1);
  });
});
