import { dayOf, daysBetween } from '../shared/calendar.ts';
import { watchedUntil } from './answer-case.ts';
import { caseEnding, type EmployeeCase } from './employee-case.ts';

/** What is known of earlier cases on an employee. */
export interface EarlierCases {
  /** The last case; undefined if there is none. */
  readonly last: EmployeeCase | undefined;
  /** The day of the last case by the profile: cases that older versions of the gate opened have no item. */
  readonly openedOn: string | undefined;
  readonly today: string;
  /** A case nobody answered is renewed after a half-life. */
  readonly halfLifeDays: number;
}

/**
 * Returns whether a case may be opened on an employee if their numbers call for one, or the open one be renewed with
 * newer numbers.
 */
export function mayOpenCase({ last, openedOn, today, halfLifeDays }: EarlierCases): 'open' | 'renew' | 'no' {
  const isRecent = (day: string): boolean => daysBetween(day, today) < halfLifeDays;
  if (last === undefined) return openedOn !== undefined && isRecent(openedOn) ? 'no' : 'open';
  // What was written last has not had its effect yet.
  if (last.outbox !== null) return 'no';
  switch (last.status) {
    case 'open':
      return isRecent(dayOf(new Date(last.openedAt))) ? 'no' : 'renew';
    case 'cleared':
      // Its refunds weigh nothing any more, so the numbers are those of other refunds.
      return 'open';
    case 'watched':
      return today < watchedUntil({ at: caseEnding(last)?.at ?? last.openedAt }) ? 'no' : 'open';
    case 'handed_over':
      return 'no';
  }
}
