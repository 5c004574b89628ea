import type { EvidenceKind } from './evidence.ts';
import type { Reason } from './reasons.ts';
import type { SubjectRef } from './subjects.ts';

/** One attestor and what it vouches for. */
export interface Witness {
  readonly attestor: string;
  readonly class: 'carrier' | 'site' | 'sensor' | 'system' | 'customer';
  readonly kinds: readonly EvidenceKind[];
  /** Counts towards R1 and the collusion number. */
  readonly independent: boolean;
}

/** What the scans say. */
export interface ScanEvidenceFinding {
  readonly check: 'scan-evidence';
  readonly state: 'known';
  readonly reasons: readonly Reason[];
  /** The trail judged and its version, so that a hold registers only at what it judged. */
  readonly trail: { readonly id: string; readonly version: number } | null;
  readonly witnesses: readonly Witness[];
  /** True when the refund leans on independent evidence, hence uses no unsupported budget. */
  readonly supported: boolean;
  readonly collusion: { readonly required: number; readonly observed: number };
  readonly waitingFor: readonly EvidenceKind[];
}

/** What may still be paid for one subject today: a reservation must stay within it. */
export interface Room {
  readonly subject: SubjectRef;
  /** UTC day to which the room belongs. */
  readonly day: string;
  /** Whole minor units of the base currency; the day's sums must stay at or below them. */
  readonly unsupportedMinor: number;
  readonly valueMinor: number;
  /** True when the subject's past is long enough to be worth folding. */
  readonly fold: boolean;
}

/** What the amount says. */
export interface ValueThresholdsFinding {
  readonly check: 'value-thresholds';
  readonly state: 'known';
  readonly reasons: readonly Reason[];
  /** The amount in minor units of the base currency; null when the policy has no rate for it. */
  readonly baseMinor: number | null;
  readonly twoReviewers: boolean;
  readonly rooms: readonly Room[];
}

/** What is known of the people and sessions. */
export interface EmployeeRiskFinding {
  readonly check: 'employee-risk';
  readonly state: 'known';
  readonly reasons: readonly Reason[];
  readonly rooms: readonly Room[];
}

/** A check that could not be made: never a basis for a release. */
export interface UnknownFinding<Check extends string> {
  readonly check: Check;
  readonly state: 'unknown';
}

/** The three findings of one evaluation, in the order of the workflow's branches. */
export type Findings = readonly [
  ScanEvidenceFinding | UnknownFinding<'scan-evidence'>,
  ValueThresholdsFinding | UnknownFinding<'value-thresholds'>,
  EmployeeRiskFinding | UnknownFinding<'employee-risk'>,
];
