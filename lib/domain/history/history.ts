import type { Tier } from '../policy/model-parameters.ts';
import type { Claim } from '../refund/refund-request.ts';

/**
 * What one refund adds to the history of each of its subjects. It is stored under the refund's id and replaces the
 * entry before: writing it twice changes nothing, and a late scan or a verdict replaces it.
 */
export interface HistoryEntry {
  readonly refundId: string;
  /** UTC day on which the refund was asked for. */
  readonly day: string;
  readonly tier: Tier;
  readonly claim: Claim;
  /** Soft exception x = 1 − evidence score, in thousandths. */
  readonly exceptionPermille: number;
  /** True if an employee attested a return and its scans say that nothing ever came. */
  readonly neverCame: boolean;
  /** True if somebody else probably used the employee's account: no incident of the employee. */
  readonly looksTakenOver: boolean;
  readonly verdict: HistoryVerdict;
  /** The reviewers who found it, if people did. */
  readonly reviewerIds: readonly string[];
  readonly customerId: string;
}

/**
 * What people may have found: nothing yet, a genuine refund, a fraud, or a fraud that somebody attested falsely. The
 * order is stored: new ones go to the end.
 */
export const HISTORY_VERDICTS = ['none', 'genuine', 'fraud', 'false_attestation'] as const;

/** What people found. */
export type HistoryVerdict = (typeof HISTORY_VERDICTS)[number];

/**
 * What is counted over entries. Every count is a whole number; exceptions are thousandths. The order is stored: new
 * counters go to the end.
 */
export const COUNTERS = [
  'low',
  'mid',
  'high',
  'lowExceptions',
  'midExceptions',
  'highExceptions',
  'goodless',
  'incidents',
  'confirmed',
  'falseAttestations',
  'falseClaims',
  'neverCame',
] as const;

/** A counter of a history. */
export type Counter = (typeof COUNTERS)[number];

/** Whole counts over a set of entries; a counter that is not named is 0. */
export type Counts = Readonly<Partial<Record<Counter, number>>>;

/** From this soft exception on, in thousandths, a refund is an incident that can be named. */
export const INCIDENT_PERMILLE = 600;

const TIERS = ['low', 'mid', 'high'] as const;
const TIER_EXCEPTIONS = ['lowExceptions', 'midExceptions', 'highExceptions'] as const;

/** Returns true if a refund is an incident: with hardly any evidence, attested falsely, or a claim found false. */
export function isIncident(entry: HistoryEntry): boolean {
  const { verdict, exceptionPermille, looksTakenOver } = entry;
  if (verdict === 'genuine' || looksTakenOver) return false;
  return isFalseAttestation(entry) || isFalseClaim(entry) || exceptionPermille >= INCIDENT_PERMILLE;
}

/**
 * Returns true if hardly anything shows that goods came back. Strangers whose goods all did are no ring: they share a kiosk.
 */
export function isUnseen({ claim, verdict, exceptionPermille }: HistoryEntry): boolean {
  return verdict !== 'genuine' && (claim !== 'returned' || exceptionPermille >= INCIDENT_PERMILLE);
}

/** Returns true if people found that the employee attested something false. */
export function isFalseAttestation({ verdict, looksTakenOver }: HistoryEntry): boolean {
  return verdict === 'false_attestation' && !looksTakenOver;
}

/** Returns true if people found that somebody attested something false in an account that looks taken over. */
export function isTakenOver({ verdict, looksTakenOver }: HistoryEntry): boolean {
  return verdict === 'false_attestation' && looksTakenOver;
}

/** Returns true if people found a claim without goods false that the employee granted, and blamed nobody for it. */
export function isFalseClaim({ claim, verdict, looksTakenOver }: HistoryEntry): boolean {
  return claim !== 'returned' && verdict === 'fraud' && !looksTakenOver;
}

/** Returns true if the employee attested a return that never came by its scans, and nobody found it genuine. */
export function isNeverCame({ neverCame, verdict, looksTakenOver }: HistoryEntry): boolean {
  return neverCame && verdict !== 'genuine' && !looksTakenOver;
}

/** Returns the counts over a set of entries, without the people behind them. */
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
    // A refund found genuine counts as one refund, and leaves no other trace.
    if (verdict === 'genuine') continue;
    if (verdict !== 'none') add('confirmed', 1);
    if (isIncident(entry)) add('incidents', 1);
    if (isFalseAttestation(entry)) add('falseAttestations', 1);
    if (isFalseClaim(entry)) add('falseClaims', 1);
    if (isNeverCame(entry)) add('neverCame', 1);
  }
  return counts;
}

/** Returns the sum of two counts. */
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
