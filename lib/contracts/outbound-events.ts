import * as z from 'zod';
import { CASE_STATUSES } from '../domain/cases/employee-case.ts';
import { JUDGEMENT_OUTCOMES } from '../domain/decision/judge-refund.ts';
import { ATTESTOR_CLASSES } from '../domain/evidence/scan.ts';
import { DECISION_OUTCOMES } from '../domain/refund/refund.ts';
import type { Immutable } from '../domain/shared/mutability.ts';
import { REASONS } from '../domain/shared/reasons.ts';
import { idSchema, instantSchema, moneySchema } from './fields.ts';
import { GATE_SOURCE } from './names.ts';
import { reviewDecidedSchema } from './review-decided.ts';

const reasonSchema = z.object({
  code: z.string().refine((code) => Object.hasOwn(REASONS, code)),
  message: z.string(),
  /** Weight of evidence in decibans; null if the reason is a rule and not a probability. */
  weightDb: z.number().nullable(),
  facts: z.record(z.string(), z.unknown()),
});

/** The expected loss of a refund. Unlike an amount asked for, it may be zero. */
const lossSchema = z.object({ currency: z.string(), minor: z.int().min(0) });

/** `data` of every outcome of a refund. Scores are null if a check could not be made or the value is unknown. */
export const outcomeSchema = z.object({
  refundId: idSchema,
  orderId: idSchema,
  outcome: z.enum([...DECISION_OUTCOMES, 'reopened']),
  decidedAt: instantSchema,
  by: z.string().regex(/^(?:policy|timeout|reviewer:.+)$/),
  amount: moneySchema,
  policy: z.object({ version: z.string(), hash: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
  /** The version of the producers register, or `open` if there is none. */
  producers: z.string(),
  scores: z.object({
    fraudProbability: z.number().nullable(),
    evidence: z.number().nullable(),
    expectedLoss: lossSchema.nullable(),
  }),
  reasons: z.array(reasonSchema).min(1),
  witnesses: z.array(
    z.object({
      attestor: z.string(),
      class: z.enum(ATTESTOR_CLASSES),
      kinds: z.array(z.string()),
      independent: z.boolean(),
    }),
  ),
  collusion: z.object({ required: z.int(), observed: z.int() }),
  waitingFor: z.array(z.string()),
  dueAt: instantSchema.optional(),
  review: z.object({ tier: z.int(), quorum: z.int() }).optional(),
  /** What a policy that is only tried would have decided. */
  shadow: z
    .object({
      policyHash: z.string(),
      outcome: z.enum(JUDGEMENT_OUTCOMES),
      fraudProbability: z.number().nullable(),
    })
    .optional(),
});

/** `data` of `refundgate.employee.case-opened.v1`: grounds to look at an employee's work, never a sanction. */
export const caseOpenedSchema = z.object({
  employeeId: idSchema,
  q: z.number(),
  eb05: z.number(),
  eb95: z.number(),
  /** The share of exceptions that peers do not explain, at least. */
  af05: z.number(),
  incidents: z.int(),
  refundIds: z.array(idSchema),
  reasons: z.array(reasonSchema).min(1),
});

/** `data` of `refundgate.account.case-opened.v1`: somebody else uses an employee's account; its owner is not accused. */
export const accountCaseOpenedSchema = z.object({ account: idSchema, refundIds: z.array(idSchema) });

/**
 * `data` of `refundgate.employee.case-closed.v1`: what people made of a case. A watched case may be cleared or handed
 * over later, which is one more event.
 */
export const caseClosedSchema = z.object({
  employeeId: idSchema,
  /** The id of the event that opened the case, or renewed it last. */
  caseId: z.string(),
  outcome: z.enum(CASE_STATUSES).exclude(['open']),
  /** Who decided: two people for `cleared`, otherwise one. */
  by: z.array(idSchema).min(1),
  /** The refunds behind the case. After `cleared` they count for nothing against the employee. */
  refundIds: z.array(idSchema),
  /** The UTC day from which on a new case may open; only for `watched`. */
  until: z.iso.date().optional(),
});

const rejectedSchema = z.object({
  eventId: z.string().nullable(),
  source: z.string().nullable(),
  type: z.string().nullable(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })).min(1),
});

/** The schema of `data` for every type of event the gate publishes. */
export const OUTBOUND_DATA = {
  'refundgate.refund.approved.v1': outcomeSchema,
  'refundgate.refund.held.v1': outcomeSchema,
  'refundgate.refund.escalated.v1': outcomeSchema,
  'refundgate.refund.denied.v1': outcomeSchema,
  'refundgate.employee.case-opened.v1': caseOpenedSchema,
  'refundgate.employee.case-closed.v1': caseClosedSchema,
  'refundgate.account.case-opened.v1': accountCaseOpenedSchema,
  'refundgate.event.rejected.v1': rejectedSchema,
  'refundgate.review.decided.v1': reviewDecidedSchema,
} as const;

/** The type of an event that goes out. */
export type OutboundType = keyof typeof OUTBOUND_DATA;

/** The data of a case that is opened. */
export type CaseOpenedData = Immutable<z.infer<typeof caseOpenedSchema>>;

/** The data of an outcome. */
export type OutcomeData = Immutable<z.infer<typeof outcomeSchema>>;

/** One event to publish. Its `id` is made of its content, so that a repeat has the same id. */
export type OutboundEvent = {
  readonly [Type in OutboundType]: {
    readonly specversion: '1.0';
    readonly id: string;
    readonly source: typeof GATE_SOURCE;
    readonly type: Type;
    readonly time: string;
    readonly datacontenttype: 'application/json';
    readonly data: Immutable<z.infer<(typeof OUTBOUND_DATA)[Type]>>;
  };
}[OutboundType];

/** The fields that differ from one outbound event to the next. */
export type OutboundContent = {
  readonly [Type in OutboundType]: {
    readonly type: Type;
    readonly id: string;
    readonly time: Date;
    readonly data: Immutable<z.infer<(typeof OUTBOUND_DATA)[Type]>>;
  };
}[OutboundType];

/** Returns the CloudEvent with this content. */
export function outboundEvent({ type, id, time, data }: OutboundContent): OutboundEvent {
  const event = {
    specversion: '1.0',
    source: GATE_SOURCE,
    datacontenttype: 'application/json',
    type,
    id,
    time: time.toISOString(),
    data,
  };
  // Type and data belong together; TypeScript cannot follow that through two variables.
  return event as OutboundEvent;
}
