import * as z from 'zod';
import type { DecisionInputs } from '../domain/decision/decision-inputs.ts';
import { BROKEN_RULES } from '../domain/decision/fraud-probability.ts';
import { JUDGEMENT_OUTCOMES } from '../domain/decision/judge-refund.ts';
import { type AuditEntry, DECISION_OUTCOMES, type Decision, type Refund } from '../domain/refund/refund.ts';
import { type Review, VERDICTS, type Vote } from '../domain/refund/review.ts';
import { REFUND_STATUSES } from '../domain/refund/status.ts';
import type { Sender } from '../domain/shared/sender.ts';
import { instantSchema } from './fields.ts';
import {
  collusionSchema,
  evidenceKindSchema,
  rateWeightSchema,
  reasonCodeSchema,
  reasonSchema,
  ringSchema,
  weighedEvidenceSchema,
  witnessSchema,
} from './judged-shapes.ts';
import { refundRequestedSchema } from './refund-requested.ts';
import type { Shape } from './shape.ts';
import { historyEntrySchema } from './stored-shapes.ts';

const inputsSchema = z.object({
  baseMinor: z.int(),
  trailVersion: z.int(),
  baselines: z.string(),
  weighed: z.array(weighedEvidenceSchema),
  passedByMarker: z.boolean(),
  evidence: z.number(),
  qEmployee: z.number(),
  falseAttestations: rateWeightSchema,
  ring: ringSchema,
  broken: z.array(z.enum(BROKEN_RULES)),
} satisfies Shape<DecisionInputs>);

const decisionSchema = z.object({
  outcome: z.enum(DECISION_OUTCOMES),
  decidedAt: instantSchema,
  by: z.string(),
  reasons: z.array(reasonSchema),
  witnesses: z.array(witnessSchema),
  collusion: collusionSchema,
  waitingFor: z.array(evidenceKindSchema),
  dueAt: instantSchema.optional(),
  scores: z
    .object({ fraudProbability: z.number(), evidence: z.number(), expectedLossMinor: z.number() })
    .nullable(),
  inputs: inputsSchema.nullable(),
  judgedBy: z.string().optional(),
  shadow: z
    .object({
      policyHash: z.string(),
      outcome: z.enum(JUDGEMENT_OUTCOMES),
      fraudProbability: z.number().nullable(),
    })
    .optional(),
} satisfies Shape<Decision>);

const voteSchema = z.object({
  reviewerId: z.string(),
  decision: z.enum(['approve', 'deny']),
  verdict: z.enum(VERDICTS),
  note: z.string().optional(),
  at: instantSchema,
} satisfies Shape<Vote>);

const reviewSchema = z.object({
  tier: z.int(),
  quorum: z.int(),
  slaAt: instantSchema.optional(),
  token: z.string().optional(),
  votes: z.array(voteSchema),
  reminded: z.object({ times: z.int(), at: instantSchema }).optional(),
} satisfies Shape<Review>);

const auditEntrySchema = z.object({
  at: instantSchema,
  by: z.string(),
  status: z.enum(REFUND_STATUSES),
  codes: z.array(reasonCodeSchema),
  digest: z.string(),
  hash: z.string(),
} satisfies Shape<AuditEntry>);

/**
 * What is stored of a refund in the body of its row. Fields that the row's keys and indexes hold, and `bodyHash`,
 * which is made of the request, are left out.
 */
export type RefundBody = Omit<Refund, 'refundId' | 'version' | 'status' | 'dueAt' | 'bodyHash'>;

/**
 * The version of the row format, and the only one so far. A change that old rows do not satisfy needs a new version
 * that still reads them: `test/adapters/rows` has a row of each version.
 */
export const ROW_VERSION = 1;

/** What a refund's row holds. */
export const refundBodySchema = z.object({
  request: refundRequestedSchema.extend({ spelled: z.record(z.string(), z.string()).optional() }),
  sender: z.object({ source: z.string(), account: z.string().optional() } satisfies Shape<Sender>).optional(),
  policyHash: z.string(),
  receivedAt: instantSchema,
  askedAt: instantSchema,
  decision: decisionSchema.nullable(),
  review: reviewSchema.nullable(),
  outbox: z.enum(['release', 'announcement']).nullable(),
  history: historyEntrySchema.nullable(),
  contradictedBy: z.array(evidenceKindSchema).optional(),
  baseMinor: z.int().nullable(),
  twoReviewers: z.boolean(),
  audit: z.array(auditEntrySchema),
} satisfies Shape<RefundBody>);
