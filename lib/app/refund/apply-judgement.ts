import type { Findings } from '../../domain/checks/findings.ts';
import { type Judgement, nextLook } from '../../domain/decision/decide-refund.ts';
import type { HistoryEntry } from '../../domain/history/history.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { openReview } from '../../domain/refund/review.ts';
import { instantMs, instantText } from '../../domain/shared/instants.ts';
import type { Unfinished } from '../../domain/shared/mutability.ts';
import type { Reason } from '../../domain/shared/reasons.ts';
import { canonicalJson } from '../digest.ts';
import { leaseUntil, moveRefund, noteOnRefund } from './refund.ts';
import type { Decision, Refund } from './refund-row.ts';

const STATUS = { approve: 'approved', hold: 'held', escalate: 'escalated' } as const;

/** Answers a judgement as the decision the row keeps. */
export function decisionOf(
  judgement: Judgement,
  { shadow, judgedBy }: Pick<Decision, 'shadow' | 'judgedBy'>,
  now: Date,
): Decision {
  const { outcome, reasons, witnesses, collusion, waitingFor, dueAt, scores, inputs } = judgement;
  const by = reasons.some((reason) => reason.code === 'H01_WAIT_OVER') ? 'timeout' : 'policy';
  const told: Unfinished<Decision> = {
    outcome: STATUS[outcome],
    decidedAt: instantText(now.getTime()),
    by,
    reasons,
    witnesses,
    collusion,
    waitingFor,
    scores,
    inputs,
  };
  if (shadow !== undefined) told.shadow = shadow;
  if (judgedBy !== undefined) told.judgedBy = judgedBy;
  if (dueAt !== null) told.dueAt = instantText(dueAt.getTime());
  return told;
}

/** Answers the row after the same answer as before: no news, only the time of the next look moves. */
export function lookedAtAgain(
  seen: Refund,
  { reasons, dueAt }: Pick<Judgement, 'reasons' | 'dueAt'>,
  {
    policy,
    history,
    now,
  }: { readonly policy: Policy; readonly history: HistoryEntry | null; readonly now: Date },
): Refund {
  const since = new Date(instantMs(seen.decision?.decidedAt ?? seen.receivedAt));
  const next =
    dueAt === null
      ? leaseUntil(now)
      : instantText(nextLook({ reasons, since, until: dueAt }, policy, now).getTime());
  return noteOnRefund(seen, { history, dueAt: seen.outbox === 'announcement' ? leaseUntil(now) : next });
}

/** What a row is written with when it is decided. */
export interface Deciding {
  readonly decision: Decision;
  readonly value: Findings[1];
  readonly history: HistoryEntry | null;
  readonly now: Date;
}

/** Answers the row a judgement leads to. */
export function decided(
  seen: Refund,
  outcome: Judgement['outcome'],
  { decision, value, history, now }: Deciding,
): Refund {
  const status = STATUS[outcome];
  const twoReviewers = value.state === 'known' ? value.twoReviewers : true;
  return moveRefund(seen, {
    status,
    decision,
    by: decision.by,
    at: now,
    twoReviewers,
    history,
    baseMinor: value.state === 'known' ? value.baseMinor : null,
    review: status === 'escalated' ? openReview(twoReviewers) : null,
    outbox: status === 'approved' ? 'release' : 'announcement',
    dueAt: stillAhead(seen.dueAt, now) ?? leaseUntil(now),
  });
}

/** A lease that still runs is kept: moving it would cost an index write for nothing. */
function stillAhead(dueAt: string | null, now: Date): string | undefined {
  const runs = dueAt !== null && dueAt > instantText(now.getTime()) && dueAt <= leaseUntil(now);
  return runs ? dueAt : undefined;
}

/**
 * Returns true if two decisions say the same, whenever they were made. Which check could not be made is no news: in an
 * outage that takes now this one and now that, a row would grow at each look.
 */
export function saysTheSame(a: Decision, b: Decision): boolean {
  const isUnchecked = ({ code }: Reason): boolean => code === 'F01_CHECK_UNAVAILABLE';
  const said = ({ outcome, reasons, witnesses, waitingFor, dueAt }: Decision): string =>
    reasons.some(isUnchecked)
      ? canonicalJson([outcome, dueAt, 'unchecked'])
      : canonicalJson([outcome, reasons, witnesses, waitingFor, dueAt]);
  return said(a) === said(b);
}
