import type { EmployeeRecord, SharedMark, SubjectFlag, SubjectRef } from '../refund/subject.ts';
import { dayNumber, daysBetween, lastDayNumberOf } from '../shared/calendar.ts';
import type { ClearedRefunds } from './cleared-refunds.ts';
import type { Counts, HistoryEntry } from './history.ts';
import type { RolledUpWeek } from './weekly-totals.ts';

/** The sums of what was reserved on one day (UTC) of a subject. */
export interface DaySums {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly valueMinor: number;
  readonly unsupportedMinor: number;
}

/** A subject's rolled-up past: everything up to and including `rolledUpThrough`. */
export interface Profile {
  readonly version: number;
  readonly rolledUpThrough?: string | undefined;
  /** Value by day for the days still inside the linked window. */
  readonly valueByDay: readonly { readonly day: string; readonly valueMinor: number }[];
  /** The rolled-up past of its refunds by week, oldest first. */
  readonly weeks: readonly RolledUpWeek[];
  readonly employee?: EmployeeRecord | undefined;
  /** UTC day on which a case was last opened on the employee. */
  readonly caseOpenedOn?: string | undefined;
  /** UTC day on which a case was last opened on the employee's account, as one in other hands. */
  readonly accountCaseOpenedOn?: string | undefined;
  /** Refunds that count for nothing against the employee, by the case that two people closed. */
  readonly cleared?: readonly ClearedRefunds[] | undefined;
  readonly flag?: SubjectFlag | undefined;
  /** Says if many strangers use it; read it with `isShared`. */
  readonly shared?: SharedMark | undefined;
}

/** One day of a subject: what was reserved on it, and the refunds asked for on it. */
export interface SubjectDay extends DaySums {
  readonly entries: readonly HistoryEntry[];
  /** The counts over the entries, if the store has them. */
  readonly counts?: Counts | undefined;
}

/** A subject as read in one query: its profile and the days not rolled up into it yet. */
export interface SubjectHistory {
  readonly subject: SubjectRef;
  readonly profile: Profile;
  readonly days: readonly SubjectDay[];
}

/** The profile of a subject that nothing is known about. */
export const EMPTY_PROFILE: Profile = { version: 0, valueByDay: [], weeks: [] };

/** Returns the weight of a value that is `ageDays` old: 2^(−age/half-life). Source: docs/MODEL.md, "Histories". */
export function decay(ageDays: number, halfLifeDays: number): number {
  return 2 ** (-Math.max(0, ageDays) / halfLifeDays);
}

/**
 * Returns a subject's decayed unsupported value of the days before `day`, in whole minor units rounded up. A
 * rolled-up week weighs as much as its last day, which is the strict side. Today's own sum is left out: a
 * reservation is written on the condition that it fits.
 */
export function unsupportedBefore(history: SubjectHistory, day: string, halfLifeDays: number): number {
  const { profile, days } = history;
  const { weeks } = profile;
  if (weeks.length + days.length === 0) return 0;
  const rolledUp = unsupportedOfWeeks(weeks, day, halfLifeDays);
  const open = days
    .filter((one) => one.day < day)
    .reduce((sum, one) => sum + one.unsupportedMinor * decay(daysBetween(one.day, day), halfLifeDays), 0);
  return Math.ceil(rolledUp + open);
}

/** Returns true if anything was paid without evidence in the `windowDays` before `day`; a week counts as its last day. */
export function hasUnsupportedBefore(
  { profile, days }: SubjectHistory,
  day: string,
  windowDays: number,
): boolean {
  const today = dayNumber(day);
  return (
    profile.weeks.some(
      (one) => one.unsupportedMinor > 0 && today - lastDayNumberOf(one.week) <= windowDays,
    ) ||
    days.some((one) => one.day < day && one.unsupportedMinor > 0 && daysBetween(one.day, day) <= windowDays)
  );
}

function unsupportedOfWeeks(weeks: readonly RolledUpWeek[], day: string, halfLifeDays: number): number {
  const today = dayNumber(day);
  return weeks.reduce(
    (sum, { week, unsupportedMinor }) =>
      sum + unsupportedMinor * decay(today - lastDayNumberOf(week), halfLifeDays),
    0,
  );
}

/** Returns a subject's value in the `windowDays` that end with `day`, in minor units, without `day` itself. */
export function valueBefore(history: SubjectHistory, day: string, windowDays: number): number {
  if (history.profile.valueByDay.length + history.days.length === 0) return 0;
  return [...history.profile.valueByDay, ...history.days]
    .filter((one) => one.day < day && daysBetween(one.day, day) < windowDays)
    .reduce((sum, one) => sum + one.valueMinor, 0);
}
