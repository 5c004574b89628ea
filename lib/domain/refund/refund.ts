import type { Witness } from '../checks/findings.ts';
import type { DecisionInputs, Scores } from '../decision/decision-inputs.ts';
import type { Judgement } from '../decision/judge-refund.ts';
import type { EvidenceKind } from '../evidence/fact.ts';
import type { HistoryEntry } from '../history/history.ts';
import type { Reason, ReasonCode } from '../shared/reasons.ts';
import type { Sender } from '../shared/sender.ts';
import type { RefundRequest } from './refund-request.ts';
import type { Review } from './review.ts';
import type { RefundStatus } from './status.ts';

/** The outcomes of a decision. */
export const DECISION_OUTCOMES = ['approved', 'held', 'escalated', 'denied'] as const;

/** The last decision about a refund, who made it and why. */
export interface Decision {
  readonly outcome: (typeof DECISION_OUTCOMES)[number];
  readonly decidedAt: string;
  /** `policy`, `timeout` or `reviewer:` and the reviewers. */
  readonly by: string;
  readonly reasons: readonly Reason[];
  readonly witnesses: readonly Witness[];
  readonly collusion: { readonly required: number; readonly observed: number };
  readonly waitingFor: readonly EvidenceKind[];
  readonly dueAt?: string | undefined;
  /** Null when a check could not be made or the value is unknown. */
  readonly scores: Scores | null;
  /** What it was made from, so that it can be made again exactly. */
  readonly inputs: DecisionInputs | null;
  /** The hash of the later, stricter policy that made it; undefined if the pinned policy did. */
  readonly judgedBy?: string | undefined;
  /** What a policy that is only tried would have said; nothing acts on it. */
  readonly shadow?: ShadowOpinion | undefined;
}

/** What a policy that is only tried would have decided. */
export interface ShadowOpinion {
  readonly policyHash: string;
  readonly outcome: Judgement['outcome'];
  readonly fraudProbability: number | null;
}

/** One link of the audit chain: a change of status. `hash` covers the link before it. */
export interface AuditEntry {
  readonly at: string;
  readonly by: string;
  readonly status: RefundStatus;
  readonly codes: readonly ReasonCode[];
  /**
   * First 32 hex digits of the SHA-256 of what was decided at that moment: the decision, the review's tier, quorum
   * and votes, the base value and `twoReviewers`.
   */
  readonly digest: string;
  readonly hash: string;
}

/** A refund as its row holds it: the only source of truth about it. */
export interface Refund {
  readonly refundId: string;
  /** 1 when it entered; one more with every write. */
  readonly version: number;
  readonly status: RefundStatus;
  readonly request: RefundRequest;
  /** Who sent the request that entered; unknown in rows that were written before it was kept. */
  readonly sender?: Sender | undefined;
  /** SHA-256 of the request. It distinguishes a repeat from another request under the same id. */
  readonly bodyHash: string;
  /** The policy pinned when it entered. */
  readonly policyHash: string;
  readonly receivedAt: string;
  /** When it was asked for, as its event says, but not more than a week before it was received. */
  readonly askedAt: string;
  readonly decision: Decision | null;
  readonly review: Review | null;
  /**
   * What still has to go out for the present status: the release itself, or an announcement. Null on an approved row
   * means that its release may be out already, although no run has confirmed it.
   */
  readonly outbox: 'release' | 'announcement' | null;
  /** When the sweeper looks at it again, unless something looks at it earlier; null when nothing is left to do. */
  readonly dueAt: string | null;
  /** What it last added to the histories of its subjects; null before its first decision. */
  readonly history: HistoryEntry | null;
  /** The kinds of evidence that contradicted it after it was paid and were reported; undefined if none was. */
  readonly contradictedBy?: readonly EvidenceKind[] | undefined;
  /** The amount in minor units of the base currency, once known. */
  readonly baseMinor: number | null;
  readonly twoReviewers: boolean;
  readonly audit: readonly AuditEntry[];
}
