import { formerPlacesAfter } from './places.ts';
import { REVIEWING_ROLES } from './review.ts';
import type { EmployeeRecord } from './subject.ts';
import { statusAfter } from './subject-statements.ts';

/** What one event says of an employee. */
export interface HeardOfEmployee
  extends Pick<
    EmployeeRecord,
    'role' | 'kind' | 'siteId' | 'country' | 'managerId' | 'teamId' | 'status' | 'since'
  > {
  readonly employeeId: string;
  /** The person who said it, the source of the event, and its time. */
  readonly by: string;
  readonly source: string | undefined;
  readonly at: string;
  /** When the gate took the event. */
  readonly takenAt: string;
}

/**
 * Returns the record of an employee after one more event; undefined if it changes nothing. Role and place are those of the
 * newest event, and the places before it are kept. One event makes the status stricter; it takes two people to make it
 * milder.
 */
export function employeeAfter(
  known: EmployeeRecord | undefined,
  heard: HeardOfEmployee,
): EmployeeRecord | undefined {
  const {
    employeeId: about,
    role,
    kind,
    siteId,
    country,
    managerId,
    teamId,
    status,
    by,
    source,
    at,
    takenAt,
  } = heard;
  const since = heard.since !== undefined && heard.since < at ? heard.since : at;
  const after = statusAfter(known, { status, at, by, source }, { about, since });
  const isNewest = known === undefined || at > known.at;
  if (!isNewest) return after === undefined ? undefined : { ...known, ...after };
  const roleGiven = known !== undefined && isRoleKept(known, role) ? known.roleGiven : { by, at: takenAt };
  const formerPlaces = formerPlacesAfter(known, { managerId, teamId }, takenAt);
  const ofKind = kind === undefined ? {} : { kind };
  const fields = { role, ...ofKind, roleGiven, siteId, country, managerId, teamId, formerPlaces, at };
  const inForce = { status: known?.status ?? status, since: known?.since, statuses: known?.statuses };
  return { ...fields, ...inForce, ...after };
}

/** A reviewer who becomes a supervisor goes on to review what is open. */
function isRoleKept(known: EmployeeRecord, role: EmployeeRecord['role']): boolean {
  const bothReview = REVIEWING_ROLES.includes(known.role) && REVIEWING_ROLES.includes(role);
  return known.role === role || bothReview;
}
