import type { SubjectKind } from '../refund/subject.ts';
import { daysBetween, daysOfWeek } from '../shared/calendar.ts';
import { clearedIds, weighedEntries } from './cleared-refunds.ts';
import { countsOf, type HistoryEntry } from './history.ts';
import type { Profile, SubjectDay } from './subject-history.ts';
import {
  claimReviewersOf,
  customersOf,
  falseDaysOf,
  incidentsOf,
  type RolledUpWeek,
  reviewersOf,
  type Totals,
  takenOverOf,
  takenOverReviewersOf,
} from './weekly-totals.ts';

/** How a profile is rolled up: the longest half-life that reads it and the window of linked values, both in days. */
export interface RollUpRule {
  /** Whose past it is: names are kept only where a judgement reads them. */
  readonly kind: SubjectKind;
  readonly halfLifeDays: number;
  readonly windowDays: number;
}

/** How many half-lives of weeks a profile keeps: what is older weighs less than a sixteenth. */
export const KEPT_HALF_LIVES = 4;

/**
 * Returns a profile with one week of its past replaced, from that week's days up to `through`. The week is replaced
 * and not added to. So it may be rolled up again whenever it changes, or after a roll-up that died half way.
 */
export function rollUpWeek(
  profile: Profile,
  {
    week,
    days,
    through,
  }: { readonly week: number; readonly days: readonly SubjectDay[]; readonly through: string },
  rule: RollUpRule,
): Profile {
  const past = days.filter(({ day }) => day <= through);
  const rolledUp: RolledUpWeek = {
    week,
    totals: keptTotals(
      rule.kind,
      weighedEntries(
        past.flatMap(({ entries }) => entries),
        clearedIds(profile),
      ),
    ),
    unsupportedMinor: past.reduce((sum, one) => sum + one.unsupportedMinor, 0),
  };
  const weeks = [...profile.weeks.filter((one) => one.week !== week), rolledUp].toSorted(
    (a, b) => a.week - b.week,
  );
  const newest = weeks.at(-1)?.week ?? week;
  const { first, last } = daysOfWeek(week);
  const others = profile.valueByDay.filter(({ day }) => day < first || day > last);
  const values = past
    .filter(({ valueMinor }) => valueMinor > 0)
    .map(({ day, valueMinor }) => ({ day, valueMinor }));
  return {
    ...profile,
    rolledUpThrough: through,
    weeks: weeks.filter(
      (one) => (newest - one.week) * 7 <= KEPT_HALF_LIVES * rule.halfLifeDays && !isEmptyWeek(one),
    ),
    valueByDay: [...others, ...values]
      .filter(({ day }) => daysBetween(day, through) < rule.windowDays)
      .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

const NOBODY: readonly never[] = [];

/**
 * Returns the totals of a week with only the names that a judgement reads: customers for devices and instruments,
 * all other names for employees.
 */
function keptTotals(kind: SubjectKind, entries: readonly HistoryEntry[]): Totals {
  const isShared = kind === 'device' || kind === 'instrument';
  return {
    counts: countsOf(entries),
    customers: isShared ? customersOf(entries) : NOBODY,
    reviewers: kind === 'employee' ? reviewersOf(entries) : NOBODY,
    claimReviewers: kind === 'employee' ? claimReviewersOf(entries) : NOBODY,
    falseDays: kind === 'employee' ? falseDaysOf(entries) : NOBODY,
    incidents: kind === 'employee' ? incidentsOf(entries) : NOBODY,
    takenOver: kind === 'employee' ? takenOverOf(entries) : NOBODY,
    takenOverReviewers: kind === 'employee' ? takenOverReviewersOf(entries) : NOBODY,
  };
}

function isEmptyWeek({ totals, unsupportedMinor }: RolledUpWeek): boolean {
  return unsupportedMinor === 0 && Object.keys(totals.counts).length === 0;
}
