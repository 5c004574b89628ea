import type { EvidenceKind } from '../evidence/fact.ts';
import type { WeighedEvidence } from '../evidence/likelihood.ts';
import type { Attestor } from '../evidence/scan.ts';
import type { SubjectRef } from '../refund/subject.ts';
import type { RateWeight } from '../risk/gamma-poisson.ts';
import type { RingFinding } from '../risk/linked-risk.ts';
import type { Reason } from '../shared/reasons.ts';

/** One attestor and what it vouches for. */
export interface Witness {
  readonly attestor: string;
  readonly class: Attestor['class'];
  readonly kinds: readonly EvidenceKind[];
  /** Counts towards R1 and the collusion number. */
  readonly independent: boolean;
}

/** What the scans say. */
export interface ScanEvidenceFinding {
  readonly check: 'scan-evidence';
  readonly state: 'known';
  readonly reasons: readonly Reason[];
  /** The trail that was judged, and its version. A hold registers only if the trail still has this version. */
  readonly trail: { readonly id: string; readonly version: number } | null;
  readonly witnesses: readonly Witness[];
  /** True if independent evidence supports the refund. It then uses no unsupported budget. */
  readonly supported: boolean;
  readonly collusion: { readonly required: number; readonly observed: number };
  /** Evidence that is not there yet and may still come. */
  readonly mayStillCome: readonly EvidenceKind[];
  /** What each piece of evidence, there or missing, is worth. */
  readonly weighed: readonly WeighedEvidence[];
  /** True if the marker passed the goods' condition. */
  readonly passedByMarker: boolean;
  /** Evidence score s, 0 to 1. */
  readonly evidence: number;
  /** Soft exception 1 − s in thousandths: as of now, and once everything that was to come has come. */
  readonly exceptionPermille: { readonly now: number; readonly settled: number };
  /** How strongly the evidence says that nothing came, L_N / (L_G + L_N + L_D), in thousandths, at both times. */
  readonly nothingPermille: { readonly now: number; readonly settled: number };
}

/** What may still be paid for one subject today: a reservation must stay within it. */
export interface RemainingBudget {
  readonly subject: SubjectRef;
  /** UTC day to which the budget belongs. */
  readonly day: string;
  /** Whole minor units of the base currency; the day's sums must stay at or below them. */
  readonly unsupportedMinor: number;
  readonly valueMinor: number;
  /** Which refunds the sum of values counts, and `unsupported`: those without independent evidence. */
  readonly countsValue: 'all' | 'unsupported' | 'none';
  /** True when value without independent evidence counts here (R2). */
  readonly isBudgeted: boolean;
  /** False for a subject without a history of its own: nothing is written there if nothing is taken. */
  readonly hasHistory: boolean;
  /** True when the subject's past is long enough to be worth rolling up. */
  readonly rollUp: boolean;
}

/** What the amount says. */
export interface ValueThresholdsFinding {
  readonly check: 'value-thresholds';
  readonly state: 'known';
  readonly reasons: readonly Reason[];
  /** The amount in minor units of the base currency; null when the policy has no rate for it. */
  readonly baseMinor: number | null;
  readonly twoReviewers: boolean;
  readonly budgets: readonly RemainingBudget[];
  /** The riskiest of the linked subjects. */
  readonly ring: RingFinding;
}

/** What is known about the people and sessions. */
export interface EmployeeRiskFinding {
  readonly check: 'employee-risk';
  readonly state: 'known';
  readonly reasons: readonly Reason[];
  readonly budgets: readonly RemainingBudget[];
  /** The employee who is responsible for the refund; null if there is none. */
  readonly employeeId: string | null;
  /** Q_e; 0 if no employee is responsible for the refund. */
  readonly q: number;
  /** What Q_e is made of. */
  readonly falseAttestations: RateWeight;
  /** The snapshot of peers that was read. */
  readonly baselines: string;
}

/** A check that could not be made: no release may rest on it. */
export interface UnknownFinding<Check extends string> {
  readonly check: Check;
  readonly state: 'unknown';
}

/** The scan evidence, found or not. */
export type ScanCheck = ScanEvidenceFinding | UnknownFinding<'scan-evidence'>;

/** The value thresholds, found or not. */
export type ValueCheck = ValueThresholdsFinding | UnknownFinding<'value-thresholds'>;

/** The employee risk, found or not. */
export type EmployeeCheck = EmployeeRiskFinding | UnknownFinding<'employee-risk'>;

/** The three findings of one evaluation, in the order of the workflow's branches. */
export type Findings = readonly [scan: ScanCheck, value: ValueCheck, employee: EmployeeCheck];
