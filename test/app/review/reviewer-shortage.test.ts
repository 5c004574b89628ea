import { describe, expect, it } from 'vitest';
import { openReview } from '../../../lib/app/open-review.ts';
import { isAuditIntact } from '../../../lib/app/refund/audit-chain.ts';
import { UnreadableError } from '../../../lib/app/unreadable-error.ts';
import { asked, DAY, employee, fullChain, MINUTE } from '../events.ts';
import { Harness } from '../harness.ts';

const SHORTAGE = 'P05_NOBODY_MAY_DECIDE';

/** A refund of EUR 6,000.00 or more that emp_7 marked, in a gate whose directory knows some people. */
async function openCase(people: readonly unknown[], minor = 600_000): Promise<Harness> {
  const gate = new Harness();
  const amount = { currency: 'EUR', minor };
  await gate.deliver(...people, ...fullChain(), asked({ amount, captured: amount }));
  expect((await gate.row()).status).toBe('escalated');
  return gate;
}

async function shortageIn(gate: Harness): Promise<unknown> {
  return (await gate.row()).decision?.reasons.find(({ code }) => code === SHORTAGE)?.facts;
}

const CLERK = employee('emp_7', { role: 'clerk', managerId: 'boss_1', teamId: 'dock' });
const TEAM_MATE = employee('rev_1', { teamId: 'dock' });
const MANAGER = employee('boss_1', { role: 'supervisor' });

describe('a refund that nobody may decide', () => {
  it.each([
    [
      'the only one who reviews is in the marker’s team',
      [CLERK, TEAM_MATE],
      600_000,
      { needed: 1, found: 0 },
    ],
    [
      'all who review are the marker’s manager and team',
      [CLERK, TEAM_MATE, MANAGER],
      600_000,
      { needed: 1, found: 0 },
    ],
    ['nobody reviews', [CLERK], 600_000, { needed: 1, found: 0 }],
    ['one may decide, but it takes two', [CLERK, employee('rev_2')], 1_200_000, { needed: 2, found: 1 }],
  ])('says so at once where %s', async (_, people, minor, facts) => {
    const gate = await openCase(people, minor);
    expect(await shortageIn(gate)).toStrictEqual(facts);
    expect(gate.told()).toStrictEqual(['escalated', 'escalated']);
    expect(gate.mails).toHaveLength(1);
    expect(gate.mails[0]?.text).toContain(SHORTAGE);
    expect(isAuditIntact(await gate.row())).toBe(true);
  });

  it.each([
    ['somebody who is not part of it reviews', [CLERK, TEAM_MATE, employee('rev_2')]],
    ['the directory knows nobody', []],
  ])('is not claimed where %s', async (_, people) => {
    const gate = await openCase(people);
    expect(await shortageIn(gate)).toBeUndefined();
    expect(gate.told()).toStrictEqual(['escalated']);
  });

  it('no longer says so once a reviewer is there and people are asked again', async () => {
    const gate = await openCase([CLERK, TEAM_MATE]);
    await gate.take(employee('rev_2', { siteId: 'site_8' }));
    await gate.pass(DAY + MINUTE);
    expect(await shortageIn(gate)).toBeUndefined();
    expect((await gate.review({ reviewerId: 'rev_2' })).result).toBe('accepted');
  });

  it('says so until a reviewer who was added later has the role long enough', async () => {
    const gate = await openCase([CLERK, TEAM_MATE]);
    gate.now = new Date(gate.now.getTime() + MINUTE);
    await gate.take(employee('rev_2', { siteId: 'site_8' }, gate.now));
    await gate.pass(3 * DAY);
    expect(await shortageIn(gate)).toStrictEqual({ needed: 1, found: 0 });
    await gate.pass(5 * DAY);
    expect(await shortageIn(gate)).toBeUndefined();
    expect((await gate.review({ reviewerId: 'rev_2' })).result).toBe('accepted');
  });

  it('is not decided under names that the directory does not know', async () => {
    const gate = await openCase([CLERK, TEAM_MATE], 1_200_000);
    for (const [reviewerId, why] of [
      ['Emp_7', 'marked_the_return'],
      ['emp-7', 'is_not_known'],
    ] as const) {
      expect(await gate.review({ reviewerId })).toStrictEqual({ result: 'refused', why });
    }
    await gate.run();
    expect(gate.told()).not.toContain('approved');
  });

  it('is not decided under an unknown name either where the directory knows only people who have no part in it', async () => {
    const gate = await openCase([employee('clerk_9', { role: 'clerk' })]);
    expect(await gate.review({ reviewerId: 'emp-7' })).toStrictEqual({
      result: 'refused',
      why: 'is_not_known',
    });
    expect(await shortageIn(gate)).toStrictEqual({ needed: 1, found: 0 });
  });

  it('is asked about all the same where the list of reviewers cannot be read', async () => {
    const gate = new Harness({
      wrap: (store) => ({
        ...store,
        reviewers: async () => {
          throw new UnreadableError('REVIEWERS / ALL cannot be read');
        },
      }),
    });
    const amount = { currency: 'EUR', minor: 600_000 };
    await gate.deliver(asked({ amount, captured: amount }));
    expect(gate.mails).toHaveLength(1);
    const opened = await openReview(gate.deps, { refundId: 're_1', token: 'again' });
    expect(opened).toStrictEqual({
      lacksReviewers: false,
      unreadable: ['REVIEWERS / ALL cannot be read'],
    });
  });

  it('is said to be so still where the list of reviewers can no longer be read', async () => {
    let isBroken = false;
    const gate = new Harness({
      wrap: (store) => ({
        ...store,
        reviewers: () => {
          if (isBroken) throw new UnreadableError('REVIEWERS / ALL cannot be read');
          return store.reviewers();
        },
      }),
    });
    const amount = { currency: 'EUR', minor: 600_000 };
    await gate.deliver(CLERK, asked({ amount, captured: amount }));
    isBroken = true;
    await gate.pass(DAY + MINUTE);
    expect((await gate.row()).review?.tier).toBe(2);
    expect(await shortageIn(gate)).toStrictEqual({ needed: 1, found: 0 });
  });

  it('does not make its row grow by the reminders', async () => {
    const gate = await openCase([CLERK, TEAM_MATE]);
    await gate.pass(3 * DAY);
    const { audit } = await gate.row();
    await gate.pass(5 * DAY);
    expect((await gate.row()).audit).toStrictEqual(audit);
    expect(await shortageIn(gate)).toStrictEqual({ needed: 1, found: 0 });
  });
});
