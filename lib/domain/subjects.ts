import type { RefundRequest } from './refund-request.ts';

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

/** What one refund adds to a subject's day: its value and its unsupported value, base currency minor units. */
export interface Contribution {
  readonly refundId: string;
  readonly valueMinor: number;
  readonly unsupportedMinor: number;
}

/** The sums of one subject's day (UTC), over its contributions. */
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
  /** Unsupported value decayed to the end of `foldedThrough`, in minor units; rounded up when read. */
  readonly unsupportedDecayedMinor: number;
  /** Value by day for the days still inside the linked window. */
  readonly valueByDay: readonly { readonly day: string; readonly valueMinor: number }[];
  readonly employee?: EmployeeRecord | undefined;
  readonly flag?: SubjectFlag | undefined;
}

/** A subject as read in one query: its profile and the days not folded into it yet. */
export interface SubjectHistory {
  readonly subject: SubjectRef;
  readonly profile: Profile;
  readonly days: readonly DaySums[];
}

/** A subject nobody ever heard of. */
export const EMPTY_PROFILE: Profile = { version: 0, unsupportedDecayedMinor: 0, valueByDay: [] };

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

const DAY_MS = 86_400_000;

/** Answers the UTC day of an instant, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Answers how many days lie between two UTC days. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Answers what a value of `ageDays` ago still weighs: 2^(−age/half-life). Source: the model's section 2. */
export function decay(ageDays: number, halfLifeDays: number): number {
  return 2 ** (-Math.max(0, ageDays) / halfLifeDays);
}

/**
 * Answers a subject's decayed unsupported value of the days before `day`, in whole minor units rounded up.
 * Today's own sum stays out: it is conditioned on when a contribution is written.
 */
export function unsupportedBefore(history: SubjectHistory, day: string, halfLifeDays: number): number {
  const { profile, days } = history;
  const folded =
    profile.foldedThrough === undefined
      ? 0
      : profile.unsupportedDecayedMinor * decay(daysBetween(profile.foldedThrough, day), halfLifeDays);
  const open = days
    .filter((one) => one.day < day)
    .reduce((sum, one) => sum + one.unsupportedMinor * decay(daysBetween(one.day, day), halfLifeDays), 0);
  return Math.ceil(folded + open);
}

/** Answers a subject's value of the `windowDays` before `day`, in minor units, without today's. */
export function valueBefore(history: SubjectHistory, day: string, windowDays: number): number {
  return [...history.profile.valueByDay, ...history.days]
    .filter((one) => one.day < day && daysBetween(one.day, day) < windowDays)
    .reduce((sum, one) => sum + one.valueMinor, 0);
}

/** How a profile folds: the half-life of its subject's kind and the days the linked window needs. */
export interface FoldRule {
  readonly halfLifeDays: number;
  readonly windowDays: number;
}

/**
 * Answers a profile with one more day folded in. Days fold in order; a day at or before `foldedThrough` is
 * already in it and changes nothing, so a fold that died half way is simply run again.
 */
export function foldDay(profile: Profile, sums: DaySums, rule: FoldRule): Profile {
  const { foldedThrough } = profile;
  if (foldedThrough !== undefined && sums.day <= foldedThrough) return profile;
  const carried =
    foldedThrough === undefined
      ? 0
      : profile.unsupportedDecayedMinor * decay(daysBetween(foldedThrough, sums.day), rule.halfLifeDays);
  return {
    ...profile,
    foldedThrough: sums.day,
    unsupportedDecayedMinor: carried + sums.unsupportedMinor,
    valueByDay: [...profile.valueByDay, { day: sums.day, valueMinor: sums.valueMinor }].filter(
      (one) => daysBetween(one.day, sums.day) < rule.windowDays,
    ),
  };
}

/** Answers whether a flag stands at an instant. */
export function isFlagged(flag: SubjectFlag | undefined, now: Date): boolean {
  if (flag?.state !== 'flagged') return false;
  return flag.until === undefined || now.getTime() < Date.parse(flag.until);
}

/** Answers the later of two flags; at the same instant the stricter one. */
export function laterFlag(known: SubjectFlag | undefined, heard: SubjectFlag): SubjectFlag {
  if (known === undefined || heard.at > known.at) return heard;
  return heard.at === known.at && heard.state === 'flagged' ? heard : known;
}
