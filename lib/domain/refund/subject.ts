import type { RefundRequest } from './refund-request.ts';

/** The kinds of subject that carry a history, or a flag. */
export const SUBJECT_KINDS = [
  'employee',
  'customer',
  'address',
  'device',
  'instrument',
  'order',
  'tracking',
  'site',
  'sku',
] as const;

/** Anyone or anything that carries a history. */
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** The roles that an employee may have. */
export const EMPLOYEE_ROLES = ['clerk', 'inspector', 'stower', 'agent', 'supervisor', 'reviewer'] as const;

/** The statuses that HR or an investigation may give an employee. */
export const EMPLOYEE_STATUSES = ['active', 'suspended', 'compromised', 'confirmed_insider'] as const;

/** The states of a flag. */
export const FLAG_STATES = ['flagged', 'cleared'] as const;

/** A subject by kind and id. */
export interface SubjectRef {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** The latest record of an employee from the directory. */
export interface EmployeeRecord {
  readonly role: (typeof EMPLOYEE_ROLES)[number];
  readonly siteId: string;
  readonly country: string;
  readonly managerId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly status: (typeof EMPLOYEE_STATUSES)[number];
  /** From when on the status holds, if that is not the time of the event. */
  readonly since?: string | undefined;
  /** The time of the event that reported it; an older event never overwrites a newer one. */
  readonly at: string;
}

/** A flag on a subject; the later of `flagged` and `cleared` counts. */
export interface SubjectFlag {
  readonly state: (typeof FLAG_STATES)[number];
  readonly at: string;
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
}

/** What an approval takes from a subject's budget on the day it is made, in minor units of the base currency. */
export interface Reserved {
  readonly refundId: string;
  /** The version of the refund's row it was made for. */
  readonly version: number;
  readonly valueMinor: number;
  readonly unsupportedMinor: number;
}

/** Returns the customer's side of a refund, the paid instrument included: refunds are summed on each of these. */
export function linkedSubjects(request: RefundRequest): readonly SubjectRef[] {
  const { address, device, instrument } = request.links ?? {};
  const payee = request.payout?.instrument;
  const refs: SubjectRef[] = [{ kind: 'customer', id: request.customerId }];
  if (address !== undefined) refs.push({ kind: 'address', id: address });
  if (device !== undefined) refs.push({ kind: 'device', id: device });
  if (instrument !== undefined) refs.push({ kind: 'instrument', id: instrument });
  if (payee !== undefined && payee !== instrument) refs.push({ kind: 'instrument', id: payee });
  return refs;
}

/** Returns the employee who is responsible for a refund: the marker, or if there is none the approver. */
export function answerableEmployee(request: RefundRequest): SubjectRef | undefined {
  const id = request.markedBy ?? request.approvedBy;
  return id === undefined ? undefined : { kind: 'employee', id };
}

/** Returns true if a flag is set and has not ended at an instant. */
export function isFlagged(flag: SubjectFlag | undefined, now: Date): boolean {
  if (flag?.state !== 'flagged') return false;
  return flag.until === undefined || now.getTime() < Date.parse(flag.until);
}

/** Returns the later of two flags; at the same instant the stricter one. */
export function laterFlag(known: SubjectFlag | undefined, heard: SubjectFlag): SubjectFlag {
  if (known === undefined || heard.at > known.at) return heard;
  if (heard.at < known.at || heard.state === 'cleared') return known;
  return known.state === 'cleared' || endOf(heard) > endOf(known) ? heard : known;
}

/** Returns when a flag ends, in milliseconds since the epoch; infinity if it has no end. */
export function endOf({ until }: Pick<SubjectFlag, 'until'>): number {
  return until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
}
