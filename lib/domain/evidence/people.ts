import type { EmployeeRecord } from '../refund/subject.ts';
import type { Scan } from './scan.ts';

/**
 * What is known of the people of a return, by id: what the directory says; `shared` for a login that many people use; null
 * for a person nobody knows. A person who is not in the map was not looked up.
 */
export type People = ReadonlyMap<string, EmployeeRecord | 'shared' | null>;

/** Nobody was looked up: what is known of an outbound parcel, on which no employee vouches. */
export const NOBODY: People = new Map();

/**
 * Returns true if a scan was made by an employee who was suspended, compromised or a confirmed insider by then, or by the
 * time it came: a thief who has the account can date a scan back.
 */
export function isDiscredited(
  { attestor, at, correctedFrom = [], takenAt = at }: Scan,
  people: People,
): boolean {
  const record = recordOf(people, attestor.id);
  if (record === undefined || record.status === 'active') return false;
  const { since } = record;
  return since === undefined || [at, takenAt, ...correctedFrom].some((time) => time >= since);
}

/** Returns what the directory says of a person; undefined if it knows no such person. */
export function recordOf(people: People, id: string): EmployeeRecord | undefined {
  const known = people.get(id);
  return known === 'shared' || known === null ? undefined : known;
}
