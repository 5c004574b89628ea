import type { EmployeeCase } from '../../domain/cases/employee-case.ts';
import { KEPT_HALF_LIVES, rollUpWeek } from '../../domain/history/roll-up-week.ts';
import type { Profile, SubjectDay } from '../../domain/history/subject-history.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { dayOf, daysBetween, daysOfWeek } from '../../domain/shared/calendar.ts';
import type { Uses } from '../gate-deps.ts';
import { rollUpRule } from '../history/roll-up.ts';
import { updateItem } from '../optimistic-update.ts';

/** What taking the weight off refunds needs. */
export type ClearDeps = Uses<'policy', 'profile' | 'saveProfile' | 'daysOf'>;

/** A profile, and the days of its weeks that name one of the refunds. */
interface NamingWeeks {
  readonly profile: Profile;
  readonly weeks: readonly { readonly week: number; readonly days: readonly SubjectDay[] }[];
}

/**
 * Lets the refunds behind a cleared case count for nothing against the employee. Their ids go into the profile, and in
 * the same write the weeks that name them are rolled up again from their days, without them. Days that are not rolled up
 * leave them out when they are read. What the refunds count for the customer and the others stays.
 */
export async function clearRefunds({ store, policy }: ClearDeps, one: EmployeeCase): Promise<void> {
  const subject: SubjectRef = { kind: 'employee', id: one.employeeId };
  const { refundIds } = one.findings;
  const on = dayOf(new Date(one.openedAt));
  const rule = rollUpRule(policy.policy, subject);
  const cleared = { on, refundIds };
  await updateItem<NamingWeeks, undefined>({
    what: `employee ${one.employeeId}`,
    // As in the roll-up, the days are read after the profile: the one that writes last has read everything.
    read: async () => {
      const profile = await store.profile(subject, 'strong');
      const naming = profile.weeks.filter(({ totals }) =>
        totals.incidents.some((id) => refundIds.includes(id)),
      );
      const weeks: { week: number; days: readonly SubjectDay[] }[] = [];
      for (const { week } of naming) {
        const { first, last } = daysOfWeek(week);
        weeks.push({ week, days: await store.daysOf(subject, first, last) });
      }
      return { profile, weeks };
    },
    change: ({ profile, weeks }) => {
      const isKept = (day: string) => daysBetween(day, on) <= (KEPT_HALF_LIVES + 1) * rule.halfLifeDays;
      const earlier = (profile.cleared ?? []).filter((known) => isKept(known.on) && !isSame(known, cleared));
      const marked: Profile = { ...profile, cleared: [...earlier, cleared] };
      if (weeks.length === 0 && profile.cleared?.some((known) => isSame(known, cleared))) {
        return { result: undefined };
      }
      const { rolledUpThrough: through = '' } = profile;
      const next = weeks.reduce(
        (rolledUp, naming) => rollUpWeek(rolledUp, { ...naming, through }, rule),
        marked,
      );
      return { write: { profile: { ...next, version: profile.version + 1 }, weeks }, result: undefined };
    },
    save: (next, seen) => store.saveProfile(subject, next.profile, seen.profile.version),
  });
}

type Cleared = NonNullable<Profile['cleared']>[number];

function isSame(a: Cleared, b: Cleared): boolean {
  return (
    a.on === b.on &&
    a.refundIds.length === b.refundIds.length &&
    a.refundIds.every((id, at) => id === b.refundIds[at])
  );
}
