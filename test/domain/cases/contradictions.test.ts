import { describe, expect, it } from 'vitest';
import { contradictions, type RefundsNow } from '../../../lib/domain/cases/contradictions.ts';
import type { CaseFindings } from '../../../lib/domain/cases/employee-case.ts';
import type { EmployeeRecord } from '../../../lib/domain/refund/subject.ts';
import { aCase } from '../../builders.ts';

const CLERK: EmployeeRecord = {
  role: 'clerk',
  roleGiven: { by: 'hr_1', at: '2025-01-01T00:00:00.000Z' },
  siteId: 'site_1',
  country: 'DE',
  status: 'active',
  at: '2025-01-01T00:00:00.000Z',
};

const NOTHING: RefundsNow = { genuine: 0, oddSessions: 0, unjudged: 0 };

const { findings } = aCase();

/** Findings that nothing contradicts. */
const CLEAR: CaseFindings = { ...findings, refundIds: ['1', '2', '3', '4', '5', '6'], falseDays: 3 };

const [measured] = CLEAR.measures;

function said(
  some: Partial<CaseFindings>,
  { employee = CLERK, ...refunds }: Partial<RefundsNow> & { readonly employee?: EmployeeRecord } = {},
): string {
  const one = aCase({ findings: { ...CLEAR, ...some } });
  return contradictions(one, employee, { ...NOTHING, ...refunds }).join(' ');
}

const atSite = (count: number, refunds: number): Partial<CaseFindings> => ({
  measures:
    measured === undefined
      ? []
      : [{ ...measured, own: { count: 4, refunds: 100 }, site: { count, refunds } }],
});

describe('what contradicts accusing an employee', () => {
  it('is nothing where nothing is known', () => {
    expect(said({})).toBe('');
  });

  it.each([
    ['five refunds', { refundIds: ['1', '2', '3', '4', '5'] }, 'Only 5 refunds'],
    ['one reviewer', { reviewers: ['rev_1'] }, 'One reviewer found all'],
    ['two days', { falseDays: 2 }, 'on 2 days'],
    ['a quarter unscanned', { unscanned: 0.25 }, '25 % of the expensive refunds'],
    ['a taken over session', { takenOver: 1 }, '1 more refund'],
    ['few peers', atSite(0, 19.9), 'no peers to compare with'],
    [
      'peers half as often',
      atSite(2, 100),
      'nearly the same rate of returns found falsely attested: 2.0 of 100 refunds',
    ],
  ])('has a sentence about %s', (_, some, sentence) => {
    expect(said(some)).toContain(sentence);
  });

  it.each([
    ['less than a quarter unscanned', { unscanned: 0.249 }],
    ['peers less than half as often', atSite(1.99, 100)],
    ['just enough peers', atSite(0, 20)],
  ])('has none about %s', (_, some) => {
    expect(said(some)).toBe('');
  });

  it.each([
    ['found genuine', { genuine: 1 }, '1 of the refunds were found genuine'],
    ['not judged', { unjudged: 2 }, 'Of 2 of the refunds nobody'],
    ['marked in odd sessions', { oddSessions: 3 }, '3 of the refunds were marked from a new device'],
  ])('has a sentence about refunds that were %s', (_, refunds, sentence) => {
    expect(said({}, refunds)).toContain(sentence);
  });

  const since = (at: string) => ({ employee: { ...CLERK, roleGiven: { by: 'hr_1', at } } });

  it.each([
    ['for 89 days', since('2026-08-25T12:00:00.000Z'), 'had the role for 89 days'],
    ['for 90 days', since('2026-08-24T12:00:00.000Z'), ''],
    ['only since the case', since('2026-11-23T12:00:00.000Z'), 'after the case was opened'],
    ['in a compromised account', { employee: { ...CLERK, status: 'compromised' } as const }, 'compromised'],
    ['as a program', { employee: { ...CLERK, kind: 'service' } as const }, 'program'],
  ])('looks at a role that is theirs %s', (_, who, sentence) => {
    if (sentence === '') expect(said({}, who)).toBe('');
    else expect(said({}, who)).toContain(sentence);
  });

  it('says that the directory does not know the employee', () => {
    expect(contradictions(aCase({ findings: CLEAR }), undefined, NOTHING).join()).toContain('does not know');
  });
});
