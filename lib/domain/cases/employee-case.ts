import type { Observed } from '../risk/gamma-poisson.ts';
import type { Reason } from '../shared/reasons.ts';

/** What may become of a case; `open` at first. The order is not stored. */
export const CASE_STATUSES = ['open', 'cleared', 'watched', 'handed_over'] as const;

/** What became of a case. */
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** How people ended a case. */
export type CaseOutcome = Exclude<CaseStatus, 'open'>;

/** What a person may do with a case: `clear` and `withdraw` ask for a clearance and take it back. */
export const CASE_ACTIONS = ['clear', 'withdraw', 'watch', 'hand_over'] as const;

/** One thing that a person may do with a case. */
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** What was compared with peers. Exceptions open no case; people read them. */
export const CASE_MEASURES = [
  'false_attestations',
  'claims_found_false',
  'never_came',
  'exceptions',
] as const;

/** So many of so many refunds, each weighed by its age. */
export interface Share {
  readonly count: number;
  readonly refunds: number;
}

/** One number of an employee against that of peers, when the case was opened. */
export interface CaseMeasure extends Observed {
  readonly measure: (typeof CASE_MEASURES)[number];
  readonly own: Share;
  /** The peers at the same site, without the employee. */
  readonly site: Share;
  /** The peers in the same role, without the employee. */
  readonly role: Share;
  /** The 5 % and 95 % points of how many times the expected rate the employee's is. */
  readonly eb05: number;
  readonly eb95: number;
}

/** What the numbers said when a case was opened. */
export interface CaseFindings {
  readonly grounds: readonly Reason[];
  readonly q: number;
  /** Of the employee's exceptions, as in the event. */
  readonly eb05: number;
  readonly eb95: number;
  readonly af05: number;
  readonly incidents: number;
  /** The refunds behind the case, at most a hundred. Only these are cleared with it. */
  readonly refundIds: readonly string[];
  readonly measures: readonly CaseMeasure[];
  /** Who found what was attested or claimed falsely, in order. */
  readonly reviewers: readonly string[];
  /** On how many days something was attested that people or the scans say was false. */
  readonly falseDays: number;
  /** The share of the expensive refunds of the site that lack scans. */
  readonly unscanned: number;
  /** How many refunds reviewers found falsely attested in sessions that look taken over: not among those above. */
  readonly takenOver: number;
}

/** What one person said about a case. */
export interface CaseStatement {
  readonly by: string;
  readonly at: string;
  readonly action: CaseAction;
  readonly note?: string | undefined;
}

/** A case on an employee. It asks people to look, and holds nothing against anybody. */
export interface EmployeeCase {
  readonly employeeId: string;
  /** 1 for the first case on the employee. */
  readonly number: number;
  readonly version: number;
  /** Names what the case holds: it changes when the case is renewed with newer numbers. */
  readonly id: string;
  readonly status: CaseStatus;
  readonly openedAt: string;
  /** When the case was first opened, if its numbers were renewed since. */
  readonly firstOpenedAt?: string | undefined;
  readonly findings: CaseFindings;
  readonly said: readonly CaseStatement[];
  /** Who asked for the clearance; once it is cleared, the first of the two. */
  readonly clearAsked?: { readonly by: string; readonly at: string } | undefined;
  /** What was written and is not published yet. */
  readonly outbox: 'opened' | CaseOutcome | null;
}

/** How people ended a case, who said so last, and when; undefined while it is open. */
export interface CaseEnding {
  readonly outcome: CaseOutcome;
  readonly by: readonly string[];
  readonly at: string;
}

/** What people do to end a case with each outcome. */
export const ENDING_ACTION: Readonly<Record<CaseOutcome, CaseAction>> = {
  cleared: 'clear',
  watched: 'watch',
  handed_over: 'hand_over',
};

/** Returns how people ended a case; undefined while it is open. */
export function caseEnding({ status, said, clearAsked, openedAt }: EmployeeCase): CaseEnding | undefined {
  if (status === 'open') return undefined;
  const last = said.findLast(({ action }) => action === ENDING_ACTION[status]);
  if (last === undefined) return { outcome: status, by: [], at: openedAt };
  const both = status === 'cleared' && clearAsked !== undefined ? [clearAsked.by, last.by] : [last.by];
  return { outcome: status, by: both, at: last.at };
}

/** What the gate says when it opens a case. */
export type OpenedCase = Pick<EmployeeCase, 'id' | 'openedAt' | 'findings'>;

/** Returns a new case on an employee, after the last one. */
export function newCase(
  employeeId: string,
  last: EmployeeCase | undefined,
  opened: OpenedCase,
): EmployeeCase {
  const number = (last?.number ?? 0) + 1;
  return { employeeId, number, version: 1, status: 'open', ...opened, said: [], outbox: 'opened' };
}

/**
 * Returns an open case with newer numbers. A clearance that was asked for is void: it was for the refunds that the person
 * saw.
 */
export function renewedCase(last: EmployeeCase, opened: OpenedCase): EmployeeCase {
  const { clearAsked: _, ...one } = last;
  const firstOpenedAt = last.firstOpenedAt ?? last.openedAt;
  return { ...one, ...opened, firstOpenedAt, version: last.version + 1, outbox: 'opened' };
}
