import type { Judgement } from '../../domain/decision/judge-refund.ts';
import type { Decision } from '../../domain/refund/refund.ts';
import type { Review, Vote } from '../../domain/refund/review.ts';
import type { Stop } from '../../domain/refund/stops.ts';
import { because, type Reason } from '../../domain/shared/reasons.ts';
import { canonicalJson } from '../digest.ts';
import { isShortage } from '../review/reviewer-shortage.ts';

// Every decision is built here. Each one that follows a judgement starts from the decision before it.

/** A judgement, the later policy that made it if one did, and the opinion of a policy that is only tried. */
export interface JudgedBy extends Pick<Decision, 'judgedBy' | 'shadow'> {
  readonly judgement: Judgement;
}

export const DECIDED_STATUS = { approve: 'approved', hold: 'held', escalate: 'escalated' } as const;

/** Returns a judgement as a decision. */
export function judgedDecision({ judgement, judgedBy, shadow }: JudgedBy, now: Date): Decision {
  const { outcome, reasons, witnesses, collusion, waitingFor, dueAt, scores, inputs } = judgement;
  return {
    outcome: DECIDED_STATUS[outcome],
    decidedAt: now.toISOString(),
    by: reasons.some((reason) => reason.code === 'H01_WAIT_OVER') ? 'timeout' : 'policy',
    reasons,
    witnesses,
    collusion,
    waitingFor,
    scores,
    inputs,
    ...(shadow === undefined ? {} : { shadow }),
    ...(judgedBy === undefined ? {} : { judgedBy }),
    ...(dueAt === null ? {} : { dueAt: dueAt.toISOString() }),
  };
}

/**
 * Returns the decision when people are asked again: with the time-out if more people may decide now, and with the
 * shortage if too few may.
 */
export function askedDecision(
  before: Decision,
  {
    review,
    isRaised,
    shortage,
  }: { readonly review: Review; readonly isRaised: boolean; readonly shortage: Reason | undefined },
  now: Date,
): Decision {
  const raised = isRaised
    ? because('P03_NOT_DECIDED_IN_TIME', { tier: review.tier, quorum: review.quorum })
    : before.reasons.find(isTimeout);
  const earlier = before.reasons.filter((reason) => !isTimeout(reason) && !isShortage(reason));
  const reasons = [raised, shortage, ...earlier].filter((reason) => reason !== undefined);
  return { ...before, decidedAt: now.toISOString(), by: isRaised ? 'timeout' : 'policy', reasons };
}

/** Returns the decision of the reviewers whose votes ended a review, the last vote last. */
export function reviewedDecision(
  before: Decision | null,
  {
    outcome,
    agreeing,
    at,
  }: { readonly outcome: 'approved' | 'denied'; readonly agreeing: readonly Vote[]; readonly at: Date },
): Decision {
  const reviewers = agreeing.map((vote) => vote.reviewerId);
  const facts = { reviewers, verdicts: agreeing.map((vote) => vote.verdict) };
  const code = outcome === 'approved' ? 'P01_APPROVED_BY_REVIEWERS' : 'P02_DENIED_BY_REVIEWERS';
  return {
    ...(before ?? NOTHING_FOUND),
    outcome,
    decidedAt: at.toISOString(),
    by: `reviewer:${reviewers.join(',')}`,
    reasons: [because(code, facts), ...(before?.reasons ?? [])],
    waitingFor: [],
    dueAt: undefined,
  };
}

/** Returns the decision after a stop that came between approval and release: held until `dueAt` at most. */
export function stoppedDecision(
  before: Decision | null,
  { stop, dueAt, now }: { readonly stop: Stop; readonly dueAt: Date; readonly now: Date },
): Decision {
  return {
    ...(before ?? NOTHING_FOUND),
    outcome: 'held',
    decidedAt: now.toISOString(),
    by: 'policy',
    reasons: [because('S01_STOPPED', { scope: stop.scope })],
    waitingFor: [],
    dueAt: dueAt.toISOString(),
  };
}

/**
 * Returns true if two decisions say the same, whenever they were made. It does not matter which check could not be
 * made. Otherwise a row would grow at each look during an outage that hits different checks in turn.
 */
export function saysTheSame(a: Decision, b: Decision): boolean {
  const isUnchecked = ({ code }: Reason): boolean => code === 'F01_CHECK_UNAVAILABLE';
  const said = ({ outcome, reasons, witnesses, waitingFor, dueAt }: Decision): string =>
    reasons.some(isUnchecked)
      ? canonicalJson([outcome, dueAt, 'unchecked'])
      : canonicalJson([outcome, reasons, witnesses, waitingFor, dueAt]);
  return said(a) === said(b);
}

function isTimeout({ code }: Reason): boolean {
  return code === 'P03_NOT_DECIDED_IN_TIME';
}

const NOTHING_FOUND = {
  witnesses: [],
  collusion: { required: 0, observed: 0 },
  scores: null,
  inputs: null,
} as const;
