import { type Register, siteIn } from '../producers/register.ts';
import type { Sender } from '../shared/sender.ts';
import type { Given, Logins } from './logins.ts';
import type { RefundRequest } from './refund-request.ts';
import type { Statement } from './statements.ts';

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
  'producer',
] as const;

/** Anyone or anything that carries a history. */
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** The roles that an employee may have. */
export const EMPLOYEE_ROLES = [
  'clerk',
  'inspector',
  'stower',
  'agent',
  'supervisor',
  'reviewer',
  'auditor',
] as const;

/** What an employee's record stands for: a person, or a program that acts under a login of its own. */
export const EMPLOYEE_KINDS = ['person', 'service'] as const;

/** The statuses that HR or an investigation may give an employee, the mildest first. */
export const EMPLOYEE_STATUSES = ['active', 'suspended', 'compromised', 'confirmed_insider'] as const;

/** The states of a flag. */
export const FLAG_STATES = ['flagged', 'cleared'] as const;

/** A subject by kind and id. */
export interface SubjectRef {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** What one event said about an employee's status. */
export interface StatusStatement extends Statement {
  readonly status: (typeof EMPLOYEE_STATUSES)[number];
}

/** A manager and a team that an employee had before. */
export interface FormerPlace {
  readonly managerId?: string | undefined;
  readonly teamId?: string | undefined;
  /** When the gate took the event that changed it. */
  readonly leftAt: string;
}

/** The latest record of an employee from the directory. */
export interface EmployeeRecord {
  readonly role: (typeof EMPLOYEE_ROLES)[number];
  readonly roleGiven: Given;
  /** Absent: a person. */
  readonly kind?: (typeof EMPLOYEE_KINDS)[number] | undefined;
  readonly siteId: string;
  readonly country: string;
  readonly managerId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly formerPlaces?: readonly FormerPlace[] | undefined;
  /** Absent: no event has named any. A login counts only while its claim names this employee, in the version listed here. */
  readonly logins?: Logins | undefined;
  /** The status in force: the strictest that two people have not lifted. */
  readonly status: (typeof EMPLOYEE_STATUSES)[number];
  /** From when on the status is in force, or if it is not `active`, from when on none was; always, if unknown. */
  readonly since?: string | undefined;
  /** The time of the event that reported role and place; an older event never overwrites a newer one. */
  readonly at: string;
  /** What events said about the status, as far as it still matters. */
  readonly statuses?: readonly StatusStatement[] | undefined;
}

/** What one event said about a flag. */
export interface FlagStatement extends Statement {
  readonly state: (typeof FLAG_STATES)[number];
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
}

/** A flag on a subject: the strictest statement that two people or two sources have not lifted. */
export interface SubjectFlag extends FlagStatement {
  /** What events said about it, as far as it still matters, if that is more than one statement. */
  readonly statements?: readonly FlagStatement[] | undefined;
}

/** The kinds of subject that many strangers may use: a guest's customer id, a locker, a login at a till. */
export const SHARED_KINDS = ['employee', 'customer', 'address', 'device', 'instrument'] as const;

/** What one event said about who uses a subject. */
export interface SharedStatement extends Statement {
  /** True if many strangers use it, so that it has no budget and no history of its own. */
  readonly shared: boolean;
  readonly reason?: string | undefined;
}

/** The mark that many strangers use a subject, or do not: the strictest statement that two people have not lifted. */
export interface SharedMark extends SharedStatement {
  /** What events said about it, as far as it still matters, if that is more than one statement. */
  readonly statements?: readonly SharedStatement[] | undefined;
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

/**
 * Returns true if all value paid to a subject is summed for the value limits (R8). At an address or a device many
 * strangers may meet: only what is paid without evidence is summed there.
 */
export function sumsAllValue({ kind }: SubjectRef): boolean {
  return kind === 'customer' || kind === 'instrument';
}

/** Returns the employee who is responsible for a refund: the marker, or if there is none the approver. */
export function answerableEmployee(request: RefundRequest): SubjectRef | undefined {
  const id = request.markedBy ?? request.approvedBy;
  return id === undefined ? undefined : { kind: 'employee', id };
}

/** What a refund says about who asked for it. */
export interface Asked {
  readonly request: RefundRequest;
  readonly sender?: Sender | undefined;
}

/**
 * Returns true if somebody has to answer for what is paid of a refund without evidence. For an instant return nobody does:
 * its carrier's scan asked for it.
 */
export function needsAnswer({ claim, trigger }: RefundRequest): boolean {
  return claim !== 'returned' || trigger === 'attested';
}

/**
 * Returns the producer and the site, which answer for a refund that names nobody: they have an employee's budgets. With a
 * register, only a site that it names has budgets of its own.
 */
export function producerOf({ request, sender }: Asked, register: Register | undefined): SubjectRef {
  const site = register === undefined ? request.siteId : siteIn(register, request.siteId);
  return { kind: 'producer', id: `${sender?.source ?? ''} ${site ?? ''}` };
}

/** Returns every subject that may have answered as the producer, whatever the register was then. */
export function producersOf({ request, sender }: Asked): readonly SubjectRef[] {
  const sites = request.siteId === undefined ? [''] : ['', request.siteId];
  return sites.map((site) => ({ kind: 'producer', id: `${sender?.source ?? ''} ${site}` }));
}

/** Returns true if a flag is set and has not ended at an instant. */
export function isFlagged(flag: SubjectFlag | undefined, now: Date): boolean {
  if (flag?.state !== 'flagged') return false;
  return flag.until === undefined || now.getTime() < Date.parse(flag.until);
}

/** Returns when a flag ends, in milliseconds since the epoch; infinity if it has no end. */
export function endOf({ until }: Pick<SubjectFlag, 'until'>): number {
  return until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
}
