import { type RollUpRule, rollUpWeek } from '../../domain/history/roll-up-week.ts';
import type { SubjectDay } from '../../domain/history/subject-history.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { daysOfWeek, weekOf } from '../../domain/shared/calendar.ts';
import type { Uses } from '../gate-deps.ts';
import { inBatches } from '../in-batches.ts';
import { updateItem } from '../optimistic-update.ts';
import type { DueRollUp } from '../ports.ts';
import { unlessUnreadable } from '../unreadable-error.ts';

/** The most days one run rolls up; the rest stays on the work list for the next. */
const MAX_ROLLED_UP = 10_000;

/** How long a subject that cannot be read is postponed, in milliseconds: longer than the nightly run may take. */
const POSTPONED_MS = 4 * 3_600_000;

/** What rolling up needs. */
export type RollUpDeps = Uses<
  'policy' | 'now',
  | 'rollUpsDue'
  | 'profile'
  | 'saveProfile'
  | 'daysOf'
  | 'closeDay'
  | 'dropRollUp'
  | 'postponeRollUp'
  | 'enroll'
>;

/** The days of one subject that are to be rolled up. */
export interface SubjectRollUps {
  readonly subject: SubjectRef;
  readonly rollUps: readonly DueRollUp[];
}

/** Returns the days to be rolled up, by subject, and whether there are more than one run takes. */
export async function rollUpsDue(
  { store, now }: Pick<RollUpDeps, 'store' | 'now'>,
  limit = MAX_ROLLED_UP,
): Promise<{ readonly subjects: readonly SubjectRollUps[]; readonly more: boolean }> {
  const due = await store.rollUpsDue(now(), limit);
  const bySubject = new Map<string, { readonly subject: SubjectRef; readonly rollUps: DueRollUp[] }>();
  for (const one of due) {
    const { subject } = one;
    const key = `${subject.kind} ${subject.id}`;
    const known = bySubject.get(key);
    if (known === undefined) bySubject.set(key, { subject, rollUps: [one] });
    else known.rollUps.push(one);
  }
  return { subjects: [...bySubject.values()], more: due.length === limit };
}

/** The result of a roll-up: how many days were rolled up, and what is wrong with each unreadable subject. */
export interface RolledUp {
  readonly rolledUp: number;
  readonly unreadable: readonly string[];
}

/**
 * Rolls up the days of some subjects into their profiles. Each week is replaced as a whole, and a day leaves the
 * work list only if it has not changed since it was read. So a run that died half way can simply run again. A
 * subject that cannot be read is postponed to the next night, so that this night's run ends; the others are rolled
 * up.
 */
export async function rollUpSubjects(
  deps: RollUpDeps,
  subjects: readonly SubjectRollUps[],
): Promise<RolledUp> {
  const unreadable: string[] = [];
  let rolledUp = 0;
  const rollUp = async (one: SubjectRollUps): Promise<void> => {
    const days = await unlessUnreadable(unreadable, () => rollUpSubject(deps, one));
    if (days === undefined) await postpone(deps, one);
    else rolledUp += days;
  };
  await inBatches(subjects, rollUp);
  return { rolledUp, unreadable };
}

async function postpone({ store, now }: RollUpDeps, { rollUps }: SubjectRollUps): Promise<void> {
  const until = new Date(now().getTime() + POSTPONED_MS);
  for (const rollUp of rollUps) await store.postponeRollUp(rollUp, until);
}

/** Rolls up the days of one subject and returns how many. */
async function rollUpSubject(
  { store, policy }: RollUpDeps,
  { subject, rollUps }: SubjectRollUps,
): Promise<number> {
  const last = rollUps.reduce((latest, { day }) => (day > latest ? day : latest), '');
  const weeks = weeksOf(await closeThrough(store, subject, { rollUps, last }));
  const rule = rollUpRule(policy.policy, subject);
  const isReported = await updateItem({
    what: `${subject.kind} ${subject.id}`,
    // The days are read after the profile, at every attempt. If two roll-ups run at once, the one that writes last
    // has read everything.
    read: async () => {
      const profile = await store.profile(subject, 'strong');
      const days: (readonly SubjectDay[])[] = [];
      // One after the other, here and below: there is nearly always only one.
      for (const { first, last } of weeks.map(daysOfWeek))
        days.push(await store.daysOf(subject, first, last));
      return { profile, days };
    },
    change: ({ profile, days }) => {
      const { rolledUpThrough = '' } = profile;
      const through = last > rolledUpThrough ? last : rolledUpThrough;
      const next = weeks.reduce(
        (rolledUp, week, index) => rollUpWeek(rolledUp, { week, days: days[index] ?? [], through }, rule),
        profile,
      );
      const write = { profile: { ...next, version: profile.version + 1 }, days };
      return { write, result: profile.employee !== undefined };
    },
    save: (next, seen) => store.saveProfile(subject, next.profile, seen.profile.version),
  });
  // An employee that the directory never reported is not on the roster yet: nobody would look at what they do.
  if (subject.kind === 'employee' && !isReported) await store.enroll(subject.id);
  for (const one of rollUps) await store.dropRollUp(one);
  return rollUps.length;
}

/**
 * Closes the days to be rolled up and every open day up to and including `last`, and returns them. A judgement reads
 * only days after `rolledUpThrough`, so it would miss a day that was left out here. A day is closed before it is
 * read, so that anything that comes later puts it on the work list again.
 */
async function closeThrough(
  store: RollUpDeps['store'],
  subject: SubjectRef,
  { rollUps, last }: Pick<SubjectRollUps, 'rollUps'> & { readonly last: string },
): Promise<readonly string[]> {
  const { rolledUpThrough = '' } = await store.profile(subject, 'eventual');
  const days = await store.daysOf(subject, rolledUpThrough, last);
  const past: string[] = [];
  for (const { day } of rollUps) if (!past.includes(day)) past.push(day);
  for (const { day } of days) if (day > rolledUpThrough && !past.includes(day)) past.push(day);
  for (const day of past) await store.closeDay(subject, day);
  return past;
}

/** Returns the weeks of some days, in order. There is nearly always only one day. */
function weeksOf(days: readonly string[]): readonly number[] {
  const weeks: number[] = [];
  for (const day of days) {
    const week = weekOf(day);
    if (!weeks.includes(week)) weeks.push(week);
  }
  return weeks.sort((a, b) => a - b);
}

/** Returns how a subject's days are rolled up. */
export function rollUpRule(policy: Policy, { kind }: SubjectRef): RollUpRule {
  const isEmployee = kind === 'employee';
  const budget = policy.unsupportedBudget[isEmployee ? 'employee' : 'subject'];
  const { halfLifeDays } = isEmployee ? policy.employeeRisk : policy.ringRisk;
  return { kind, halfLifeDays: Math.max(budget.halfLifeDays, halfLifeDays), windowDays: policy.linkedDays };
}
