import { DAY_MS } from '../shared/calendar.ts';
import type { EmployeeRecord, FormerPlace } from './subject.ts';

// An employee's manager and team. One event changes them, so the former ones count on.

/**
 * How many days before a refund was asked for an employee may have left a place that still counts, in days: nobody becomes
 * independent of their manager in time for a refund that is planned. After a quarter the people around them have changed.
 */
const FORMER_PLACE_DAYS = 90;

/** The most former places that are kept, the last ones. Nobody changes managers so often in 90 days. */
export const MAX_FORMER_PLACES = 10;

/** Returns the former places of an employee after an event that may have changed their place. */
export function formerPlacesAfter(
  known: EmployeeRecord | undefined,
  { managerId, teamId }: Omit<FormerPlace, 'leftAt'>,
  leftAt: string,
): readonly FormerPlace[] | undefined {
  if (known === undefined || isPlace(known, { managerId, teamId }) || isPlace(known, {})) {
    return known?.formerPlaces;
  }
  const left: FormerPlace = { managerId: known.managerId, teamId: known.teamId, leftAt };
  const others = (known.formerPlaces ?? []).filter((one) => !isPlace(one, left));
  return [...others, left].slice(-MAX_FORMER_PLACES);
}

/** Returns a record with only those former places that count for a refund that was asked for at an instant. */
export function withPlacesFor(record: EmployeeRecord, askedAt: string): EmployeeRecord {
  const since = new Date(Date.parse(askedAt) - FORMER_PLACE_DAYS * DAY_MS).toISOString();
  const { formerPlaces = [] } = record;
  return { ...record, formerPlaces: formerPlaces.filter(({ leftAt }) => leftAt >= since) };
}

/** Returns the managers of an employee, former ones too. */
export function managersOf(record: EmployeeRecord | undefined): readonly string[] {
  return placesOf(record).flatMap(({ managerId = [] }) => managerId);
}

/** Returns true if an employee reports to a person, did, or changed places so often that not all are known. */
export function mayReportTo(record: EmployeeRecord | undefined, id: string): boolean {
  return (record?.formerPlaces ?? []).length >= MAX_FORMER_PLACES || managersOf(record).includes(id);
}

/** Returns true if two employees are in one team, or were. */
export function mayShareTeam(a: EmployeeRecord | undefined, b: EmployeeRecord | undefined): boolean {
  const teams = placesOf(a).map(({ teamId }) => teamId);
  return placesOf(b).some(({ teamId }) => teamId !== undefined && teams.includes(teamId));
}

type Place = Omit<FormerPlace, 'leftAt'>;

function placesOf(record: EmployeeRecord | undefined): readonly Place[] {
  return record === undefined ? [] : [record, ...(record.formerPlaces ?? [])];
}

function isPlace(a: Place, b: Place): boolean {
  return a.managerId === b.managerId && a.teamId === b.teamId;
}
