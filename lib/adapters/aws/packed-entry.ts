import { HISTORY_VERDICTS, type HistoryEntry } from '../../domain/history/history.ts';
import { CLAIMS } from '../../domain/refund/refund-request.ts';

/** What the place of an entry tells of it already, and so is not written. */
export interface EntryPlace {
  readonly refundId: string;
  readonly day: string;
  readonly customerId?: string | undefined;
}

const NEVER_CAME = 1;
const TAKEN_OVER = 2;

/**
 * Returns an entry as a list, without what its place says: tier, claim, exception, marks, customer, verdict, reviewers.
 * Most end after the marks.
 */
export function packEntry(entry: HistoryEntry, place: EntryPlace): readonly unknown[] {
  const { tier, claim, exceptionPermille, verdict, reviewerIds } = entry;
  const list = [
    tier,
    CLAIMS.indexOf(claim),
    exceptionPermille,
    marksOf(entry),
    entry.customerId === place.customerId ? null : entry.customerId,
    verdict === 'none' ? null : HISTORY_VERDICTS.indexOf(verdict),
    reviewerIds.length === 0 ? null : reviewerIds,
  ];
  return list.slice(0, list.findLastIndex((one) => one !== null) + 1);
}

function marksOf(entry: HistoryEntry): number {
  return (entry.neverCame ? NEVER_CAME : 0) + (entry.looksTakenOver ? TAKEN_OVER : 0);
}

/** Returns a list as the entry it was packed from; what is none is answered as something its schema refuses. */
export function unpackEntry(list: unknown, place: EntryPlace): unknown {
  if (!Array.isArray(list)) return undefined;
  const values: readonly unknown[] = list;
  const [tier, claim, exceptionPermille, marks, customer, verdict, reviewers] = values;
  if (typeof claim !== 'number' || typeof marks !== 'number') return undefined;
  return {
    refundId: place.refundId,
    day: place.day,
    tier,
    claim: CLAIMS[claim],
    exceptionPermille,
    neverCame: (marks & NEVER_CAME) !== 0,
    looksTakenOver: (marks & TAKEN_OVER) !== 0,
    verdict: HISTORY_VERDICTS[typeof verdict === 'number' ? verdict : 0],
    reviewerIds: reviewers ?? [],
    customerId: customer ?? place.customerId,
  };
}
