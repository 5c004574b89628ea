import {
  type Counts,
  countsOf,
  type HistoryEntry,
  isFalseAttestation,
  isFalseClaim,
  isIncident,
  isNeverCame,
  isTakenOver,
  isUnseen,
  sumOfCounts,
} from './history.ts';

/** A set of entries of one subject, summed: counts, and the people behind them. */
export interface Totals {
  readonly counts: Counts;
  /** Distinct customers of refunds whose goods nobody else saw, in order, at most `MAX_NAMED`. */
  readonly customers: readonly string[];
  /** Distinct reviewers who found a false attestation, in order. */
  readonly reviewers: readonly string[];
  /** Distinct reviewers who found a claim without goods false, in order. */
  readonly claimReviewers: readonly string[];
  /** Distinct days of refunds that were attested falsely, by people or by their scans, in order. */
  readonly falseDays: readonly string[];
  /** Refunds that are incidents, in order, at most `MAX_NAMED`. */
  readonly incidents: readonly string[];
  /** Refunds that somebody attested falsely in the account, which looks taken over, in order, at most `MAX_NAMED`. */
  readonly takenOver: readonly string[];
  /** Distinct reviewers who found those, in order. */
  readonly takenOverReviewers: readonly string[];
}

/** The most names of a kind that totals keep, so that they stay small whatever happens on one day. */
export const MAX_NAMED = 24;

/** The totals of no entries. */
export const NO_TOTALS: Totals = {
  counts: {},
  customers: [],
  reviewers: [],
  claimReviewers: [],
  falseDays: [],
  incidents: [],
  takenOver: [],
  takenOverReviewers: [],
};

/** A week of a subject's past, rolled up; weeks are numbered from Monday, 5 January 1970. */
export interface RolledUpWeek {
  readonly week: number;
  readonly totals: Totals;
  /** What was paid in that week without independent evidence, in minor units of the base currency. */
  readonly unsupportedMinor: number;
}

/** Returns the sum over a set of entries: the same for the same set, in any order. */
export function totalsOf(entries: readonly HistoryEntry[]): Totals {
  return {
    counts: countsOf(entries),
    customers: customersOf(entries),
    reviewers: reviewersOf(entries),
    claimReviewers: claimReviewersOf(entries),
    falseDays: falseDaysOf(entries),
    incidents: incidentsOf(entries),
    takenOver: takenOverOf(entries),
    takenOverReviewers: takenOverReviewersOf(entries),
  };
}

/** Returns the `customers` of the totals of these entries. */
export function customersOf(entries: readonly HistoryEntry[]): Totals['customers'] {
  return firstOf(new Set(entries.filter(isUnseen).map(({ customerId }) => customerId)));
}

/** Returns the `reviewers` of the totals of these entries. */
export function reviewersOf(entries: readonly HistoryEntry[]): Totals['reviewers'] {
  const found = entries.filter(isFalseAttestation);
  return firstOf(new Set(found.flatMap(({ reviewerIds }) => reviewerIds)));
}

/** Returns the reviewers who found claims of these entries false. */
export function claimReviewersOf(entries: readonly HistoryEntry[]): Totals['claimReviewers'] {
  return firstOf(new Set(entries.filter(isFalseClaim).flatMap(({ reviewerIds }) => reviewerIds)));
}

/** Returns the days on which what the employee attested was false. */
export function falseDaysOf(entries: readonly HistoryEntry[]): Totals['falseDays'] {
  const found = entries.filter((entry) => isFalseAttestation(entry) || isNeverCame(entry));
  return firstOf(new Set(found.map(({ day }) => day)));
}

/** Returns the `incidents` of the totals of these entries. */
export function incidentsOf(entries: readonly HistoryEntry[]): Totals['incidents'] {
  return firstOf(new Set(entries.filter(isIncident).map(({ refundId }) => refundId)));
}

/** Returns the `takenOver` of the totals of these entries. */
export function takenOverOf(entries: readonly HistoryEntry[]): Totals['takenOver'] {
  return firstOf(new Set(entries.filter(isTakenOver).map(({ refundId }) => refundId)));
}

/** Returns the reviewers who found what is `takenOver` in the totals of these entries. */
export function takenOverReviewersOf(entries: readonly HistoryEntry[]): Totals['takenOverReviewers'] {
  return firstOf(new Set(entries.filter(isTakenOver).flatMap(({ reviewerIds }) => reviewerIds)));
}

/**
 * Returns the sum of two totals. The names are the same as if all entries had been summed at once: a name among the
 * first of both is also among the first of each part that has it.
 */
export function sumOfTotals(a: Totals, b: Totals): Totals {
  const union = (ids: readonly string[], more: readonly string[]): readonly string[] =>
    firstOf(new Set([...ids, ...more]));
  return {
    counts: sumOfCounts(a.counts, b.counts),
    customers: union(a.customers, b.customers),
    reviewers: union(a.reviewers, b.reviewers),
    claimReviewers: union(a.claimReviewers, b.claimReviewers),
    falseDays: union(a.falseDays, b.falseDays),
    incidents: union(a.incidents, b.incidents),
    takenOver: union(a.takenOver, b.takenOver),
    takenOverReviewers: union(a.takenOverReviewers, b.takenOverReviewers),
  };
}

function firstOf(ids: ReadonlySet<string>): readonly string[] {
  return ids.size <= 1 ? [...ids] : [...ids].toSorted().slice(0, MAX_NAMED);
}
