import type { EmployeeRecord } from '../refund/subject.ts';
import type { Scan } from './scan.ts';

/**
 * What the directory says of the people of a return, by id: null for a person it does not know. A person who is not in the
 * map was not looked up.
 */
export type People = ReadonlyMap<string, EmployeeRecord | null>;

/** Nobody was looked up: what is known of an outbound parcel, on which no employee vouches. */
export const NOBODY: People = new Map();

/** Returns true if a scan was made by an employee who was suspended, compromised or a confirmed insider by then. */
export function isDiscredited({ attestor, at }: Scan, people: People): boolean {
  const record = people.get(attestor.id) ?? undefined;
  if (record === undefined || record.status === 'active') return false;
  return record.since === undefined || at >= record.since;
}
