import type { CaseConflict } from '../../domain/cases/case-conflict.ts';
import { contradictions, type RefundsNow, rateOf } from '../../domain/cases/contradictions.ts';
import {
  type CaseEnding,
  type CaseMeasure,
  type CaseStatement,
  type CaseStatus,
  caseEnding,
  type EmployeeCase,
} from '../../domain/cases/employee-case.ts';
import { type PossibleAnswer, possibleAnswers } from '../../domain/cases/possible-answers.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { canonicalId } from '../../domain/shared/ids.ts';
import type { Money } from '../../domain/shared/money.ts';
import { REASONS, type Reason } from '../../domain/shared/reasons.ts';
import type { Uses } from '../gate-deps.ts';
import { casePartiesOf, conflictWith, type PartiesDeps, refundsBehind } from './case-parties.ts';

/** What showing a case needs. */
export type CaseViewDeps = PartiesDeps & Uses<never, 'casesOn'>;

/** The most earlier cases that are shown. */
const MAX_EARLIER = 9;

/** The case that is shown, and its history. */
export interface ShownCase {
  readonly caseId: string;
  readonly number: number;
  readonly status: CaseStatus;
  readonly openedAt: string;
  readonly firstOpenedAt?: string | undefined;
  readonly ending?: CaseEnding | undefined;
}

/** A number of the employee against that of peers, as rates for a plot. Rates are per refund, weighed by age. */
export interface ShownMeasure extends CaseMeasure {
  readonly ownRate: number;
  /** What is expected of somebody in this place: observed is compared with it. */
  readonly expectedRate: number;
  readonly siteRate: number;
  readonly roleRate: number;
}

/** A refund behind a case. All but its id is missing if its row cannot be found. */
export interface ShownRefund {
  readonly refundId: string;
  readonly askedAt?: string | undefined;
  readonly amount?: Money | undefined;
  readonly claim?: string | undefined;
  readonly status?: Refund['status'] | undefined;
  /** What people or the scans say of it in the histories. */
  readonly verdict?: string | undefined;
}

/** What the page of a case shows, as plain values. */
export interface EmployeeCaseView {
  readonly employee: {
    readonly id: string;
    /** Undefined if the directory does not know the employee. */
    readonly role?: string | undefined;
    readonly siteId?: string | undefined;
    readonly country?: string | undefined;
    readonly status?: string | undefined;
    /** Since when the role is theirs, as far as the gate was told. */
    readonly roleSince?: string | undefined;
  };
  readonly case: ShownCase;
  readonly grounds: readonly {
    readonly code: string;
    readonly message: string;
    readonly facts: Reason['facts'];
  }[];
  readonly measures: readonly ShownMeasure[];
  readonly refunds: readonly ShownRefund[];
  /** What contradicts that the employee did something wrong, in sentences; may be empty. */
  readonly contradictions: readonly string[];
  readonly said: readonly CaseStatement[];
  readonly clearAsked?: EmployeeCase['clearAsked'];
  /** What this person may answer; empty if they may not, or if the case is over. */
  readonly answers: readonly PossibleAnswer[];
  /** Why this person may not answer. */
  readonly conflict?: CaseConflict | undefined;
  readonly earlier: readonly ShownCase[];
}

/**
 * Returns what a person sees of the last case on an employee; undefined if there is none. It reads at most 300 items of
 * the refunds behind it, and four others.
 */
export async function employeeCaseView(
  deps: CaseViewDeps,
  asked: { readonly employeeId: string; readonly person: string },
): Promise<EmployeeCaseView | undefined> {
  const [employeeId, person] = [canonicalId(asked.employeeId), canonicalId(asked.person)];
  const [one, ...earlier] = await deps.store.casesOn(employeeId, 1 + MAX_EARLIER);
  if (one === undefined) return undefined;
  const refunds = await refundsBehind(deps, one);
  const parties = await casePartiesOf(deps, one, refunds);
  const conflict = await conflictWith(deps, one, parties, person);
  const { employee } = parties;
  const { grounds, measures } = one.findings;
  return {
    employee: {
      id: employeeId,
      role: employee?.role,
      siteId: employee?.siteId,
      country: employee?.country,
      status: employee?.status,
      roleSince: employee?.roleGiven.at,
    },
    case: shownCase(one),
    grounds: grounds.map(({ code, facts }) => ({ code, message: REASONS[code].message, facts })),
    measures: measures.map(shownMeasure),
    refunds: [...refunds].map(([refundId, refund]) => ({ refundId, ...shownRefund(refund) })),
    contradictions: contradictions(one, employee, refundsNow([...refunds.values()])),
    said: one.said,
    clearAsked: one.clearAsked,
    answers: conflict === undefined ? possibleAnswers(one, person) : [],
    conflict,
    earlier: earlier.map(shownCase),
  };
}

function shownCase(one: EmployeeCase): ShownCase {
  const { id: caseId, number, status, openedAt, firstOpenedAt } = one;
  return { caseId, number, status, openedAt, firstOpenedAt, ending: caseEnding(one) };
}

function shownMeasure(one: CaseMeasure): ShownMeasure {
  const { own, site, role, expected } = one;
  return {
    ...one,
    ownRate: rateOf(own),
    expectedRate: rateOf({ count: expected, refunds: own.refunds }),
    siteRate: rateOf(site),
    roleRate: rateOf(role),
  };
}

function shownRefund(refund: Refund | undefined): Omit<ShownRefund, 'refundId'> {
  if (refund === undefined) return {};
  const { askedAt, status, history, request } = refund;
  return { askedAt, amount: request.amount, claim: request.claim, status, verdict: history?.verdict };
}

function refundsNow(refunds: readonly (Refund | undefined)[]): RefundsNow {
  const found = refunds.filter((one) => one !== undefined);
  const count = (is: (one: Refund) => boolean): number => found.filter(is).length;
  return {
    genuine: count(({ history }) => history?.verdict === 'genuine'),
    unjudged: count(({ history }) => history?.verdict === 'none'),
    oddSessions: count(({ request: { session } }) =>
      [session?.newDevice, session?.offShift, session?.wrongSite].includes(true),
    ),
  };
}
