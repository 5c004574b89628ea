import { weighedEntries } from './cleared-refunds.ts';
import type { HistoryEntry } from './history.ts';
import type { SubjectDay } from './subject-history.ts';

/** Which entries of a day are left out, and which count as genuine. */
export interface LeftOut {
  readonly without: HistoryEntry | undefined;
  readonly cleared: ReadonlySet<string> | undefined;
}

/** Returns a day as it weighs: without the refund that is judged, cleared refunds as genuine ones. */
export function weighedDay(day: SubjectDay, { without, cleared }: LeftOut): SubjectDay {
  const isWhole = without?.day !== day.day;
  if (isWhole && cleared === undefined) return day;
  const entries = isWhole ? day.entries : day.entries.filter(({ refundId }) => refundId !== without.refundId);
  return { ...day, entries: weighedEntries(entries, cleared), counts: undefined };
}
