import { HISTORY_VERDICTS, type HistoryEntry } from '../../domain/history/history.ts';
import { CLAIMS } from '../../domain/refund/refund-request.ts';

/** The facts that follow from the place where an entry is stored, and so are not written again. */
export interface EntryPlace {
  readonly refundId: string;
  readonly day: string;
  readonly customerId?: string | undefined;
}

const NEVER_CAME = 1;
const TAKEN_OVER = 2;

/**
 * Returns an entry as a list: tier, claim, exception, marks, customer, verdict, reviewers. Facts that follow from its
 * place are left out, so most lists end after the marks.
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

/** Returns the entry that a list was packed from. For anything else it returns a value that the schema refuses. */
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
