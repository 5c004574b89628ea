import type { ListedLogin, Logins } from './logins.ts';
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
  /** Their logins, each with its claim; absent if the event does not name any, and empty if it takes all away. */
  readonly logins?: readonly Pick<ListedLogin, 'login' | 'claim'>[] | undefined;
}

/**
 * Returns the record of an employee after one more event; undefined if it changes nothing. Role and place are those of the
 * newest event, and the places before it are kept. The logins are those of the newest event that names logins. One event
 * makes the status stricter; it takes two people to make it milder.
 *
 * A login that is added is like a new role: the person who has it can now decide in the employee's name. So the record keeps
 * who added it and when, and `ineligibility` judges it as it judges a role. A login that is taken away gives nobody anything.
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
  const logins = loginsAfter(known?.logins, heard);
  const ofLogins = logins === undefined ? {} : { logins };
  const isNewest = known === undefined || at > known.at;
  if (!isNewest) {
    const isSame = after === undefined && logins === known.logins;
    return isSame ? undefined : { ...known, ...after, ...ofLogins };
  }
  const roleGiven = known !== undefined && isRoleKept(known, role) ? known.roleGiven : { by, at: takenAt };
  const formerPlaces = formerPlacesAfter(known, { managerId, teamId }, takenAt);
  const ofKind = kind === undefined ? {} : { kind };
  const fields = { role, ...ofKind, roleGiven, siteId, country, managerId, teamId, formerPlaces, at };
  const inForce = { status: known?.status ?? status, since: known?.since, statuses: known?.statuses };
  return { ...fields, ...ofLogins, ...inForce, ...after };
}

/** A login under another claim than before is a new one: in between it may have been somebody else's. */
function loginsAfter(known: Logins | undefined, heard: HeardOfEmployee): Logins | undefined {
  const { logins, by, at, takenAt } = heard;
  if (logins === undefined || (known !== undefined && at <= known.at)) return known;
  const before = known?.listed ?? [];
  const listed = logins.map(
    ({ login, claim }) =>
      before.find((one) => one.login === login && one.claim === claim) ?? { login, claim, by, at: takenAt },
  );
  return { at, listed };
}

/** A reviewer who becomes a supervisor goes on to review what is open. */
function isRoleKept(known: EmployeeRecord, role: EmployeeRecord['role']): boolean {
  const bothReview = REVIEWING_ROLES.includes(known.role) && REVIEWING_ROLES.includes(role);
  return known.role === role || bothReview;
}
