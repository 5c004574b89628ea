import { dayNumber, daysBetween, lastDayNumberOf } from './calendar.ts';
import type { Counts, HistoryEntry } from './history.ts';
import type { RefundRequest } from './refund-request.ts';
import { type LastMade, rememberedOf } from './remembered.ts';
import { type FoldedWeek, MANY_WEEKS } from './tally.ts';

/** Anyone or anything that carries a history. */
export type SubjectKind =
  | 'employee'
  | 'customer'
  | 'address'
  | 'device'
  | 'instrument'
  | 'order'
  | 'tracking'
  | 'site'
  | 'sku';

/** A subject by kind and id. */
export interface SubjectRef {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** What the gate last heard of an employee. */
export interface EmployeeRecord {
  readonly role: 'clerk' | 'inspector' | 'stower' | 'agent' | 'supervisor' | 'reviewer';
  readonly siteId: string;
  readonly country: string;
  readonly managerId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly status: 'active' | 'suspended' | 'compromised' | 'confirmed_insider';
  /** The time of the event that said so; an older event never overwrites a newer one. */
  readonly at: string;
}

/** A flag on a subject; the later of `flagged` and `cleared` counts. */
export interface SubjectFlag {
  readonly state: 'flagged' | 'cleared';
  readonly at: string;
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
}

/** What an approval takes of a subject's room on the day it is made, in minor units of the base currency. */
export interface Reserved {
  readonly refundId: string;
  /** The version of the refund's row it was made for. */
  readonly version: number;
  readonly valueMinor: number;
  readonly unsupportedMinor: number;
}

/** The sums of one subject's day (UTC), over what was reserved on it. */
export interface DaySums {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly valueMinor: number;
  readonly unsupportedMinor: number;
}

/** A subject's folded past: everything up to and including `foldedThrough`. */
export interface Profile {
  readonly version: number;
  readonly foldedThrough?: string | undefined;
  /** Value by day for the days still inside the linked window. */
  readonly valueByDay: readonly { readonly day: string; readonly valueMinor: number }[];
  /** The folded past of its refunds by week, oldest first. */
  readonly weeks: readonly FoldedWeek[];
  readonly employee?: EmployeeRecord | undefined;
  /** UTC day on which a case was last opened on the employee. */
  readonly caseOpenedOn?: string | undefined;
  readonly flag?: SubjectFlag | undefined;
}

/** One day of a subject: what was reserved on it, and the refunds asked for on it. */
export interface SubjectDay extends DaySums {
  readonly entries: readonly HistoryEntry[];
  /** The counts over the entries, where the store has them at hand. */
  readonly counts?: Counts | undefined;
}

/** A subject as read in one query: its profile and the days not folded into it yet. */
export interface SubjectHistory {
  readonly subject: SubjectRef;
  readonly profile: Profile;
  readonly days: readonly SubjectDay[];
}

/** A subject nobody ever heard of. */
export const EMPTY_PROFILE: Profile = { version: 0, valueByDay: [], weeks: [] };

/** Answers the customer's side of a refund, whoever is paid included: the subjects whose refunds are summed together. */
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

/** Answers the employee who answers for a refund: its marker, else whoever approved it, else nobody. */
export function answerableEmployee(request: RefundRequest): SubjectRef | undefined {
  const id = request.markedBy ?? request.approvedBy;
  return id === undefined ? undefined : { kind: 'employee', id };
}

/** Answers what a value of `ageDays` ago still weighs: 2^(−age/half-life). Source: the model's section 2. */
export function decay(ageDays: number, halfLifeDays: number): number {
  return 2 ** (-Math.max(0, ageDays) / halfLifeDays);
}

/**
 * Answers a subject's decayed unsupported value of the days before `day`, in whole minor units rounded up; a folded
 * week weighs as its last day does, which is the strict side. Today's own sum stays out: it is conditioned on when
 * a reservation is written.
 */
export function unsupportedBefore(history: SubjectHistory, day: string, halfLifeDays: number): number {
  const { profile, days } = history;
  const { weeks } = profile;
  if (weeks.length + days.length === 0) return 0;
  const addUp = (): number => foldedUnsupported(weeks, day, halfLifeDays);
  const isMany = weeks.length >= MANY_WEEKS;
  const as = `${day} ${halfLifeDays}`;
  const folded = isMany ? rememberedOf(unsupportedSums, { of: weeks, as }, addUp) : addUp();
  const open = days
    .filter((one) => one.day < day)
    .reduce((sum, one) => sum + one.unsupportedMinor * decay(daysBetween(one.day, day), halfLifeDays), 0);
  return Math.ceil(folded + open);
}

const unsupportedSums: LastMade<readonly FoldedWeek[], number> = new WeakMap();

function foldedUnsupported(weeks: readonly FoldedWeek[], day: string, halfLifeDays: number): number {
  const today = dayNumber(day);
  return weeks.reduce(
    (sum, { week, unsupportedMinor }) =>
      sum + unsupportedMinor * decay(today - lastDayNumberOf(week), halfLifeDays),
    0,
  );
}

/** Answers a subject's value of the `windowDays` before `day`, in minor units, without today's. */
export function valueBefore(history: SubjectHistory, day: string, windowDays: number): number {
  if (history.profile.valueByDay.length + history.days.length === 0) return 0;
  return [...history.profile.valueByDay, ...history.days]
    .filter((one) => one.day < day && daysBetween(one.day, day) < windowDays)
    .reduce((sum, one) => sum + one.valueMinor, 0);
}

/** Answers whether a flag stands at an instant. */
export function isFlagged(flag: SubjectFlag | undefined, now: Date): boolean {
  if (flag?.state !== 'flagged') return false;
  return flag.until === undefined || now.getTime() < Date.parse(flag.until);
}

/** Answers the later of two flags; at the same instant the stricter one. */
export function laterFlag(known: SubjectFlag | undefined, heard: SubjectFlag): SubjectFlag {
  if (known === undefined || heard.at > known.at) return heard;
  if (heard.at < known.at || heard.state === 'cleared') return known;
  return known.state === 'cleared' || endOf(heard) > endOf(known) ? heard : known;
}

/** Returns when a flag ends, in milliseconds; one without an end holds longest. */
export function endOf({ until }: Pick<SubjectFlag, 'until'>): number {
  return until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
}
