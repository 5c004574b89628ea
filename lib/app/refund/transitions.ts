import type { ValueCheck } from '../../domain/checks/findings.ts';
import type { HistoryEntry } from '../../domain/history/history.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { openReview, type Review, type Vote } from '../../domain/refund/review.ts';
import type { Stop } from '../../domain/refund/stops.ts';
import { DAY_MS } from '../../domain/shared/calendar.ts';
import type { Reason } from '../../domain/shared/reasons.ts';
import type { Sender } from '../../domain/shared/sender.ts';
import { canonicalJson } from '../digest.ts';
import { isShortage } from '../review/reviewer-shortage.ts';
import { BY_REQUEST, bodyHashOf, nextLink } from './audit-chain.ts';
import {
  askedDecision,
  DECIDED_STATUS,
  type JudgedBy,
  judgedDecision,
  reviewedDecision,
  saysTheSame,
  stoppedDecision,
} from './decision.ts';
import {
  dueAfterAnnouncement,
  dueAfterLook,
  leaseUntil,
  reviewDueAt,
  runningLease,
  settlesAt,
} from './due-times.ts';
import { moveRefund, noteOnRefund } from './move-refund.ts';

// All changes of a refund's row: nothing else makes the next version of a row.

/** How far back a producer may date a refund, in milliseconds. An older one would weigh too little in histories. */
const MAX_BACKDATED_MS = 7 * DAY_MS;

/** A refund that enters: the request, who sent it, when it was asked for, and the policy it is pinned to. */
export interface Entered {
  readonly request: RefundRequest;
  readonly sender?: Sender;
  readonly askedAt: Date;
  readonly policyHash: string;
}

/** Returns the row of a refund that just entered. */
export function receiveRefund({ request, sender, askedAt, policyHash }: Entered, now: Date): Refund {
  const at = now.toISOString();
  const asked = Math.min(now.getTime(), Math.max(askedAt.getTime(), now.getTime() - MAX_BACKDATED_MS));
  const row: Refund = {
    refundId: request.refundId,
    version: 1,
    status: 'received',
    request,
    ...(sender === undefined ? {} : { sender }),
    bodyHash: bodyHashOf(request),
    policyHash,
    receivedAt: at,
    askedAt: new Date(asked).toISOString(),
    history: null,
    decision: null,
    review: null,
    outbox: null,
    dueAt: leaseUntil(now),
    baseMinor: null,
    twoReviewers: false,
    audit: [],
  };
  return { ...row, audit: [nextLink(row, { at, by: 'policy' })] };
}

/** A judgement, and what is written to the row with it. */
export interface Judging extends JudgedBy {
  readonly value: ValueCheck;
  readonly history: HistoryEntry | null;
  /** The pinned policy. */
  readonly policy: Policy;
}

/**
 * Returns the row after a judgement. If a held refund gets the same result as before, its decision stays; only its
 * history entry and the time of the next look change.
 */
export function judged(seen: Refund, judging: Judging, now: Date): Refund {
  const { judgement, history, value } = judging;
  const decision = judgedDecision(judging, now);
  if (seen.status === 'held' && seen.decision !== null && saysTheSame(seen.decision, decision)) {
    return noteOnRefund(seen, { history, dueAt: dueAfterLook(seen, judging, now) });
  }
  const status = DECIDED_STATUS[judgement.outcome];
  const twoReviewers = value.state === 'known' ? value.twoReviewers : true;
  return moveRefund(seen, {
    status,
    decision,
    review: status === 'escalated' ? openReview(twoReviewers) : null,
    outbox: status === 'approved' ? 'release' : 'announcement',
    dueAt: runningLease(seen.dueAt, now) ?? leaseUntil(now),
    history,
    twoReviewers,
    baseMinor: value.state === 'known' ? value.baseMinor : null,
    by: decision.by,
    at: now,
  });
}

/** Returns the row with a new lease for the step that runs now; nothing is decided yet. */
export function leased(refund: Refund, now: Date): Refund {
  return noteOnRefund(refund, { dueAt: leaseUntil(now) });
}

/** Returns the row after its decision was announced. A held refund that a scan woke since then stays due soon. */
export function announced(
  refund: Refund,
  { policy, isWoken }: { readonly policy: Policy; readonly isWoken: boolean },
  now: Date,
): Refund {
  return noteOnRefund(refund, {
    outbox: null,
    dueAt: isWoken ? leaseUntil(now) : dueAfterAnnouncement(refund, policy, now),
  });
}

/** How people are asked: the review as it is now, and the reason if too few may decide. */
export interface Asking {
  readonly review: Review;
  readonly shortage: Reason | undefined;
}

/**
 * Returns the row after people were asked. Its decision changes only if something is new: more people may decide,
 * too few may, or enough may again. Otherwise the row of a refund that nobody decides would grow each day.
 */
export function asked(refund: Refund, { review, shortage }: Asking, now: Date): Refund {
  const { decision, outbox } = refund;
  const dueAt = outbox === null ? reviewDueAt(review, now) : leaseUntil(now);
  const isRaised = review.tier > (refund.review?.tier ?? 1);
  const known = decision?.reasons.find(isShortage);
  const isNews = isRaised || canonicalJson(known ?? null) !== canonicalJson(shortage ?? null);
  if (decision === null || !isNews) return noteOnRefund(refund, { review, dueAt });
  const next = askedDecision(decision, { review, isRaised, shortage }, now);
  return moveRefund(refund, {
    status: 'escalated',
    decision: next,
    review,
    outbox,
    dueAt,
    by: next.by,
    at: now,
  });
}

/**
 * Returns the row after a vote that does not end its review. The vote is also a link of the audit chain: otherwise
 * it could be removed without anybody noticing.
 */
export function voted(
  refund: Refund,
  { review, vote }: { readonly review: Review; readonly vote: Vote },
): Refund {
  const { decision, outbox, dueAt } = refund;
  const by = `reviewer:${vote.reviewerId}`;
  return moveRefund(refund, {
    status: 'escalated',
    decision,
    review,
    outbox,
    dueAt,
    by,
    at: new Date(vote.at),
  });
}

/** How a review ended, and the votes that ended it, the last one last. */
export interface ReviewEnd {
  readonly review: Review;
  readonly outcome: 'approved' | 'denied';
  readonly agreeing: readonly Vote[];
  readonly at: Date;
}

/** Returns the row after the vote that ends its review. */
export function reviewEnded(refund: Refund, { review, outcome, agreeing, at }: ReviewEnd): Refund {
  const decision = reviewedDecision(refund.decision, { outcome, agreeing, at });
  return moveRefund(refund, {
    status: outcome,
    decision,
    review,
    outbox: outcome === 'approved' ? 'release' : 'announcement',
    dueAt: leaseUntil(at),
    by: decision.by,
    at,
  });
}

/** Returns the row of an approved refund that is held again, because a stop came before its release. */
export function heldBack(refund: Refund, stop: Stop, { policy, now }: Moment): Refund {
  const decision = stoppedDecision(refund.decision, { stop, dueAt: settlesAt(refund, policy), now });
  return moveRefund(refund, {
    status: 'held',
    decision,
    review: null,
    outbox: 'announcement',
    dueAt: leaseUntil(now),
    by: decision.by,
    at: now,
  });
}

/** The pinned policy, and the time now. */
interface Moment {
  readonly policy: Policy;
  readonly now: Date;
}

/** Returns the row of an approved refund that waits for a stop to be lifted; its release may be out already. */
export function waitedForStop(refund: Refund, { policy, now }: Moment): Refund {
  return noteOnRefund(refund, {
    dueAt: new Date(now.getTime() + policy.recheckMinutes * 60_000).toISOString(),
  });
}

/**
 * Returns the row just before its release goes out. From here on the release may be out, and only a repeat of it may
 * follow. If the refund were held back now, it could be approved again and released under a second id.
 */
export function releaseBegun(refund: Refund): Refund {
  return noteOnRefund(refund, { outbox: null });
}

/**
 * Returns the row after its release went out. A return that was paid without independent evidence is looked at once
 * more when its scans should be there. That look changes histories and budgets, not the payment.
 */
export function released(refund: Refund, { policy, now }: Moment): Refund {
  const { decision, request } = refund;
  const isUnseen = decision?.reasons.some(({ code }) => code === 'A02_WITHIN_BUDGET') === true;
  return moveRefund(refund, {
    status: 'published',
    decision,
    outbox: null,
    dueAt:
      isUnseen && request.claim === 'returned'
        ? new Date(settlesAt(refund, policy).getTime()).toISOString()
        : null,
    by: decision?.by ?? 'policy',
    at: now,
  });
}

/** Returns the row with what it now adds to histories, and with a new `dueAt` and what contradicts it if they are given. */
export function historyKept(
  refund: Refund,
  change: Pick<Refund, 'history'> & Partial<Pick<Refund, 'dueAt' | 'contradictedBy'>>,
): Refund {
  return noteOnRefund(refund, change);
}

/** Returns the row of a waiting refund that a scan woke. It is due soon, in case the run that is started dies. */
export function woken(refund: Refund, now: Date): Refund {
  const lease = leaseUntil(now);
  // A new version even if it is due soon already: a run that judged without the scan must not postpone the next look.
  return noteOnRefund(refund, {
    dueAt: refund.dueAt === null || refund.dueAt > lease ? lease : refund.dueAt,
  });
}

/**
 * Returns an open refund whose request was repeated with more fields: it is due soon, and what it adds to histories is set
 * again, for it may have other subjects now. Under review it stays due when its review is, and people vote again: they had
 * voted on another request. Their first votes stay in the audit chain.
 */
export function requestExtended(refund: Refund, request: RefundRequest, now: Date): Refund {
  const { status, decision, outbox, review } = refund;
  return moveRefund(refund, {
    status,
    decision,
    outbox,
    request,
    bodyHash: bodyHashOf(request),
    review: review === null ? null : { ...review, votes: [] },
    history: null,
    dueAt: status === 'escalated' ? refund.dueAt : leaseUntil(now),
    by: BY_REQUEST,
    at: now,
  });
}

/**
 * Returns the row of a refund that was paid without a review, with an answer that somebody gave about it in the
 * past.
 */
export function learnt(refund: Refund, vote: Vote): Refund {
  const review = refund.review ?? openReview(refund.twoReviewers);
  return noteOnRefund(refund, { review: { ...review, votes: [...review.votes, vote] } });
}
