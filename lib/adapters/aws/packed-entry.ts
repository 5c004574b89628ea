import type { HistoryEntry, HistoryVerdict } from '../../domain/history/history.ts';
import type { Tier } from '../../domain/policy/model-parameters.ts';
import type { Claim } from '../../domain/refund/refund-request.ts';
import { type Check, isBoolean, isText, isWhole, listOf, oneOf, shapeOf } from './item-checks.ts';

/** What the place of an entry tells of it already, and so is not written. */
export interface EntryPlace {
  readonly refundId: string;
  readonly day: string;
  readonly customerId?: string | undefined;
}

/** Claims and verdicts by their number: a contract with the items that exist. New ones go to the end. */
const CLAIMS = ['returned', 'not_received', 'damaged', 'returnless'] as const satisfies readonly Claim[];
const VERDICTS = [
  'none',
  'genuine',
  'fraud',
  'false_attestation',
] as const satisfies readonly HistoryVerdict[];

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
    verdict === 'none' ? null : VERDICTS.indexOf(verdict),
    reviewerIds.length === 0 ? null : reviewerIds,
  ];
  return list.slice(0, list.findLastIndex((one) => one !== null) + 1);
}

function marksOf(entry: HistoryEntry): number {
  return (entry.neverCame ? NEVER_CAME : 0) + (entry.looksTakenOver ? TAKEN_OVER : 0);
}

/** Answers a list as the entry it was packed from; what is none is answered as something `isHistoryEntry` refuses. */
export function unpackEntry(list: unknown, place: EntryPlace): unknown {
  if (!Array.isArray(list)) return undefined;
  const values: readonly unknown[] = list;
  const [tier, claim, exceptionPermille, marks, customer, verdict, reviewers] = values;
  if (!isWhole(claim) || !isWhole(marks)) return undefined;
  return {
    refundId: place.refundId,
    day: place.day,
    tier,
    claim: CLAIMS[claim],
    exceptionPermille,
    neverCame: (marks & NEVER_CAME) !== 0,
    looksTakenOver: (marks & TAKEN_OVER) !== 0,
    verdict: VERDICTS[isWhole(verdict) ? verdict : 0],
    reviewerIds: reviewers ?? [],
    customerId: customer ?? place.customerId,
  };
}

const isTier: Check<Tier> = (value): value is Tier => value === 0 || value === 1 || value === 2;

/** Answers whether a value is what a refund adds to histories. */
export const isHistoryEntry = shapeOf<HistoryEntry>({
  refundId: isText,
  day: isText,
  tier: isTier,
  claim: oneOf<Claim>({ returned: true, not_received: true, damaged: true, returnless: true }),
  exceptionPermille: isWhole,
  neverCame: isBoolean,
  looksTakenOver: isBoolean,
  verdict: oneOf<HistoryVerdict>({ none: true, genuine: true, fraud: true, false_attestation: true }),
  reviewerIds: listOf(isText),
  customerId: isText,
});
