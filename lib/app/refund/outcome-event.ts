import { type OutboundEvent, type OutcomeData, outboundEvent } from '../../contracts/outbound-events.ts';
import { weighInputs } from '../../domain/decision/decision-inputs.ts';
import { weightReasons } from '../../domain/decision/weight-reasons.ts';
import { type Policy, registerOf } from '../../domain/policy/policy.ts';
import { OPEN } from '../../domain/producers/register.ts';
import type { AuditEntry, Decision, Refund } from '../../domain/refund/refund.ts';
import type { Review } from '../../domain/refund/review.ts';
import type { Unfinished } from '../../domain/shared/mutability.ts';
import { because, messageOf, type Reason } from '../../domain/shared/reasons.ts';
import { sha256 } from '../digest.ts';
import { decidingPolicy, type PolicyDeps } from '../judging/policies.ts';
import { BY_REQUEST } from './audit-chain.ts';

/** The longest id an event may have. */
const MAX_ID = 64;

/** Thrown when a refund without a decision is to be published: a defect. */
export class UndecidedError extends Error {
  override readonly name = 'UndecidedError';

  constructor({ refundId }: Refund) {
    super(`Refund ${refundId} has no decision to publish.`);
  }
}

/**
 * Returns the event that publishes a refund's present decision, with the policy that made it. Its id is made of the
 * refund's id and the count of its audit links without votes, and of the number of the reminder if it is one. So a
 * repeat after a crash has the same id.
 */
export async function outcomeEvent(deps: PolicyDeps, refund: Refund): Promise<OutboundEvent> {
  const { decision } = refund;
  if (decision === null) throw new UndecidedError(refund);
  const policy = await decidingPolicy(deps, refund);
  return outboundEvent({
    type: `refundgate.refund.${decision.outcome}.v1`,
    id: outcomeEventId(refund, decision),
    time: new Date(Date.parse(reminderOf(refund, decision)?.at ?? decision.decidedAt)),
    data: outcomeData(refund, decision, policy),
  });
}

/** Returns true if people are only reminded of a refund that they were asked about before. */
export function isReminder(refund: Refund, decision: Decision): boolean {
  return reminderOf(refund, decision) !== undefined;
}

/** Returns a decision's reasons as they are published now. In a reminder, P06 takes the place of the time-out P03. */
export function statedReasons(refund: Refund, decision: Decision): readonly Reason[] {
  const reminder = reminderOf(refund, decision);
  if (reminder === undefined) return decision.reasons;
  const others = decision.reasons.filter(({ code }) => code !== 'P03_NOT_DECIDED_IN_TIME');
  return [because('P06_REMINDER', { times: reminder.times }), ...others];
}

/** Returns the latest reminder of an escalated refund. Once the refund is decided, no reminder counts. */
function reminderOf({ review }: Refund, { outcome }: Decision): Review['reminded'] {
  return outcome === 'escalated' ? review?.reminded : undefined;
}

function outcomeEventId(refund: Refund, decision: Decision): string {
  const { refundId, audit } = refund;
  const number = audit.filter((entry) => isDecision(entry)).length;
  const reminder = reminderOf(refund, decision);
  const told = reminder === undefined ? `${number}` : `${number}.${reminder.times}`;
  const readable = `${refundId}.${told}`;
  return readable.length <= MAX_ID ? readable : `${sha256(refundId).slice(0, 32)}.${told}`;
}

/**
 * Returns true unless an audit entry is a vote that did not end the review, or adds fields to the request. Neither is a
 * decision, so the event id is the same before and after it.
 */
function isDecision({ status, by }: AuditEntry): boolean {
  return by !== BY_REQUEST && !(status === 'escalated' && by.startsWith('reviewer:'));
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
    producers: registerOf(policy)?.version ?? OPEN,
    scores: scoresOf(decision, policy),
    reasons: explain(refund, decision, policy).map(({ code, facts, weightDb }) => ({
      code,
      message: messageOf(code),
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

/**
 * Returns a decision's reasons: first the rules that applied, then each weight of evidence, calculated again from
 * the decision's inputs.
 */
export function explain(refund: Refund, decision: Decision, policy: Policy): readonly Reason[] {
  const { inputs } = decision;
  const reasons = statedReasons(refund, decision);
  if (inputs === null) return reasons;
  return [...reasons, ...weightReasons(weighInputs(inputs, refund.request, policy))];
}
