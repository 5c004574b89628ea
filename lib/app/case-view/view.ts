import type { Claim } from '../../domain/refund/refund-request.ts';
import type { RefundStatus } from '../../domain/refund/status.ts';
import type { ReasonCode } from '../../domain/shared/reasons.ts';

// What a person is shown of a refund: plain data. Each text of an event in it is safe to show, as one line.

/** An amount, and how it is written. */
export interface ShownMoney {
  readonly currency: string;
  readonly minor: number;
  /** As `USD 2,495.00`. */
  readonly text: string;
}

/** Something that moves the probability. */
export interface Weighing {
  readonly sentence: string;
  /** In decibans, above 0 for fraud; null for what is awaited and weighs nothing yet. */
  readonly weightDb: number | null;
  /** The length of its bar: 1 for the largest weight of the refund. */
  readonly share: number;
  /** Who vouches for it, by id. */
  readonly who: readonly string[];
}

/** One reason of the decision. */
export interface ShownReason {
  readonly code: ReasonCode;
  readonly message: string;
  readonly next: string | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** Whether a scan counts. `missing`: it should be there, and is not. */
export type Standing = 'counts' | 'counts_for_nothing' | 'not_believed' | 'declared_wrong' | 'missing';

/** One scan of the chain of evidence, or one that is missing from it. */
export interface TimelineEntry {
  /** When it happened, RFC 3339 UTC; null if it is missing. */
  readonly at: string | null;
  readonly title: string;
  /** Who vouches for it; null if it is missing. */
  readonly by: string | null;
  /** The system that sent it. */
  readonly sentBy: string | null;
  readonly standing: Standing;
  readonly standingWords: string;
  /** True if it counts as the word of an independent person or device. */
  readonly isIndependent: boolean;
  /** What else is to be said of it, such as a corrected time. */
  readonly notes: readonly string[];
}

/** Another refund. */
export interface OtherRefund {
  readonly refundId: string;
  readonly text: string;
}

/** A refund with the same photo or document. */
export interface SameFile extends OtherRefund {
  readonly orderId: string;
  readonly at: string;
}

/** A refund or a customer that is linked to the refund, and by what. */
export interface Linked {
  readonly id: string;
  readonly text: string;
}

/** What is linked to a refund. */
export interface LinkedView {
  readonly refunds: readonly Linked[];
  readonly people: readonly Linked[];
  /** What the lists leave out, as sentences. */
  readonly notes: readonly string[];
}

/** One answer of a reviewer. */
export interface ShownVote {
  readonly at: string;
  readonly reviewerId: string;
  readonly decision: 'approve' | 'deny';
  readonly decisionWords: string;
  readonly verdictWords: string;
  readonly note: string | null;
}

/** The review of a refund that people decide. */
export interface ReviewView {
  readonly tier: number;
  readonly whoMayDecide: string;
  readonly quorum: number;
  readonly quorumWords: string;
  readonly decideBy: string | null;
  readonly votes: readonly ShownVote[];
  readonly reminders: number;
  readonly remindedAt: string | null;
}

/** One change of the refund. */
export interface HistoryLine {
  readonly at: string;
  readonly by: string;
  readonly status: RefundStatus;
  readonly codes: readonly ReasonCode[];
  readonly text: string;
}

/** All that a person is shown of a refund. The command `case` and the console's page render it; neither has words of its own. */
export interface CaseView {
  readonly refundId: string;
  /** The version of the row, and of the scans, that were looked at. */
  readonly version: number;
  readonly trailVersion: number;
  readonly status: RefundStatus;
  readonly statusWords: string;
  readonly claim: Claim;
  readonly claimWords: string;
  readonly amount: ShownMoney;
  /** What was paid for these lines. */
  readonly captured: ShownMoney;
  /** The amount in the base currency of the policy; null if it is not known. */
  readonly base: ShownMoney | null;
  readonly expectedLoss: ShownMoney | null;
  /** The probability that the claim is false, 0 to 1; null if it is not known. */
  readonly probability: number | null;
  readonly orderId: string;
  readonly customerId: string;
  readonly siteId: string | null;
  readonly country: string;
  readonly markedBy: string | null;
  readonly approvedBy: string | null;
  /** The system that asked for the refund. */
  readonly askedBy: string | null;
  readonly goods: readonly string[];
  readonly askedAt: string;
  readonly receivedAt: string;
  readonly ageWords: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  /** When a held refund is looked at again. */
  readonly dueAt: string | null;
  readonly verdict: readonly string[];
  /** What to do next, the most useful first. */
  readonly next: readonly string[];
  readonly supports: readonly Weighing[];
  readonly contradicts: readonly Weighing[];
  readonly awaited: readonly Weighing[];
  readonly reasons: readonly ShownReason[];
  readonly timeline: readonly TimelineEntry[];
  readonly witnesses: readonly string[];
  /** Stops, flags and statuses. */
  readonly restrictions: readonly string[];
  readonly otherRefunds: readonly OtherRefund[];
  readonly linked: LinkedView;
  readonly sameFile: readonly SameFile[];
  readonly review: ReviewView | null;
  readonly history: readonly HistoryLine[];
  readonly isHistoryIntact: boolean;
  readonly historyWords: string;
}

/** The titles of the parts of a view, in the order in which they are shown. */
export const CASE_TITLES = {
  next: 'What to do next',
  supports: 'For the refund',
  contradicts: 'Against the refund',
  awaited: 'Still awaited',
  reasons: 'Why',
  restrictions: 'Stops, flags and statuses',
  timeline: 'The chain of evidence',
  witnesses: 'Who vouches',
  goods: 'Asked for',
  otherRefunds: 'Other refunds of the order',
  linked: 'Linked refunds and people',
  sameFile: 'Other refunds with the same photo or document',
  review: 'Review',
  history: 'History',
} as const satisfies Partial<Record<keyof CaseView, string>>;
