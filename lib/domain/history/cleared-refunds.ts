import type { HistoryEntry } from './history.ts';

/** Refunds that two people found to say nothing against an employee, and the day of the case that they closed. */
export interface ClearedRefunds {
  /** The UTC day on which the case was opened: all its refunds were asked for before. */
  readonly on: string;
  readonly refundIds: readonly string[];
}

/** What a profile says of cleared refunds. */
export interface ClearedIn {
  readonly cleared?: readonly ClearedRefunds[] | undefined;
}

/** Returns the ids of an employee's cleared refunds; undefined if there are none, as of almost everybody. */
export function clearedIds({ cleared }: ClearedIn): ReadonlySet<string> | undefined {
  return cleared === undefined ? undefined : new Set(cleared.flatMap(({ refundIds }) => refundIds));
}

/**
 * Returns an entry as it weighs against an employee. A cleared refund counts like one that was found genuine: as one
 * refund, without any other trace. That holds whatever scans or reviewers say of it later.
 */
export function weighedEntry(entry: HistoryEntry, cleared: ReadonlySet<string> | undefined): HistoryEntry {
  return cleared?.has(entry.refundId) === true ? { ...entry, verdict: 'genuine', reviewerIds: [] } : entry;
}

/** Returns entries as they weigh against an employee. */
export function weighedEntries(
  entries: readonly HistoryEntry[],
  cleared: ReadonlySet<string> | undefined,
): readonly HistoryEntry[] {
  return cleared === undefined ? entries : entries.map((entry) => weighedEntry(entry, cleared));
}
