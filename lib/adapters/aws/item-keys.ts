import type { SetAside } from '../../domain/evidence/scan.ts';
import { SUBJECT_KINDS, type SubjectRef } from '../../domain/refund/subject.ts';
import { CorruptItemError, type ItemKey } from './corrupt-item-error.ts';

/** Returns the key of a refund. */
export function refundKey(refundId: string): ItemKey {
  return { pk: `REFUND#${refundId}`, sk: 'STATE' };
}

/** Returns the key of a trail of scans. */
export function trailKey(trailId: string): ItemKey {
  return { pk: `RETURN#${trailId}`, sk: 'TRAIL' };
}

const SET_ASIDE_KEYS: Readonly<Record<SetAside, string>> = {
  counts_for_nothing: 'IGNORED',
  not_believed: 'DISBELIEVED',
};

/** Returns the key of the scans of a trail that are kept apart for a reason. */
export function ignoredKey(trailId: string, why: SetAside): ItemKey {
  return { pk: `RETURN#${trailId}`, sk: SET_ASIDE_KEYS[why] };
}

/** Returns the key of an order's claims. */
export function orderKey(orderId: string): ItemKey {
  return { pk: `ORDER#${orderId}`, sk: 'CLAIMS' };
}

/** Returns the key of a subject's profile. */
export function profileKey(subject: SubjectRef): ItemKey {
  return { pk: subjectPartition(subject), sk: 'PROFILE' };
}

/** Returns the key of one day of a subject. */
export function dayKey(subject: SubjectRef, day: string): ItemKey {
  return { pk: subjectPartition(subject), sk: daySortKey(day) };
}

/** Returns the sort key of a day: days sort by date, before the profile. */
export function daySortKey(day: string): string {
  return `DAY#${day}`;
}

/** The key of the kill switches. */
export const STOPS_KEY: ItemKey = { pk: 'STOPS', sk: 'ALL' };

/** Returns the key of the uses of a photo or document. */
export function photoKey(sha256: string): ItemKey {
  return { pk: `PHOTO#${sha256}`, sk: 'USES' };
}

/** Returns the key of the mails of a window. */
export function mailsKey(window: string): ItemKey {
  return { pk: `MAILS#${window}`, sk: 'COUNTS' };
}

/** The partition of the lists of all employees the gate knows. */
export const ROSTER_PARTITION = 'ROSTER';

/** Returns the key of one of the lists of employees. */
export function rosterKey(shard: number): ItemKey {
  return { pk: ROSTER_PARTITION, sk: `SHARD#${String(shard).padStart(2, '0')}` };
}

/** The key of the list of reviewers. */
export const REVIEWERS_KEY: ItemKey = { pk: 'REVIEWERS', sk: 'ALL' };

/** Returns the key of a person's sessions in the console. */
export function sessionsKey(employeeId: string): ItemKey {
  return { pk: `SESSIONS#${employeeId}`, sk: 'ALL' };
}

/** The key of the list of who has taken which refund. */
export const LEASES_KEY: ItemKey = { pk: 'LEASES', sk: 'ALL' };

/** The key of the numbers of the open reviews. */
export const OPEN_COUNTS_KEY: ItemKey = { pk: 'OVERVIEW', sk: 'OPEN' };

/** The key of what people decided, by day. */
export const DECIDED_DAYS_KEY: ItemKey = { pk: 'OVERVIEW', sk: 'DECIDED' };

/** Returns the key of the claim on a login. */
export function loginKey(login: string): ItemKey {
  return { pk: `LOGIN#${login}`, sk: 'OWNER' };
}

/** The partition of the baselines of peer groups. */
export const BASELINES_PARTITION = 'BASELINES';

/** Returns the key of the baselines of a peer group, by the group's key. */
export function baselinesKey(group: string): ItemKey {
  return { pk: BASELINES_PARTITION, sk: group };
}

/** Returns the key of a policy. */
export function policyKey(hash: string): ItemKey {
  return { pk: `POLICY#${hash}`, sk: 'DOCUMENT' };
}

/** Returns the partition that holds a subject's profile and days; a kind contains no `#`. */
export function subjectPartition({ kind, id }: SubjectRef): string {
  return `SUBJECT#${kind}#${id}`;
}

/** Returns the partition of all cases on an employee. */
export function casePartition(employeeId: string): string {
  return `CASE#${employeeId}`;
}

/** Returns the key of a case: an employee's cases sort by number, of which there are far fewer than a million. */
export function caseKey(employeeId: string, number: number): ItemKey {
  return { pk: casePartition(employeeId), sk: String(number).padStart(6, '0') };
}

/**
 * Returns the employee a case's key belongs to.
 * @throws CorruptItemError when the key is not a case's.
 */
export function caseEmployeeOf(key: ItemKey): string {
  const id = after('CASE#', key.pk);
  if (id === undefined) throw new CorruptItemError(key, 'it is no case, though listed among them');
  return id;
}

/**
 * Returns the refund a key belongs to.
 * @throws CorruptItemError when the key is not a refund's.
 */
export function refundIdOf(key: ItemKey): string {
  const id = after('REFUND#', key.pk);
  if (id === undefined) throw new CorruptItemError(key, 'it is no refund, though listed among them');
  return id;
}

/**
 * Returns the window a key belongs to.
 * @throws CorruptItemError when the key is not that of mails.
 */
export function mailWindowOf(key: ItemKey): string {
  const window = after('MAILS#', key.pk);
  if (window === undefined || Number.isNaN(Date.parse(window))) {
    throw new CorruptItemError(key, 'it is no window of mails, though listed among them');
  }
  return window;
}

/**
 * Returns the subject and the day a key belongs to.
 * @throws CorruptItemError when the key is not a day's.
 */
export function subjectDayOf(key: ItemKey): { readonly subject: SubjectRef; readonly day: string } {
  const [, text, id] = /^SUBJECT#([a-z]+)#(.*)$/s.exec(key.pk) ?? [];
  const kind = SUBJECT_KINDS.find((one) => one === text);
  const day = after('DAY#', key.sk);
  if (kind === undefined || id === undefined || day === undefined || !isDay(day)) {
    throw new CorruptItemError(key, 'it is no day of a subject');
  }
  return { subject: { kind, id }, day };
}

/** Returns true for a date of the calendar, such as `2026-11-22`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function after(prefix: string, text: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
