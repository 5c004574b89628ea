import type { Policy } from '../domain/policy.ts';
import { type DaySums, type FoldRule, foldDay, type SubjectRef } from '../domain/subjects.ts';
import type { PinnedPolicy, Store } from './ports.ts';
import { updateItem } from './update.ts';

/** The most days one run folds; the rest stays on the work list for the next. */
const MAX_FOLDED = 10_000;

/** How many subjects are folded at the same time. */
const AT_ONCE = 20;

/**
 * Folds past days into the profiles of their subjects, oldest first, and answers how many days. A day is closed
 * before it is folded, and a profile knows through which day it is folded, so a run that died half way is
 * simply run again.
 */
export async function fold(deps: {
  readonly store: Store;
  readonly policy: PinnedPolicy;
  readonly now: () => Date;
}): Promise<{ readonly folded: number; readonly more: boolean }> {
  const due = await deps.store.foldsDue(deps.now(), MAX_FOLDED);
  const bySubject = [...Map.groupBy(due, ({ subject }) => `${subject.kind} ${subject.id}`).values()];
  for (let from = 0; from < bySubject.length; from += AT_ONCE) {
    await Promise.all(bySubject.slice(from, from + AT_ONCE).map((days) => foldSubject(deps, days)));
  }
  return { folded: due.length, more: due.length === MAX_FOLDED };
}

/** The days of one subject in turn, oldest first. */
async function foldSubject(
  { store, policy }: { readonly store: Store; readonly policy: PinnedPolicy },
  days: readonly { readonly subject: SubjectRef; readonly day: string }[],
): Promise<void> {
  for (const { subject, day } of days) {
    await foldThrough(store, subject, day, foldRule(policy.policy, subject));
    await store.dropFold(subject, day);
  }
}

function foldRule(policy: Policy, subject: SubjectRef): FoldRule {
  const budget = policy.unsupportedBudget[subject.kind === 'employee' ? 'employee' : 'subject'];
  return { halfLifeDays: budget.halfLifeDays, windowDays: policy.linkedDays };
}

/** Every open day up to and including `day`: one left out would be forgotten by the readers. */
async function foldThrough(store: Store, subject: SubjectRef, day: string, rule: FoldRule): Promise<void> {
  const { days } = await store.subject(subject);
  const past = days
    .map((one) => one.day)
    .filter((one) => one <= day)
    .toSorted();
  const closed: DaySums[] = [];
  for (const one of past) closed.push(await store.closeDay(subject, one));
  await updateItem({
    what: `${subject.kind} ${subject.id}`,
    read: () => store.profile(subject, 'strong'),
    change: (profile) => {
      const write = closed.reduce((folded, sums) => foldDay(folded, sums, rule), profile);
      return write === profile ? { result: undefined } : { write, result: undefined };
    },
    save: (next, seen) => store.saveProfile(subject, { ...next, version: seen.version + 1 }, seen.version),
  });
}
