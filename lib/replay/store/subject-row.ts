import type { Counts, HistoryEntry } from '../../domain/history/history.ts';
import type { Profile } from '../../domain/history/subject-history.ts';
import type { Reserved } from '../../domain/refund/subject.ts';

/** One day of one subject: its sums and what they are made of. */
export interface Day {
  readonly day: string;
  valueMinor: number;
  unsupportedMinor: number;
  closed: boolean;
  /** When it is to be rolled up; null while it is not on the roll-up's list. */
  dueAt: string | null;
  /**
   * At most one per refund. A day has few, so they are a list: one map per day would take most of the store's
   * memory.
   */
  reserved: Reserved[];
  entries: readonly HistoryEntry[];
  /** The counts over the entries, kept where there are many; undefined until they are asked for. */
  counts: Counts | undefined;
}

/** One subject: its profile and those of its days that are still kept, oldest first. */
export interface SubjectRow {
  profile: Profile;
  days: readonly Day[];
}
