import { areByTwo, type Statement, type StatementRule, strictestOf, withStatement } from './statements.ts';
import {
  EMPLOYEE_STATUSES,
  type EmployeeRecord,
  endOf,
  type FlagStatement,
  type SharedMark,
  type SharedStatement,
  type StatusStatement,
  type SubjectFlag,
} from './subject.ts';

// What events say about flags, statuses and shared subjects may tighten by itself. It loosens when two say it.

/** Returns how statements about a flag are compared: it is stricter the longer it lasts. */
export function flagRule(about: string): StatementRule<FlagStatement> {
  const strictness = (one: FlagStatement) =>
    one.state === 'cleared' ? Number.NEGATIVE_INFINITY : endOf(one);
  return { strictness, about, sourcesCount: true };
}

/** Returns how statements about an employee's status are compared. */
export function statusRule(about: string): StatementRule<StatusStatement> {
  return { strictness: ({ status }) => EMPLOYEE_STATUSES.indexOf(status), about, sourcesCount: false };
}

/** Returns how statements about a shared subject are compared: a shared one has no limits of its own. */
export function sharedRule(about: string): StatementRule<SharedStatement> {
  return { strictness: ({ shared }) => (shared ? 0 : 1), about, sourcesCount: false };
}

/** Returns a flag after one more statement; the same flag if it changes nothing. */
export function flagAfter(known: SubjectFlag | undefined, heard: FlagStatement, about: string): SubjectFlag {
  return inForceAfter(known, heard, flagRule(about));
}

/** What is so before anything is said: every subject is one person's. */
const NOT_SHARED: SharedStatement = { shared: false, at: new Date(0).toISOString() };

/** Returns the mark of a shared subject after one more statement; the same mark if it changes nothing. */
export function sharedAfter(
  known: SharedMark = NOT_SHARED,
  heard: SharedStatement,
  about: string,
): SharedMark {
  return inForceAfter(known, heard, sharedRule(about));
}

/** Returns true if many strangers use a subject. */
export function isShared(mark: SharedMark | undefined): boolean {
  return mark?.shared === true;
}

/**
 * Returns true if many may use a login, so that its scans are nobody's word and what was done with it nobody's deed. Of
 * budgets a shared subject has none, so one person may say that it is not shared any more. Here it is the other way
 * round: that takes two.
 */
export function mayBeShared(mark: SharedMark | undefined, about: string): boolean {
  if (isShared(mark)) return true;
  const rule = sharedRule(about);
  const said = statementsOf<SharedStatement>(mark);
  const shared = said.filter((one) => one.shared);
  const isUnsaid = ({ at }: SharedStatement): boolean =>
    areByTwo(
      said.filter((one) => !one.shared && one.at > at),
      rule,
    );
  return areByTwo(shared, rule) && !shared.every(isUnsaid);
}

/** A statement in force, with all statements that still matter if there are more. */
type InForce<S extends Statement> = S & { readonly statements?: readonly S[] | undefined };

/** Returns what events said about a flag or a mark, as far as it still matters. */
export function statementsOf<S extends Statement>(known: InForce<S> | undefined): readonly S[] {
  return known === undefined ? [] : (known.statements ?? [known]);
}

function inForceAfter<S extends Statement>(
  known: InForce<S> | undefined,
  heard: S,
  rule: StatementRule<S>,
): InForce<S> {
  const before = statementsOf(known);
  const statements = withStatement(before, heard, rule);
  if (known !== undefined && statements === before) return known;
  const inForce = strictestOf(statements, rule) ?? heard;
  return statements.length === 1 ? inForce : { ...inForce, statements };
}

/** Returns the status part of an employee's record after one more statement; undefined if it changes nothing. */
export function statusAfter(
  known: EmployeeRecord | undefined,
  heard: StatusStatement,
  { about, since }: { readonly about: string; readonly since: string },
): Pick<EmployeeRecord, 'status' | 'since' | 'statuses'> | undefined {
  const rule = statusRule(about);
  const before = known === undefined ? [] : (known.statuses ?? [{ status: known.status, at: known.at }]);
  const statuses = withStatement(before, heard, rule);
  if (statuses === before) return undefined;
  const { status, at } = strictestOf(statuses, rule) ?? heard;
  return { status, since: sinceOf(known, { status, at }, { ...heard, since }), statuses };
}

/** An employee who is not active was so from the earliest time on, whatever the status was in between. */
function sinceOf(
  known: EmployeeRecord | undefined,
  { status, at }: StatusStatement,
  heard: StatusStatement & { readonly since: string },
): string | undefined {
  const isActive = status === 'active';
  if (known === undefined || (known.status === 'active') !== isActive) return isActive ? at : heard.since;
  const asksForLift = !isActive && heard.status === 'active';
  if (known.since === undefined || asksForLift || known.since < heard.since) return known.since;
  return heard.since;
}
