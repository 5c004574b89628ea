import {
  type Counts,
  countsOf,
  type HistoryEntry,
  isFalseAttestation,
  isFalseClaim,
  isIncident,
  isNeverCame,
  sumOfCounts,
} from './history.ts';

/** A set of entries of one subject, summed: counts, and the people behind them. */
export interface Tally {
  readonly counts: Counts;
  /** Distinct customers, in order, at most `MAX_NAMED`. */
  readonly customers: readonly string[];
  /** Distinct reviewers who found a false attestation, in order. */
  readonly reviewers: readonly string[];
  /** Distinct reviewers who found a claim without goods false, in order. */
  readonly claimReviewers: readonly string[];
  /** Distinct days of refunds that were attested falsely, by people or by their scans, in order. */
  readonly falseDays: readonly string[];
  /** Refunds behind the exceptions, in order, at most `MAX_NAMED`. */
  readonly incidents: readonly string[];
}

/** The most names a tally keeps of a kind: it stays small whatever happens on one day. */
export const MAX_NAMED = 24;

/** The tally of no entries. */
export const EMPTY_TALLY: Tally = {
  counts: {},
  customers: [],
  reviewers: [],
  claimReviewers: [],
  falseDays: [],
  incidents: [],
};

/** A week of a subject's past, folded; weeks are numbered from Monday, 5 January 1970. */
export interface FoldedWeek {
  readonly week: number;
  readonly tally: Tally;
  /** What was paid in that week without independent evidence, in minor units of the base currency. */
  readonly unsupportedMinor: number;
}

/** From how many folded weeks on it costs more to add them up for every judgement than to remember the sum for the day. */
export const MANY_WEEKS = 8;

/** Answers the sum over a set of entries: the same for the same set, in any order. */
export function tallyOf(entries: readonly HistoryEntry[]): Tally {
  return {
    counts: countsOf(entries),
    customers: customersOf(entries),
    reviewers: reviewersOf(entries),
    claimReviewers: claimReviewersOf(entries),
    falseDays: falseDaysOf(entries),
    incidents: incidentsOf(entries),
  };
}

/** Answers the customers of a tally of these entries. */
export function customersOf(entries: readonly HistoryEntry[]): Tally['customers'] {
  return firstOf(new Set(entries.map(({ customerId }) => customerId)));
}

/** Answers the reviewers of a tally of these entries. */
export function reviewersOf(entries: readonly HistoryEntry[]): Tally['reviewers'] {
  const found = entries.filter(isFalseAttestation);
  return firstOf(new Set(found.flatMap(({ reviewerIds }) => reviewerIds)));
}

/** Answers who found claims of these entries false. */
export function claimReviewersOf(entries: readonly HistoryEntry[]): Tally['claimReviewers'] {
  return firstOf(new Set(entries.filter(isFalseClaim).flatMap(({ reviewerIds }) => reviewerIds)));
}

/** Answers the days on which what the employee attested was false. */
export function falseDaysOf(entries: readonly HistoryEntry[]): Tally['falseDays'] {
  const found = entries.filter((entry) => isFalseAttestation(entry) || isNeverCame(entry));
  return firstOf(new Set(found.map(({ day }) => day)));
}

/** Answers the incidents of a tally of these entries. */
export function incidentsOf(entries: readonly HistoryEntry[]): Tally['incidents'] {
  return firstOf(new Set(entries.filter(isIncident).map(({ refundId }) => refundId)));
}

/**
 * Answers two tallies as one. Names are kept as if all entries had been summed at once: whoever is among the first
 * of both is among the first of each in which he occurs.
 */
export function sumOfTallies(a: Tally, b: Tally): Tally {
  const union = (ids: readonly string[], more: readonly string[]): readonly string[] =>
    firstOf(new Set([...ids, ...more]));
  return {
    counts: sumOfCounts(a.counts, b.counts),
    customers: union(a.customers, b.customers),
    reviewers: union(a.reviewers, b.reviewers),
    claimReviewers: union(a.claimReviewers, b.claimReviewers),
    falseDays: union(a.falseDays, b.falseDays),
    incidents: union(a.incidents, b.incidents),
  };
}

function firstOf(ids: ReadonlySet<string>): readonly string[] {
  return ids.size <= 1 ? [...ids] : [...ids].toSorted().slice(0, MAX_NAMED);
}
