import type { Vote } from '../domain/refund/review.ts';

/**
 * What really happened in a labelled world: one JSON object per line, in a file next to the file of events. The
 * gate never sees any of it. The backtest reads it to score decisions and to play the reviewers.
 */

/** How a fraud was made; the numbers are those of the methods in the mission's table. */
export type FraudMethod =
  | 'ghost_return' // 1: a bribed clerk marks what never came
  | 'adaptive_ghost' // 1 and 6: an insider who knows the policy, and plans decoys by it
  | 'phished_account' // 2
  | 'changed_in_system' // 3: marked by an interface, long after or without scans
  | 'bribed_agent' // 4: concessions for partners
  | 'supervisor_override' // 5 and 18: a second person signs for the first
  | 'wrong_goods' // 6: a decoy or an empty box, by the customer alone
  | 'fake_tracking' // 7
  | 'not_received_lie' // 8, 9
  | 'damage_lie' // 9, 10: forged or reused photos
  | 'impersonated' // 11, 13: one device, many accounts, payout elsewhere
  | 'over_refund' // 14, 15, 16: double dip, over-quantity, serial swap
  | 'structuring'; // 17

/** What a reviewer would answer if asked; reviewers err. Listed in the order in which they would be asked. */
export interface ReviewIfAsked {
  readonly reviewerId: string;
  readonly decision: Vote['decision'];
  readonly verdict: Vote['verdict'];
  /** How long after the escalation the answer comes. */
  readonly afterMinutes: number;
}

/** The first line of a truth file. */
export interface TrueWorld {
  readonly kind: 'world';
  readonly seed: number;
  readonly days: number;
  /** RFC 3339 UTC, midnight. */
  readonly startsAt: string;
  readonly refunds: number;
}

/** What really happened with one refund. */
export interface TrueRefund {
  readonly kind: 'refund';
  readonly refundId: string;
  readonly fraud: boolean;
  /** Null when honest. */
  readonly method: FraudMethod | null;
  /** What came back (returned), or whether the claim is true (the other claims). */
  readonly happened: 'goods_came' | 'nothing_came' | 'decoy_came' | 'claim_true' | 'claim_false';
  /** Employees who knowingly took part. */
  readonly insiderIds: readonly string[];
  readonly ifReviewed: readonly ReviewIfAsked[];
}

/** What an employee really is. */
export interface TrueEmployee {
  readonly kind: 'employee';
  readonly employeeId: string;
  readonly role: 'clerk' | 'inspector' | 'stower' | 'agent' | 'supervisor' | 'reviewer';
  readonly insider:
    | 'bribed_clerk'
    | 'adaptive_clerk'
    | 'bribed_agent'
    | 'bribed_supervisor'
    | 'phished'
    | null;
}

/** One line of a truth file. */
export type Truth = TrueWorld | TrueRefund | TrueEmployee;
