import type { Claim } from '../../domain/refund/refund-request.ts';
import type { FraudMethod, TrueEmployee } from '../truth.ts';

/**
 * What is kept of one refund for the scores: numbers, not events, so that a year of refunds fits in memory.
 * Instants are milliseconds since 1970 in virtual time, amounts are minor units of the base currency.
 */
export interface RefundRecord {
  readonly refundId: string;
  readonly requestedAtMs: number;
  readonly valueMinor: number;
  readonly claim: Claim;
  readonly markedBy: string | null;

  readonly fraud: boolean;
  /** Null when honest. */
  readonly method: FraudMethod | null;
  readonly insiderIds: readonly string[];

  /** True if no independent scan supports it within the time it may be held. The naive rule asks nothing more. */
  lacksScan: boolean;

  /** Expected loss at the first decision, the highest of all, and at the verdict. Null when no decision had one. */
  firstLossMinor: number | null;
  highestLossMinor: number | null;
  verdictLossMinor: number | null;
  /** Probability of fraud at the verdict: the first decision that asked a person or paid. Null without a model. */
  fraudProbability: number | null;

  /** When each happened first; null if never. */
  escalatedAtMs: number | null;
  approvedAtMs: number | null;
  deniedAtMs: number | null;
  /** Codes of the reasons of its first escalation; empty if it was never escalated. */
  escalationCodes: readonly string[];
  /** Who approved it first. */
  approvedBy: 'policy' | 'reviewer' | null;
}

/** What is known of one employee, from the truth and from the events. */
export interface StaffRecord {
  readonly employeeId: string;
  readonly role: TrueEmployee['role'];
  readonly insider: TrueEmployee['insider'];
  /** Null if no event named it. */
  readonly siteId: string | null;
  /** When the gate first opened a case on this person; null when never. */
  readonly caseOpenedAtMs: number | null;
}

/** All that is scored of a run of one policy over one world. */
export interface RunRecords {
  readonly seed: number;
  readonly startsAtMs: number;
  readonly days: number;
  /** In order of their requests. */
  readonly refunds: readonly RefundRecord[];
  readonly employees: readonly StaffRecord[];
  /** Refunds in a currency for which the policy has no rate: they count with value zero. */
  readonly unvalued: number;
  /** Requests without a line in the truth: they are not scored. */
  readonly untold: number;
  /** Events the gate rejected; answers of reviewers who may not decide are counted separately. */
  readonly rejectedEvents: number;
  readonly desk: DeskCounts;
}

/** What the simulated reviewers did. */
export interface DeskCounts {
  /** Refunds that came under review. */
  readonly cases: number;
  readonly answers: number;
  /** Answers the gate did not take, mostly because the reviewer has a conflict of interest. */
  readonly refusedAnswers: number;
  /** Refunds still under review at the end, because there was too little capacity or no reviewer. */
  readonly unanswered: number;
}
