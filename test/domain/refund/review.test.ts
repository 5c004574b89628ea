import { describe, expect, test } from 'vitest';
import type { RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import {
  castVote,
  contradictsItself,
  ineligibility,
  openReview,
  type Review,
  raiseReview,
  rolesUntil,
  type Vote,
} from '../../../lib/domain/refund/review.ts';
import type { EmployeeRecord } from '../../../lib/domain/refund/subject.ts';
import { DAY_MS } from '../../../lib/domain/shared/calendar.ts';
import { aRecord, aRefund, NOW } from '../../builders.ts';

function record(overrides: Partial<EmployeeRecord> = {}): EmployeeRecord {
  return aRecord({ role: 'reviewer', siteId: 'site_9', ...overrides });
}

describe('who may not decide a case', () => {
  const why = (
    reviewerId: string,
    employees: Readonly<Record<string, EmployeeRecord>> = {},
    {
      tier = 1,
      knowsPeople = false,
      ...overrides
    }: Partial<RefundRequest> & { readonly tier?: number; readonly knowsPeople?: boolean } = {},
  ) =>
    ineligibility(reviewerId, {
      request: aRefund({ approvedBy: 'emp_9', ...overrides }),
      attestors: new Set(['emp_21', 'dock_3']),
      employees: new Map(Object.entries(employees)),
      tier,
      knowsPeople,
      rolesUntil: NOW.toISOString(),
    });

  test.each([
    ['emp_7', 'marked_the_return'],
    ['emp_9', 'approved_the_refund'],
    ['emp_21', 'attested_a_scan'],
    ['dock_3', 'attested_a_scan'],
    ['c_1', 'is_the_customer'],
    ['rev_1', undefined],
  ] as const)('by the part %s has in it: %s', (reviewerId, reason) => {
    expect(why(reviewerId, { [reviewerId]: record() })).toBe(reason);
  });

  test.each(['suspended', 'compromised', 'confirmed_insider'] as const)('who is %s', (status) => {
    expect(why('rev_1', { rev_1: record({ status }) })).toBe('is_not_active');
  });

  test.each([
    ['clerk', 'has_no_reviewing_role'],
    ['inspector', 'has_no_reviewing_role'],
    ['stower', 'has_no_reviewing_role'],
    ['agent', 'has_no_reviewing_role'],
    ['auditor', 'has_no_reviewing_role'],
    ['supervisor', 'is_asked_later'],
    ['reviewer', undefined],
  ] as const)('by role: a %s, %s', (role, reason) => {
    expect(why('rev_1', { rev_1: record({ role }) })).toBe(reason);
  });

  test.each(['emp_7', 'emp_9', 'emp_21'])('who manages, reports to or shares a team with %s', (id) => {
    const reviewer = record({ teamId: 'team_1' });
    expect(why('rev_1', { rev_1: reviewer, [id]: record({ managerId: 'rev_1' }) })).toBe('manages_a_witness');
    expect(why('rev_1', { rev_1: reviewer, [id]: record({ teamId: 'team_1' }) })).toBe(
      'is_in_a_witness_team',
    );
    expect(why('rev_1', { rev_1: record({ managerId: id }), [id]: record() })).toBe('reports_to_a_witness');
    expect(
      why('rev_1', { rev_1: reviewer, [id]: record({ managerId: 'rev_2', teamId: 'team_2' }) }),
    ).toBeUndefined();
  });

  test.each([
    [1, 'site_9', 'is_asked_later'],
    [2, 'site_9', undefined],
    [2, 'site_3', 'is_asked_later'],
    [2, 'site_5', 'is_asked_later'],
    [3, 'site_3', undefined],
    [3, 'site_5', undefined],
  ] as const)('at tier %d, where a supervisor of %s: %s', (tier, siteId, reason) => {
    // The refund is of site_3, and emp_21 who attested a scan works at site_5.
    const known = { rev_1: record({ role: 'supervisor', siteId }), emp_21: record({ siteId: 'site_5' }) };
    expect(why('rev_1', known, { tier })).toBe(reason);
  });

  test.each([1, 2, 3])(
    'whatever the tier: a clerk, an unsuspended marker or a manager at tier %d',
    (tier) => {
      expect(why('rev_1', { rev_1: record({ role: 'clerk' }) }, { tier })).toBe('has_no_reviewing_role');
      expect(why('emp_7', {}, { tier })).toBe('marked_the_return');
      expect(why('rev_1', { rev_1: record(), emp_7: record({ managerId: 'rev_1' }) }, { tier })).toBe(
        'manages_a_witness',
      );
    },
  );

  test.each([
    [true, 'is_not_known'],
    [false, undefined],
  ] as const)('by a name of nobody, where the directory knows people: %s', (knowsPeople, reason) => {
    expect(why('Emp_7', {}, { knowsPeople })).toBe(reason);
    expect(why('rev_1', { rev_1: record() }, { knowsPeople })).toBeUndefined();
  });

  test.each([
    [0, undefined],
    [1, 'has_a_new_role'],
  ] as const)('whose role is newer than it may be, by %d ms', (ms, reason) => {
    const given = { by: 'hr_1', at: new Date(NOW.getTime() + ms).toISOString() };
    for (const role of ['reviewer', 'supervisor'] as const) {
      expect(why('rev_1', { rev_1: record({ role, roleGiven: given }) }, { tier: 3 })).toBe(reason);
    }
  });

  test.each([
    [0, undefined],
    [1, 'has_a_new_role'],
  ] as const)('who has a login that is newer than it may be, by %d ms', (ms, reason) => {
    const at = new Date(NOW.getTime() + ms).toISOString();
    const listed = [record().at, at].map((given) => ({ login: given, claim: 1, by: 'hr_1', at: given }));
    expect(why('rev_1', { rev_1: record({ logins: { at, listed } }) })).toBe(reason);
  });

  test.each(['emp_7', 'emp_9', 'emp_21'])('who has any login from %s', (id) => {
    const { at } = record();
    const listed = ['hr_1', id, 'hr_2'].map((by) => ({ login: by, claim: 1, by, at }));
    expect(why('rev_1', { rev_1: record({ logins: { at, listed } }) })).toBe('has_the_role_from_a_witness');
  });

  test.each(['emp_7', 'emp_9', 'emp_21'])('who has the role from %s', (by) => {
    const roleGiven = { by, at: record().at };
    expect(why('rev_1', { rev_1: record({ roleGiven }) })).toBe('has_the_role_from_a_witness');
  });

  test('and a role counts that was given before the refund came in, or seven days ago', () => {
    const receivedAt = NOW.toISOString();
    const until = (days: number) => rolesUntil({ receivedAt }, new Date(NOW.getTime() + days * DAY_MS));
    expect([until(0), until(7), until(8)]).toStrictEqual([
      receivedAt,
      receivedAt,
      '2026-11-23T10:00:00.000Z',
    ]);
  });

  test('and nobody is in a team with somebody when neither has one', () => {
    expect(why('rev_1', { rev_1: record(), emp_7: record() })).toBeUndefined();
  });

  test('and managers of people outside the case may', () => {
    expect(why('rev_1', { rev_1: record(), emp_50: record({ managerId: 'rev_1' }) })).toBeUndefined();
  });

  test('and a case that names nobody excludes only its attestors', () => {
    const request = { markedBy: undefined, approvedBy: undefined };
    expect(why('emp_7', {}, request)).toBeUndefined();
    expect(why('emp_21', {}, request)).toBe('attested_a_scan');
  });
});

describe('a vote', () => {
  const vote = (reviewerId: string, decision: Vote['decision'] = 'approve'): Vote => ({
    reviewerId,
    decision,
    verdict: decision === 'approve' ? 'genuine' : 'nothing_arrived',
    at: '2026-11-22T10:00:00.000Z',
  });

  function voted(review: Review, ...votes: readonly Vote[]): Review {
    return votes.reduce((before, one) => {
      const cast = castVote(before, one);
      return 'review' in cast ? cast.review : before;
    }, review);
  }

  test('approves a case that needs one', () => {
    expect(castVote(openReview(false), vote('rev_1'))).toStrictEqual({
      result: 'approved',
      review: { tier: 1, quorum: 1, votes: [vote('rev_1')] },
    });
  });

  test('needs another over the second limit, and that other approves', () => {
    const first = castVote(openReview(true), vote('rev_1'));
    expect(first.result).toBe('needs_another');
    expect(castVote(voted(openReview(true), vote('rev_1')), vote('rev_2')).result).toBe('approved');
  });

  test('given again by the same person changes nothing and is no second approval', () => {
    const review = voted(openReview(true), vote('rev_1'));
    expect(castVote(review, vote('rev_1'))).toStrictEqual({ result: 'repeated', review });
  });

  test.each([
    ['approve', 'deny'],
    ['deny', 'approve'],
  ] as const)('to %s stands, and a later one to %s is refused', (first, second) => {
    const review = voted(openReview(true), vote('rev_1', first));
    expect(castVote(review, vote('rev_1', second))).toStrictEqual({
      result: 'answered_differently',
      vote: vote('rev_1', first),
    });
  });

  test('to deny ends the case, whoever approved before', () => {
    const review = voted(openReview(true), vote('rev_1'));
    expect(castVote(review, vote('rev_2', 'deny'))).toStrictEqual({
      result: 'denied',
      review: { tier: 1, quorum: 2, votes: [vote('rev_1'), vote('rev_2', 'deny')] },
    });
  });

  test('to deny is not counted as an approval', () => {
    const review = { ...openReview(true), votes: [vote('rev_1', 'deny')] };
    expect(castVote(review, vote('rev_2')).result).toBe('needs_another');
  });

  test('counts in a raised case, which takes as many as before', () => {
    const raised = raiseReview(voted(openReview(true), vote('rev_1')));
    expect(raised).toStrictEqual({ tier: 2, quorum: 2, votes: [vote('rev_1')] });
    expect(castVote(raised, vote('rev_2')).result).toBe('approved');
  });
});

test.each([
  ['approve', 'genuine', false],
  ['approve', 'other', false],
  ['approve', 'nothing_arrived', true],
  ['approve', 'wrong_goods', true],
  ['approve', 'false_attestation', true],
  ['deny', 'genuine', false],
  ['deny', 'other', false],
  ['deny', 'nothing_arrived', false],
  ['deny', 'wrong_goods', false],
  ['deny', 'false_attestation', false],
] as const)('to %s with the verdict %s contradicts itself: %s', (decision, verdict, contradicts) => {
  expect(contradictsItself({ decision, verdict })).toBe(contradicts);
});

test.each([
  [false, 1],
  [true, 2],
])(
  'the quorum depends on the value alone, however long nobody decides (two reviewers: %s)',
  (two, quorum) => {
    const tiers: Review[] = [openReview(two)];
    for (let tier = 1; tier < 5; tier += 1) tiers.push(raiseReview(tiers.at(-1) ?? openReview(two)));
    expect(tiers.map((review) => [review.tier, review.quorum])).toStrictEqual(
      [1, 2, 3, 4, 5].map((tier) => [tier, quorum]),
    );
  },
);
