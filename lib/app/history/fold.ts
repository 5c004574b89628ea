import { type FoldRule, foldWeek } from '../../domain/history/fold-week.ts';
import type { SubjectDay } from '../../domain/history/subject-history.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { daysOfWeek, weekOf } from '../../domain/shared/calendar.ts';
import { updateItem } from '../optimistic-update.ts';
import type { DueFold, PinnedPolicy, Store } from '../ports.ts';
import { unlessUnreadable } from '../unreadable-error.ts';

/** The most days one run folds; the rest stays on the work list for the next. */
const MAX_FOLDED = 10_000;

/** How long a subject that cannot be read is put off, in milliseconds: longer than a night may take. */
const POSTPONED_MS = 4 * 3_600_000;

/** How many subjects are folded at the same time. */
const AT_ONCE = 20;

/** What folding needs. */
export interface FoldDeps {
  readonly store: Store;
  readonly policy: PinnedPolicy;
  readonly now: () => Date;
}

/** The days of one subject that are to be folded. */
export interface SubjectFolds {
  readonly subject: SubjectRef;
  readonly folds: readonly DueFold[];
}

/** Answers what is to be folded, by subject, and whether there is more than one run takes. */
export async function foldsDue(
  { store, now }: Pick<FoldDeps, 'store' | 'now'>,
  limit = MAX_FOLDED,
): Promise<{ readonly subjects: readonly SubjectFolds[]; readonly more: boolean }> {
  const due = await store.foldsDue(now(), limit);
  const bySubject = new Map<string, { readonly subject: SubjectRef; readonly folds: DueFold[] }>();
  for (const one of due) {
    const { subject } = one;
    const key = `${subject.kind} ${subject.id}`;
    const known = bySubject.get(key);
    if (known === undefined) bySubject.set(key, { subject, folds: [one] });
    else known.folds.push(one);
  }
  return { subjects: [...bySubject.values()], more: due.length === limit };
}

/** What became of a fold: how many days were folded, and what is wrong with each subject that cannot be read. */
export interface Folded {
  readonly folded: number;
  readonly unreadable: readonly string[];
}

/**
 * Folds the days of some subjects into their profiles. What is folded is set, week by week, and a day leaves the work
 * list only as it was read: a run that died half way is simply run again. A subject that cannot be read is put off
 * until the next night, so that the night ends; the others are folded.
 */
export async function foldSubjects(deps: FoldDeps, subjects: readonly SubjectFolds[]): Promise<Folded> {
  const unreadable: string[] = [];
  let folded = 0;
  const fold = async (one: SubjectFolds): Promise<void> => {
    const days = await unlessUnreadable(unreadable, () => foldSubject(deps, one));
    if (days === undefined) await postpone(deps, one);
    else folded += days;
  };
  for (let from = 0; from < subjects.length; from += AT_ONCE) {
    await Promise.all(subjects.slice(from, from + AT_ONCE).map(fold));
  }
  return { folded, unreadable };
}

async function postpone({ store, now }: FoldDeps, { folds }: SubjectFolds): Promise<void> {
  const until = new Date(now().getTime() + POSTPONED_MS);
  for (const fold of folds) await store.postponeFold(fold, until);
}

/** Folds the days of one subject and returns how many. */
async function foldSubject({ store, policy }: FoldDeps, { subject, folds }: SubjectFolds): Promise<number> {
  const last = folds.reduce((latest, { day }) => (day > latest ? day : latest), '');
  const weeks = weeksOf(await closeThrough(store, subject, { folds, last }));
  const rule = foldRule(policy.policy, subject);
  const isReported = await updateItem({
    what: `${subject.kind} ${subject.id}`,
    // The days are read after the profile, each time: of two folds at once, the later to write has read all of it.
    read: async () => {
      const profile = await store.profile(subject, 'strong');
      const days: (readonly SubjectDay[])[] = [];
      // One after the other, here and below: nearly always there is one.
      for (const { first, last } of weeks.map(daysOfWeek))
        days.push(await store.daysOf(subject, first, last));
      return { profile, days };
    },
    change: ({ profile, days }) => {
      const { foldedThrough = '' } = profile;
      const through = last > foldedThrough ? last : foldedThrough;
      const next = weeks.reduce(
        (folded, week, index) => foldWeek(folded, { week, days: days[index] ?? [], through }, rule),
        profile,
      );
      const write = { profile: { ...next, version: profile.version + 1 }, days };
      return { write, result: profile.employee !== undefined };
    },
    save: (next, seen) => store.saveProfile(subject, next.profile, seen.profile.version),
  });
  // Whom the directory never told of is on no list yet, and nobody would look at what that person does.
  if (subject.kind === 'employee' && !isReported) await store.enroll(subject.id);
  for (const one of folds) await store.dropFold(one);
  return folds.length;
}

/**
 * Closes the days to be folded and every open day up to and including `last`: one left out would be forgotten by the
 * readers. A day is closed before it is read, so that whatever comes later puts it on the work list anew.
 */
async function closeThrough(
  store: Store,
  subject: SubjectRef,
  { folds, last }: Pick<SubjectFolds, 'folds'> & { readonly last: string },
): Promise<readonly string[]> {
  const { foldedThrough = '' } = await store.profile(subject, 'eventual');
  const days = await store.daysOf(subject, foldedThrough, last);
  const past: string[] = [];
  for (const { day } of folds) if (!past.includes(day)) past.push(day);
  for (const { day } of days) if (day > foldedThrough && !past.includes(day)) past.push(day);
  for (const day of past) await store.closeDay(subject, day);
  return past;
}

/** Answers the weeks of some days, in order; nearly always they are one day. */
function weeksOf(days: readonly string[]): readonly number[] {
  const weeks: number[] = [];
  for (const day of days) {
    const week = weekOf(day);
    if (!weeks.includes(week)) weeks.push(week);
  }
  return weeks.sort((a, b) => a - b);
}

function foldRule(policy: Policy, { kind }: SubjectRef): FoldRule {
  const isEmployee = kind === 'employee';
  const budget = policy.unsupportedBudget[isEmployee ? 'employee' : 'subject'];
  const { halfLifeDays } = isEmployee ? policy.employeeRisk : policy.ringRisk;
  return { kind, halfLifeDays: Math.max(budget.halfLifeDays, halfLifeDays), windowDays: policy.linkedDays };
}
