import { outboundEvent } from '../contracts/outbound-events.ts';
import type { ReviewResult } from '../contracts/review-result.ts';
import type { Refund } from '../domain/refund/refund.ts';
import { castVote, contradictsItself, openReview, type Review, type Vote } from '../domain/refund/review.ts';
import { isTerminal } from '../domain/refund/status.ts';
import { stopsCovering } from '../domain/refund/stops.ts';
import { linkedSubjects, sumsAllValue } from '../domain/refund/subject.ts';
import { dayOf } from '../domain/shared/calendar.ts';
import { canonicalId } from '../domain/shared/ids.ts';
import { claimUnits } from './check-value-thresholds.ts';
import { sha256 } from './digest.ts';
import type { Uses } from './gate-deps.ts';
import { contributeVerdict } from './history/history-entries.ts';
import { ContendedError } from './optimistic-update.ts';
import type { Store } from './ports.ts';
import { historyKept, type ReviewEnd, reviewEnded, voted } from './refund/transitions.ts';
import { conflictIn, involvedIn, type Knowledge } from './review/reviewer-conflict.ts';

/** What deciding a review needs. */
export type ReviewDeps = Uses<
  'now' | 'publish' | 'endReview',
  | 'refund'
  | 'saveRefund'
  | 'trail'
  | 'ignoredScans'
  | 'profile'
  | 'reviewers'
  | 'stops'
  | 'order'
  | 'saveOrder'
  | 'reserve'
  | 'contribute'
>;

/** A reviewer's answer about a refund under review. */
export type ReviewCommand = Pick<Vote, 'reviewerId' | 'decision' | 'verdict' | 'note'> & {
  readonly refundId: string;
  /**
   * What the reviewer had looked at: a new answer counts only while it is still so.
   * @default - not compared
   */
  readonly seen?: SeenRefund | undefined;
};

/** What a person has seen of a refund: its last audit link and the version of its return. */
export interface SeenRefund {
  readonly link: string;
  readonly trailVersion: number;
}

const MAX_ATTEMPTS = 8;

/**
 * Takes a reviewer's answer under the four-eyes rules. Nobody who is part of a refund decides it, nobody gives two
 * different answers, no approval is kept under a stop, and none releases more than the order allows. The first answer wins. A reviewer who
 * comes later gets to know who decided.
 * @throws ContendedError after eight attempts.
 */
export async function reviewRefund(deps: ReviewDeps, sent: ReviewCommand): Promise<ReviewResult> {
  const command = { ...sent, reviewerId: canonicalId(sent.reviewerId) };
  if (contradictsItself(command)) return { result: 'verdict_contradicts' };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const refund = await deps.store.refund(command.refundId, 'strong');
    if (refund === undefined) return { result: 'unknown_refund' };
    const result = await attemptReview(deps, refund, command);
    if (result !== 'moved') return result;
  }
  throw new ContendedError(`refund ${command.refundId}`, MAX_ATTEMPTS);
}

async function attemptReview(
  deps: ReviewDeps,
  refund: Refund,
  command: ReviewCommand,
): Promise<ReviewResult | 'moved'> {
  if (refund.status !== 'escalated') return afterwards(deps, refund, command);
  const { request } = refund;
  const now = deps.now();
  const involved = await involvedIn(deps.store, { refund, tier: refund.review?.tier ?? 1, now });
  const why = await conflictIn(deps.store, involved, command.reviewerId);
  if (why !== undefined) return { result: 'refused', why };

  const { reviewerId, decision, verdict, note } = command;
  const vote: Vote = {
    reviewerId,
    decision,
    verdict,
    at: now.toISOString(),
    ...(note === undefined ? {} : { note }),
  };
  const cast = castVote(refund.review ?? openReview(refund.twoReviewers), vote);
  if (cast.result === 'answered_differently') {
    return { result: 'answered_differently', decision: cast.vote.decision, at: cast.vote.at };
  }
  if (cast.result !== 'repeated' && hasChanged(refund, involved, command.seen)) {
    return { result: 'changed_since_seen' };
  }
  if (cast.result !== 'repeated' && decision === 'approve') {
    const stops = stopsCovering(await deps.store.stops('strong'), request, now);
    if (stops.length > 0) return { result: 'stopped', scopes: stops.map(({ scope }) => scope) };
  }
  const { review } = cast;
  if (cast.result === 'denied') {
    const end: ReviewEnd = { review, outcome: 'denied', agreeing: [vote], at: now };
    return await write(deps, { seen: refund, next: reviewEnded(refund, end), reviewerId });
  }
  // Counted on a repeat too: a vote that did not count before counts again once its reviewer may decide again.
  const agreeing = await countedVotes(deps.store, involved, review);
  if (agreeing.length >= review.quorum) {
    const { claim } = await claimUnits(deps.store, request);
    if (!claim.fits)
      return { result: 'order_has_no_room', codes: claim.reasons.map((reason) => reason.code) };
    await reserveOpen(deps.store, refund, now);
    const end: ReviewEnd = { review, outcome: 'approved', agreeing, at: now };
    return await write(deps, { seen: refund, next: reviewEnded(refund, end), reviewerId });
  }
  const approvals = agreeing.length;
  if (cast.result === 'repeated') return await acceptedAs(deps, { refund, reviewerId, approvals });
  return await write(deps, { seen: refund, next: voted(refund, { review, vote }), reviewerId, approvals });
}

/** Returns true if a refund or its return is no more as a person saw it. */
function hasChanged({ audit }: Refund, { trailVersion }: Knowledge, seen: SeenRefund | undefined): boolean {
  return seen !== undefined && (seen.link !== audit.at(-1)?.hash || seen.trailVersion !== trailVersion);
}

async function write(
  deps: ReviewDeps,
  {
    seen,
    next,
    ...answer
  }: { readonly seen: Refund; readonly next: Refund } & Omit<AcceptedAnswer, 'refund'>,
): Promise<ReviewResult | 'moved'> {
  if ((await deps.store.saveRefund(next, seen.version)) === 'moved') return 'moved';
  return acceptedAs(deps, { refund: next, ...answer });
}

/**
 * Returns the approvals of reviewers who may still decide: they may have become part of the refund since they voted.
 */
async function countedVotes(
  store: ReviewDeps['store'],
  involved: Knowledge,
  { votes }: Review,
): Promise<readonly Vote[]> {
  const approvals = votes.filter(isApproval);
  const conflicts = await Promise.all(
    approvals.map(({ reviewerId }) => conflictIn(store, involved, reviewerId)),
  );
  return approvals.filter((_, index) => conflicts[index] === undefined);
}

function isApproval({ decision }: Vote): boolean {
  return decision === 'approve';
}

/**
 * Returns the result of an answer after the review: the reviewer's own vote if there is one, otherwise who decided.
 */
async function afterwards(deps: ReviewDeps, refund: Refund, command: ReviewCommand): Promise<ReviewResult> {
  const { status, decision, review } = refund;
  const own = review?.votes.find((vote) => vote.reviewerId === command.reviewerId);
  if (own !== undefined && own.decision !== command.decision) {
    return { result: 'answered_differently', decision: own.decision, at: own.at };
  }
  if (own !== undefined) return acceptedAs(deps, { refund, reviewerId: command.reviewerId });
  if (decision?.by.startsWith('reviewer:') === true)
    return { result: 'already_decided', status, by: decision.by };
  return { result: 'not_escalated', status };
}

/** An answer that is in the row. */
interface AcceptedAnswer {
  readonly refund: Refund;
  readonly reviewerId: string;
  /**
   * How many approvals count: in an open review only those of reviewers who may decide now.
   * @default all approvals in the row
   */
  readonly approvals?: number;
}

/** Accepts the vote in the row and publishes it; on a repeat too, because the first run may have died before. */
async function acceptedAs(
  deps: ReviewDeps,
  { refund, reviewerId, approvals }: AcceptedAnswer,
): Promise<ReviewResult> {
  const { refundId, status, review } = refund;
  if (isTerminal(status) || status === 'approved') await keepVerdict(deps, refund);
  const own = review?.votes.find((vote) => vote.reviewerId === reviewerId);
  if (own !== undefined) await tell(deps, refundId, own);
  if (status !== 'escalated' && review?.token !== undefined) await deps.endReview(review.token);
  const { quorum, votes } = review ?? openReview(refund.twoReviewers);
  return { result: 'accepted', status, approvals: approvals ?? votes.filter(isApproval).length, quorum };
}

/** Writes what people found to the histories. A repeat writes the same again. */
async function keepVerdict({ store }: ReviewDeps, refund: Refund): Promise<void> {
  const history = await contributeVerdict(store, refund);
  if (history === null || history === refund.history) return;
  // If another run changed the row, the next look at the refund writes the same.
  await store.saveRefund(historyKept(refund, { history }), refund.version);
}

/**
 * Reserves the value without a limit: people may release more than the limits allow, but what they release counts in
 * the sums of the refund's subjects.
 */
async function reserveOpen(store: Pick<Store, 'reserve'>, refund: Refund, now: Date): Promise<void> {
  const valueMinor = refund.baseMinor ?? 0;
  const open = {
    day: dayOf(now),
    unsupportedMinor: Number.MAX_SAFE_INTEGER,
    valueMinor: Number.MAX_SAFE_INTEGER,
    countsValue: 'all',
    isBudgeted: false,
    hasHistory: true,
    rollUp: false,
  } as const;
  await Promise.all(
    linkedSubjects(refund.request)
      .filter(sumsAllValue)
      .map((subject) =>
        store.reserve(
          { ...open, subject },
          { refundId: refund.refundId, version: refund.version, valueMinor, unsupportedMinor: 0 },
        ),
      ),
  );
}

/** Publishes a vote. The event's id is made of the vote in the row, so that a repeat has the same id. */
async function tell(deps: ReviewDeps, refundId: string, vote: Vote): Promise<void> {
  const { reviewerId, decision, verdict, note, at } = vote;
  const id = `review.${sha256(`${refundId} ${reviewerId} ${decision} ${at}`).slice(0, 32)}`;
  const data = { refundId, reviewerId, decision, verdict, ...(note === undefined ? {} : { note }) };
  await deps.publish(outboundEvent({ type: 'refundgate.review.decided.v1', id, time: new Date(at), data }));
}
