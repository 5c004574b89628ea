import type { Claim } from '../../domain/refund/refund-request.ts';
import type { FraudMethod, TrueEmployee } from '../truth.ts';

/**
 * What of one refund is kept for the scores: numbers, not events, so that a year of refunds fits in memory.
 * Instants are milliseconds since 1970 in virtual time, amounts minor units of the base currency.
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

  /** True when nobody independent vouched for it within the time it may be held: the naive rule's only question. */
  lacksScan: boolean;

  /** Expected loss at the first decision, the highest of all, and at the verdict. Null when no decision had one. */
  firstLossMinor: number | null;
  highestLossMinor: number | null;
  verdictLossMinor: number | null;
  /** Probability of fraud at the verdict: the first decision that asked a person or paid. Null without a model. */
  fraudProbability: number | null;

  /** Each the first time, null when never. */
  escalatedAtMs: number | null;
  approvedAtMs: number | null;
  deniedAtMs: number | null;
  /** Codes of the reasons of its first escalation; empty when it never was. */
  escalationCodes: readonly string[];
  /** Who approved it first. */
  approvedBy: 'policy' | 'reviewer' | null;
}

/** What is known of one employee, from the truth and from the events. */
export interface StaffRecord {
  readonly employeeId: string;
  readonly role: TrueEmployee['role'];
  readonly insider: TrueEmployee['insider'];
  /** Null when no event told it. */
  readonly siteId: string | null;
  /** When the gate first opened a case on this person; null when never. */
  readonly caseOpenedAtMs: number | null;
}

/** All that a run of one policy over one world leaves to be scored. */
export interface RunRecords {
  readonly seed: number;
  readonly startsAtMs: number;
  readonly days: number;
  /** In order of their requests. */
  readonly refunds: readonly RefundRecord[];
  readonly employees: readonly StaffRecord[];
  /** Refunds of a currency for which the policy has no rate: they count with value zero. */
  readonly unvalued: number;
  /** Requests without a line in the truth: they are not scored. */
  readonly untold: number;
  /** Events the gate rejected; answers of reviewers who may not decide are counted apart. */
  readonly rejectedEvents: number;
  readonly desk: DeskCounts;
}

/** What the simulated reviewers did. */
export interface DeskCounts {
  /** Cases that were put before people. */
  readonly cases: number;
  readonly answers: number;
  /** Returns the gate did not take, mostly because the reviewer stands in the case. */
  readonly refusedAnswers: number;
  /** Cases still waiting for an answer at the end, for want of capacity or of reviewers. */
  readonly unanswered: number;
}
