import type { Tier } from './model-policy.ts';
import type { Claim } from './refund-request.ts';

/**
 * What one refund adds to the history of each of its subjects. It is set under the refund's id, never added:
 * written twice it changes nothing, and a late scan or a cleared case replaces it.
 */
export interface HistoryEntry {
  readonly refundId: string;
  /** UTC day on which the refund was asked for. */
  readonly day: string;
  readonly tier: Tier;
  readonly claim: Claim;
  /** Soft exception x = 1 − evidence score, in thousandths. */
  readonly exceptionPermille: number;
  /** The value lies just below a threshold of the policy. */
  readonly isNear: boolean;
  /** A claim without goods that came without a ticket and without a document. */
  readonly isBare: boolean;
  /** Numbered goods of high value whose content nobody but the marker vouches for. */
  readonly isUnvouched: boolean;
  readonly verdict: HistoryVerdict;
  /** Who found it, when people did. */
  readonly reviewerIds: readonly string[];
  readonly customerId: string;
  readonly employeeId?: string | undefined;
}

/** What people found: nothing yet, a genuine refund, a fraud, or a fraud that somebody attested falsely. */
export type HistoryVerdict = 'none' | 'genuine' | 'fraud' | 'false_attestation';

/** What entries count. Every count is a whole number; exceptions are thousandths. */
export type Counter =
  | 'low'
  | 'mid'
  | 'high'
  | 'lowExceptions'
  | 'midExceptions'
  | 'highExceptions'
  | 'near'
  | 'goodless'
  | 'returnless'
  | 'bare'
  | 'unvouched'
  | 'incidents'
  | 'confirmed'
  | 'falseAttestations'
  | 'falseClaims';

/** Whole counts over a set of entries; a counter that is not named is 0. */
export type Counts = Readonly<Partial<Record<Counter, number>>>;

/** A set of entries of one subject, summed: counts, and the people behind them. */
export interface Tally {
  readonly counts: Counts;
  /** Distinct customers, in order, at most `MAX_NAMED`. */
  readonly customers: readonly string[];
  /** Employees who acted and how often, in order of their ids, at most `MAX_NAMED`. */
  readonly employees: readonly (readonly [employeeId: string, refunds: number])[];
  /** Distinct reviewers who found a false attestation, in order. */
  readonly reviewers: readonly string[];
  /** Distinct reviewers who found a claim without goods false, in order. */
  readonly claimReviewers: readonly string[];
  /** Refunds behind the exceptions, in order, at most `MAX_NAMED`. */
  readonly incidents: readonly string[];
}

/** The most names a tally keeps of a kind: it stays small whatever happens on one day. */
export const MAX_NAMED = 24;

/** From which soft exception on, in thousandths, a refund is an incident that can be named. */
export const INCIDENT_PERMILLE = 600;

/** The tally of no entries. */
export const EMPTY_TALLY: Tally = {
  counts: {},
  customers: [],
  employees: [],
  reviewers: [],
  claimReviewers: [],
  incidents: [],
};

const TIERS = ['low', 'mid', 'high'] as const;
const TIER_EXCEPTIONS = ['lowExceptions', 'midExceptions', 'highExceptions'] as const;

/** Answers whether a refund counts as an incident: hardly supported, attested falsely, or a claim found false. */
function isIncident(entry: HistoryEntry): boolean {
  const { verdict, exceptionPermille } = entry;
  if (verdict === 'genuine') return false;
  return verdict === 'false_attestation' || isFalseClaim(entry) || exceptionPermille >= INCIDENT_PERMILLE;
}

/** Answers whether people found a claim without goods false, and blamed nobody for granting it. */
function isFalseClaim({ claim, verdict }: HistoryEntry): boolean {
  return claim !== 'returned' && verdict === 'fraud';
}

/** Answers the sum over a set of entries: the same for the same set, in any order. */
export function tallyOf(entries: readonly HistoryEntry[]): Tally {
  return {
    counts: countsOf(entries),
    customers: customersOf(entries),
    employees: employeesOf(entries),
    reviewers: reviewersOf(entries),
    claimReviewers: claimReviewersOf(entries),
    incidents: incidentsOf(entries),
  };
}

/** Answers the counts over a set of entries, without the people behind them. */
export function countsOf(entries: readonly HistoryEntry[]): Counts {
  const counts: Partial<Record<Counter, number>> = {};
  const add = (counter: Counter, by: number): void => {
    if (by !== 0) counts[counter] = (counts[counter] ?? 0) + by;
  };
  for (const entry of entries) {
    const { tier, claim, verdict } = entry;
    add(TIERS[tier], 1);
    add(TIER_EXCEPTIONS[tier], exceptionOf(entry));
    if (claim !== 'returned') add('goodless', 1);
    if (claim === 'returnless') add('returnless', 1);
    // A cleared refund counts as one refund, and leaves no other trace.
    if (verdict === 'genuine') continue;
    if (entry.isNear) add('near', 1);
    if (entry.isBare) add('bare', 1);
    if (entry.isUnvouched) add('unvouched', 1);
    if (verdict !== 'none') add('confirmed', 1);
    if (isIncident(entry)) add('incidents', 1);
    if (verdict === 'false_attestation') add('falseAttestations', 1);
    if (isFalseClaim(entry)) add('falseClaims', 1);
  }
  return counts;
}

/** Answers the customers of a tally of these entries. */
export function customersOf(entries: readonly HistoryEntry[]): Tally['customers'] {
  return firstOf(new Set(entries.map(({ customerId }) => customerId)));
}

/** Answers the employees of a tally of these entries. */
export function employeesOf(entries: readonly HistoryEntry[]): Tally['employees'] {
  const times = new Map<string, number>();
  for (const { employeeId } of entries) {
    if (employeeId !== undefined) times.set(employeeId, (times.get(employeeId) ?? 0) + 1);
  }
  return firstByName(times);
}

/** Answers the reviewers of a tally of these entries. */
export function reviewersOf(entries: readonly HistoryEntry[]): Tally['reviewers'] {
  const found = entries.filter(({ verdict }) => verdict === 'false_attestation');
  return firstOf(new Set(found.flatMap(({ reviewerIds }) => reviewerIds)));
}

/** Answers who found claims of these entries false. */
export function claimReviewersOf(entries: readonly HistoryEntry[]): Tally['claimReviewers'] {
  return firstOf(new Set(entries.filter(isFalseClaim).flatMap(({ reviewerIds }) => reviewerIds)));
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
  const employees = new Map(a.employees);
  for (const [id, refunds] of b.employees) {
    const times = (employees.get(id) ?? 0) + refunds;
    if (times === 0) employees.delete(id);
    else employees.set(id, times);
  }
  const union = (ids: readonly string[], more: readonly string[]): readonly string[] =>
    firstOf(new Set([...ids, ...more]));
  return {
    counts: sumOfCounts(a.counts, b.counts),
    customers: union(a.customers, b.customers),
    employees: firstByName(employees),
    reviewers: union(a.reviewers, b.reviewers),
    claimReviewers: union(a.claimReviewers, b.claimReviewers),
    incidents: union(a.incidents, b.incidents),
  };
}

/** Answers two counts as one. */
export function sumOfCounts(a: Counts, b: Counts): Counts {
  const counts: Partial<Record<Counter, number>> = { ...a };
  for (const counter in b) {
    const known = counter as Counter;
    counts[known] = (counts[known] ?? 0) + (b[known] ?? 0);
  }
  return counts;
}

function exceptionOf({ verdict, exceptionPermille }: HistoryEntry): number {
  if (verdict === 'genuine') return 0;
  return verdict === 'false_attestation' ? 1000 : exceptionPermille;
}

function firstByName(times: ReadonlyMap<string, number>): Tally['employees'] {
  return times.size <= 1
    ? [...times]
    : [...times].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, MAX_NAMED);
}

function firstOf(ids: ReadonlySet<string>): readonly string[] {
  return ids.size <= 1 ? [...ids] : [...ids].toSorted().slice(0, MAX_NAMED);
}

/** A week of a subject's past, folded; weeks are numbered from Monday, 5 January 1970. */
export interface FoldedWeek {
  readonly week: number;
  readonly tally: Tally;
  /** What was paid in that week without independent evidence, in minor units of the base currency. */
  readonly unsupportedMinor: number;
}
