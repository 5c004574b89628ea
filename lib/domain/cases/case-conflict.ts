import { mayReportTo, mayShareTeam } from '../refund/places.ts';
import type { EmployeeRecord } from '../refund/subject.ts';

/** The reasons why a person may not answer a case. */
export const CASE_CONFLICTS = [
  'is_the_employee',
  'is_part_of_a_refund',
  'parties_are_unknown',
  'is_not_known',
  'is_not_active',
  'is_no_supervisor',
  'has_a_new_role',
  'has_the_role_from_the_employee',
  'manages_the_employee',
  'is_in_the_team_of_the_employee',
  'reports_to_the_employee',
] as const;

/** Why a person may not answer a case. */
export type CaseConflict = (typeof CASE_CONFLICTS)[number];

/** The same, after "You may not answer this case:". */
export const CASE_CONFLICT_WORDS: Readonly<Record<CaseConflict, string>> = {
  is_the_employee: 'it is about you',
  is_part_of_a_refund: 'you have a part in one of the refunds behind it',
  parties_are_unknown: 'who has a part in the refunds behind it cannot be read',
  is_not_known: 'the directory does not know you',
  is_not_active: 'the directory says that you are not active',
  is_no_supervisor: 'only supervisors answer cases',
  has_a_new_role: 'you got your role or login after it opened, less than seven days ago',
  has_the_role_from_the_employee: 'the employee gave you your role or login',
  manages_the_employee: 'the employee reports to you, or did',
  is_in_the_team_of_the_employee: 'you are, or were, in the team of the employee',
  reports_to_the_employee: 'you report, or reported, to the employee',
};

/** Who a case is about, and who is part of the refunds behind it. */
export interface CaseParties {
  readonly employeeId: string;
  /** What the directory says about the employee. */
  readonly employee: EmployeeRecord | undefined;
  /** Everybody who marked, approved or scanned one of the refunds, or asked for it; undefined if one cannot be read. */
  readonly parties: ReadonlySet<string> | undefined;
  /** True if the directory ever reported anybody. Then a name that it does not know belongs to nobody. */
  readonly knowsPeople: boolean;
  /** A role that was given later does not count. */
  readonly rolesUntil: string;
}

/** A person, and what the directory says about them. */
export interface Answering {
  readonly person: string;
  readonly record: EmployeeRecord | undefined;
}

/**
 * Returns why a person may not answer a case, or undefined if nothing that is known excludes them. The rules are those of
 * a review: a supervisor, nobody who is part of it, nobody close to the employee. They are the same for each answer: to
 * hand over what one is part of takes it away from the others.
 */
export function caseConflict(
  { person, record }: Answering,
  { employeeId, employee, parties, knowsPeople, rolesUntil }: CaseParties,
): CaseConflict | undefined {
  if (person === employeeId) return 'is_the_employee';
  if (mayReportTo(employee, person)) return 'manages_the_employee';
  if (record === undefined) {
    if (knowsPeople) return 'is_not_known';
  } else {
    if (record.status !== 'active') return 'is_not_active';
    if (record.role !== 'supervisor' || record.kind === 'service') return 'is_no_supervisor';
    if (record.roleGiven.at > rolesUntil) return 'has_a_new_role';
    if (record.roleGiven.by === employeeId) return 'has_the_role_from_the_employee';
    if (mayShareTeam(employee, record)) return 'is_in_the_team_of_the_employee';
    if (mayReportTo(record, employeeId)) return 'reports_to_the_employee';
  }
  if (parties === undefined) return 'parties_are_unknown';
  return parties.has(person) ? 'is_part_of_a_refund' : undefined;
}
