import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import { caseOpenedSchema } from '../../../lib/contracts/outbound-events.ts';
import { DEFAULT_POLICY } from '../../../lib/contracts/policy-document.ts';
import { ATTESTORS, type BuiltScan } from '../../../lib/demo/event-builders.ts';
import { aPolicy, rulesOnly } from '../../builders.ts';
import { asked, DAY, employee, fullChain, scanned, unseen } from '../events.ts';
import { Harness } from '../harness.ts';
import { CLERK } from '../unseen-refunds.ts';

/** Two false attestations, or two false claims, found by two reviewers ask for a case, and nothing else does. */
const POLICY = pinPolicy(
  rulesOnly({
    employeeRisk: {
      ...aPolicy().employeeRisk,
      halfLifeDays: 30,
      openCase: {
        falseAttestations: 2,
        falseAttestationsRatio: 0,
        falseAttestationsWeight: 0,
        reviewers: 2,
        days: 1,
      },
      claimsFoundFalse: { ...aPolicy().employeeRisk.claimsFoundFalse, refunds: 2, eb05: 1 },
    },
  }),
);

const DEAR = {
  amount: { currency: 'EUR', minor: 600_000 },
  captured: { currency: 'EUR', minor: 600_000 },
} as const;

/** A gate in which reviewers found what emp_7 marked to have never come. */
const denied = (...reviewers: readonly string[]): Promise<Harness> =>
  deniedAs(reviewers, 'false_attestation', DEAR);

async function deniedAs(
  reviewers: readonly string[],
  verdict: 'false_attestation' | 'nothing_arrived',
  what: Parameters<typeof unseen>[1],
): Promise<Harness> {
  const gate = new Harness({ policy: POLICY });
  await gate.deliver(
    employee('emp_7', { role: 'clerk' }),
    ...[...new Set(reviewers)].map((id) => employee(id)),
  );
  for (const [number, reviewerId] of reviewers.entries()) {
    const refundId = `re_${number + 1}`;
    await gate.deliver(asked(unseen(refundId, what)));
    await gate.review({ refundId, reviewerId, decision: 'deny', verdict });
    await gate.run();
  }
  gate.now = new Date(gate.now.getTime() + DAY);
  return gate;
}

const casesOf = (gate: Harness) =>
  gate.published.filter(({ type }) => type === 'refundgate.employee.case-opened.v1');

describe('a case on an employee', () => {
  it('is opened at night, naming the refunds behind it and why, and is no sanction', async () => {
    const gate = await denied('rev_1', 'rev_2');
    await gate.rollUp();
    const [opened, ...others] = casesOf(gate);
    expect(others).toStrictEqual([]);
    expect(opened?.id).toMatch(/^case\.[0-9a-f]{32}$/);
    const data = caseOpenedSchema.strict().parse(opened?.data);
    expect(data).toMatchObject({
      employeeId: 'emp_7',
      incidents: 2,
      refundIds: ['re_1', 're_2'],
      reasons: [{ code: 'K02_FALSE_ATTESTATIONS', facts: { falseAttestations: 2, reviewers: 2 } }],
    });
    expect(data.eb05).toBeLessThan(data.eb95);
    const { employee: record, caseOpenedOn } = await gate.memory.profile(CLERK, 'strong');
    expect([record?.status, caseOpenedOn]).toStrictEqual(['active', '2026-11-23']);
    await gate.deliver(asked(unseen('re_9')));
    expect(gate.told('re_9')).toStrictEqual(['approved']);
  });

  it('is not opened for what was done in a session that looks like somebody else’s', async () => {
    const session = { newDevice: true, wrongSite: true };
    const victim = await deniedAs(['rev_1', 'rev_2'], 'false_attestation', { ...DEAR, session });
    await victim.rollUp();
    expect(casesOf(victim)).toStrictEqual([]);
    const late = await deniedAs(['rev_1', 'rev_2'], 'false_attestation', {
      ...DEAR,
      session: { offShift: true },
    });
    await late.rollUp();
    expect(casesOf(late)).toHaveLength(1);
  });

  it('is opened on claims without goods that reviewers found false, with the numbers behind it', async () => {
    const claims = { ...DEAR, claim: 'not_received' } as const;
    const gate = await deniedAs(['rev_1', 'rev_2'], 'nothing_arrived', claims);
    await gate.rollUp();
    const data = caseOpenedSchema.strict().parse(casesOf(gate)[0]?.data);
    expect(data).toMatchObject({ employeeId: 'emp_7', refundIds: ['re_1', 're_2'] });
    expect(data.reasons.map(({ code }) => code)).toStrictEqual(['K03_CLAIMS_FOUND_FALSE']);
    expect(data.reasons[0]?.facts).toMatchObject({ falseClaims: 2, reviewers: 2 });
    expect(data.reasons[0]?.facts).toHaveProperty('eb05');
    const byOne = await deniedAs(['rev_1', 'rev_1'], 'nothing_arrived', claims);
    await byOne.rollUp();
    expect(casesOf(byOne)).toStrictEqual([]);
  });

  /**
   * A gate in which emp_7 marked ten returns, so many days apart. Of the first four nothing ever came; the others came.
   * @param mark - who scanned that the first four are there, and how.
   */
  async function neverCame(daysApart: number, mark: Partial<BuiltScan['attestor']> = {}): Promise<Harness> {
    const gate = new Harness({ policy: pinPolicy(DEFAULT_POLICY) });
    const amount = { currency: 'EUR', minor: 50_000 } as const;
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const rmaId = `rma_${number}`;
      const attestor = { ...ATTESTORS.clerk, capture: 'scanned', ...mark } as const;
      const marked = scanned({ rmaId, step: 'receiving', disposition: 'returned', attestor }, gate.now);
      const refund = asked(unseen(`re_${number}`, { amount, captured: amount }), gate.now);
      await gate.deliver(refund, ...(number <= 4 ? [marked] : fullChain(rmaId)));
      await gate.pass(daysApart * DAY);
    }
    await gate.pass(4 * DAY);
    return gate;
  }

  async function groundsOf(gate: Harness) {
    await gate.rollUp();
    const reasons = casesOf(gate).flatMap(({ data }) => caseOpenedSchema.parse(data).reasons);
    return reasons.map(({ code }) => code);
  }

  it('is not opened on what never came when all of it was marked on one day', async () => {
    expect(await groundsOf(await neverCame(0))).not.toContain('K04_NEVER_CAME');
  });

  it('is opened where by their scans returns never came, though nobody ever answers', async () => {
    const gate = await neverCame(1);
    expect((await gate.row('re_1')).status).toBe('escalated');
    await gate.rollUp();
    const data = caseOpenedSchema.strict().parse(casesOf(gate)[0]?.data);
    expect(data).toMatchObject({ employeeId: 'emp_7', refundIds: ['re_1', 're_2', 're_3', 're_4'] });
    const reason = data.reasons.find(({ code }) => code === 'K04_NEVER_CAME');
    expect(reason?.facts).toMatchObject({ neverCame: 4, decayed: expect.stringContaining('expected') });
  });

  it.each([
    ['was marked by another', { id: 'emp_8' }],
    ['was keyed in under their name', { capture: 'keyed' }],
    ['was marked by no employee', { class: 'system' }],
  ] as const)('is not opened on what they are only said to have marked: it %s', async (_, mark) => {
    expect(await groundsOf(await neverCame(1, mark))).toStrictEqual([]);
  });

  it.each([
    ['one reviewer found both', ['rev_1', 'rev_1']],
    ['only one was found', ['rev_1']],
  ])('is not opened when %s', async (_name, reviewers) => {
    const gate = await denied(...reviewers);
    await gate.rollUp();
    expect(casesOf(gate)).toStrictEqual([]);
  });

  it('is opened once in a half-life, and again when the grounds still stand after it', async () => {
    const gate = await denied('rev_1', 'rev_2');
    await gate.rollUp();
    gate.now = new Date(gate.now.getTime() + 29 * DAY);
    await gate.rollUp();
    expect(casesOf(gate)).toHaveLength(1);
    gate.now = new Date(gate.now.getTime() + DAY);
    await gate.rollUp();
    expect(new Set(casesOf(gate).map(({ id }) => id)).size).toBe(2);
  });

  it('is opened on one the directory never told of, like on anybody else', async () => {
    const gate = await denied('rev_1', 'rev_2');
    const unlisted = new Harness({ policy: POLICY });
    const { days } = await gate.memory.subject(CLERK);
    for (const { entries } of days) {
      for (const entry of entries) await unlisted.memory.contribute(CLERK, entry);
    }
    unlisted.now = gate.now;
    await unlisted.rollUp();
    expect(await unlisted.memory.roster()).toStrictEqual(['emp_7']);
    expect(casesOf(unlisted).map(({ data }) => data)).toMatchObject([
      { employeeId: 'emp_7', refundIds: ['re_1', 're_2'] },
    ]);
  });

  it('whose night died after it was told is told again under the same id', async () => {
    const gate = await denied('rev_1', 'rev_2');
    const before = gate.faults.calls.length;
    const counting = await denied('rev_1', 'rev_2');
    await counting.rollUp();
    const publishing = counting.faults.calls.indexOf('publish', before);
    gate.faults.failNext('after', publishing - before + 1);
    await expect(gate.rollUp()).rejects.toThrow('publish');
    await gate.rollUp();
    const [told, toldAgain] = casesOf(gate).map(({ id }) => id);
    expect(casesOf(gate)).toHaveLength(2);
    expect(toldAgain).toBe(told);
  });
});
