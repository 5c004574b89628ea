import type { AuditEntry, Decision, ShadowOpinion } from '../../app/refund/refund-row.ts';
import type { Witness } from '../../domain/checks/findings.ts';
import type { Scores } from '../../domain/decision/decision-inputs.ts';
import type { EvidenceKind } from '../../domain/evidence/fact.ts';
import type { Claim, RefundLine, RefundRequest } from '../../domain/refund/refund-request.ts';
import type { Review, Verdict, Vote } from '../../domain/refund/review.ts';
import type { Money } from '../../domain/shared/money.ts';
import { REASONS, type Reason, type ReasonCode, type ReasonFact } from '../../domain/shared/reasons.ts';
import { isRefundStatus } from '../store-rules.ts';
import {
  type Check,
  isBoolean,
  isInstant,
  isNumber,
  isText,
  isWhole,
  listOf,
  oneOf,
  optional,
  orNull,
  recordOf,
  shapeOf,
} from './item-checks.ts';
import { isDecisionInputs } from './packed-basis.ts';
import { isAttestorClass } from './stored-shapes.ts';

const isEvidenceKind = oneOf<EvidenceKind>({
  carrier_accept: true,
  carrier_transit: true,
  carrier_delivered: true,
  dock: true,
  intake_mark: true,
  weight_match: true,
  weight_mismatch: true,
  serial_match: true,
  serial_mismatch: true,
  serial_manual: true,
  condition_pass: true,
  condition_fail: true,
  put_away: true,
  seen_again: true,
  outbound_delivered: true,
});

const isMoney = shapeOf<Money>({ currency: isText, minor: isWhole });

const isReasonCode: Check<ReasonCode> = (value): value is ReasonCode =>
  typeof value === 'string' && Object.hasOwn(REASONS, value);

const isReasonFact: Check<ReasonFact> = (value): value is ReasonFact =>
  isText(value) || isNumber(value) || isBoolean(value) || listOf(isText)(value);

const isReason = shapeOf<Reason>({
  code: isReasonCode,
  facts: recordOf(isReasonFact),
  weightDb: optional(isNumber),
});

const isWitness = shapeOf<Witness>({
  attestor: isText,
  class: isAttestorClass,
  kinds: listOf(isEvidenceKind),
  independent: isBoolean,
});

const isShadowOpinion = shapeOf<ShadowOpinion>({
  policyHash: isText,
  outcome: oneOf<ShadowOpinion['outcome']>({ approve: true, hold: true, escalate: true }),
  fraudProbability: orNull(isNumber),
});

/** Answers whether a value is a decision. */
export const isDecision = shapeOf<Decision>({
  outcome: oneOf<Decision['outcome']>({ approved: true, held: true, escalated: true, denied: true }),
  decidedAt: isInstant,
  by: isText,
  reasons: listOf(isReason),
  witnesses: listOf(isWitness),
  collusion: shapeOf<Decision['collusion']>({ required: isWhole, observed: isWhole }),
  waitingFor: listOf(isEvidenceKind),
  dueAt: optional(isInstant),
  scores: orNull(
    shapeOf<Scores>({ fraudProbability: isNumber, evidence: isNumber, expectedLossMinor: isNumber }),
  ),
  inputs: orNull(isDecisionInputs),
  shadow: optional(isShadowOpinion),
  judgedBy: optional(isText),
});

/** Answers whether a value is a link of the audit chain. */
export const isAuditEntry = shapeOf<AuditEntry>({
  at: isInstant,
  by: isText,
  status: isRefundStatus,
  codes: listOf(isReasonCode),
  digest: isText,
  hash: isText,
});

const isVote = shapeOf<Vote>({
  reviewerId: isText,
  decision: oneOf<Vote['decision']>({ approve: true, deny: true }),
  verdict: oneOf<Verdict>({
    genuine: true,
    nothing_arrived: true,
    wrong_goods: true,
    false_attestation: true,
    other: true,
  }),
  note: optional(isText),
  at: isInstant,
});

/** Answers whether a value is a review. */
export const isReview = shapeOf<Review>({
  tier: isWhole,
  quorum: isWhole,
  slaAt: optional(isInstant),
  token: optional(isText),
  votes: listOf(isVote),
  reminded: optional(shapeOf<NonNullable<Review['reminded']>>({ times: isWhole, at: isInstant })),
});

const isLine = shapeOf<RefundLine>({
  lineId: isText,
  sku: isText,
  quantity: isWhole,
  shippedQuantity: optional(isWhole),
  serials: optional(listOf(isText)),
  shippedWeightGrams: optional(isNumber),
  category: optional(isText),
});

type Part<Field extends keyof RefundRequest> = NonNullable<RefundRequest[Field]>;

/** Answers whether a value is a request as it entered, without its id, which is the key's. */
export const isRequestBody = shapeOf<Omit<RefundRequest, 'refundId'>>({
  orderId: isText,
  rmaId: optional(isText),
  customerId: isText,
  country: isText,
  claim: oneOf<Claim>({ returned: true, not_received: true, damaged: true, returnless: true }),
  amount: isMoney,
  captured: isMoney,
  lines: listOf(isLine),
  trigger: oneOf<RefundRequest['trigger']>({ attested: true, instant: true }),
  markedBy: optional(isText),
  approvedBy: optional(isText),
  siteId: optional(isText),
  session: optional(
    shapeOf<Part<'session'>>({
      deviceId: optional(isText),
      newDevice: optional(isBoolean),
      offShift: optional(isBoolean),
      wrongSite: optional(isBoolean),
    }),
  ),
  links: optional(
    shapeOf<Part<'links'>>({
      address: optional(isText),
      device: optional(isText),
      instrument: optional(isText),
    }),
  ),
  payout: optional(shapeOf<Part<'payout'>>({ instrument: optional(isText), original: optional(isBoolean) })),
  customerOrders: optional(isWhole),
  attachments: optional(
    listOf(
      shapeOf<Part<'attachments'>[number]>({
        kind: oneOf<Part<'attachments'>[number]['kind']>({ photo: true, police_report: true, other: true }),
        sha256: isText,
      }),
    ),
  ),
});
