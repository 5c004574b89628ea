import { type OutboundEvent, type OutcomeData, outboundEvent } from '../contracts/outbound-events.ts';
import { weighBasis } from '../domain/basis.ts';
import { instantMs } from '../domain/instants.ts';
import type { Unfinished } from '../domain/mutability.ts';
import type { Policy } from '../domain/policy.ts';
import { REASONS, type Reason } from '../domain/reasons.ts';
import { weightReasons } from '../domain/weight-reasons.ts';
import { sha256 } from './digest.ts';
import type { AuditEntry, Decision, Refund } from './refund.ts';

/** The longest id an event may have. */
const MAX_ID = 64;

/**
 * Answers the event that tells a refund's present decision. Its id is made of the refund's id and of how many decisions
 * and reminders there were, so that a repeat after a crash is recognisable as one.
 */
export function outcomeEvent(refund: Refund, decision: Decision, policy: Policy): OutboundEvent {
  return outboundEvent({
    type: `refundgate.refund.${decision.outcome}.v1`,
    id: outcomeEventId(refund),
    time: new Date(instantMs(toldAt(refund, decision))),
    data: outcomeData(refund, decision, policy),
  });
}

/** A case that people are reminded of is told again as it was decided. */
function toldAt({ review }: Refund, { outcome, decidedAt }: Decision): string {
  return outcome === 'escalated' ? (review?.reminded?.at ?? decidedAt) : decidedAt;
}

function outcomeEventId({ refundId, audit, review }: Refund): string {
  const number = audit.filter((entry) => !isVote(entry)).length + (review?.reminded?.times ?? 0);
  const readable = `${refundId}.${number}`;
  return readable.length <= MAX_ID ? readable : `${sha256(refundId).slice(0, 32)}.${number}`;
}

/** A vote that ended nothing is no decision: what stands is told under the same id before and after it. */
function isVote({ status, by }: AuditEntry): boolean {
  return status === 'escalated' && by.startsWith('reviewer:');
}

function outcomeData(refund: Refund, decision: Decision, policy: Policy): OutcomeData {
  const { request, review } = refund;
  const { dueAt, shadow } = decision;
  const data: Unfinished<OutcomeData> = {
    refundId: refund.refundId,
    orderId: request.orderId,
    outcome: decision.outcome,
    decidedAt: decision.decidedAt,
    by: decision.by,
    amount: request.amount,
    policy: { version: policy.version, hash: decision.judgedBy ?? refund.policyHash },
    scores: scoresOf(decision, policy),
    reasons: explain(refund, decision, policy).map(({ code, facts, weightDb }) => ({
      code,
      message: REASONS[code].message,
      weightDb: weightDb ?? null,
      facts,
    })),
    witnesses: decision.witnesses,
    collusion: decision.collusion,
    waitingFor: decision.waitingFor,
  };
  if (dueAt !== undefined) data.dueAt = dueAt;
  if (shadow !== undefined) data.shadow = shadow;
  if (decision.outcome === 'escalated' && review !== null) {
    data.review = { tier: review.tier, quorum: review.quorum };
  }
  return data;
}

function scoresOf({ scores }: Decision, { base }: Policy): OutcomeData['scores'] {
  if (scores === null) return { fraudProbability: null, evidence: null, expectedLoss: null };
  const { fraudProbability, evidence, expectedLossMinor } = scores;
  return { fraudProbability, evidence, expectedLoss: { currency: base, minor: expectedLossMinor } };
}

/** Answers a decision's reasons: the rules that spoke, then each weight of evidence, made again from its basis. */
export function explain(refund: Refund, { reasons, basis }: Decision, policy: Policy): readonly Reason[] {
  if (basis === null) return reasons;
  return [...reasons, ...weightReasons(weighBasis(basis, refund.request, policy))];
}
