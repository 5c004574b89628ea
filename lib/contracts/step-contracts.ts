import * as z from 'zod';
import type { Findings } from '../domain/findings.ts';
import { REASONS } from '../domain/reasons.ts';
import { idSchema, noteSchema } from './fields.ts';
import { reviewDecidedSchema } from './inbound-events.ts';

/** Input of the gate machine, of its three checks and of publishing: the id; everything else stands in the row. */
export const refundStepSchema = z.object({ refundId: idSchema });

const reasonSchema = z.object({
  code: z.enum(Object.keys(REASONS) as [keyof typeof REASONS]),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
});

const evidenceKindSchema = z.enum([
  'carrier_accept',
  'carrier_transit',
  'carrier_delivered',
  'dock',
  'intake_mark',
  'weight_match',
  'weight_mismatch',
  'serial_match',
  'serial_mismatch',
  'serial_manual',
  'condition_pass',
  'condition_fail',
  'put_away',
  'seen_again',
  'outbound_delivered',
]);

const roomSchema = z.object({
  subject: z.object({
    kind: z.enum([
      'employee',
      'customer',
      'address',
      'device',
      'instrument',
      'order',
      'tracking',
      'site',
      'sku',
    ]),
    id: idSchema,
  }),
  day: z.string(),
  unsupportedMinor: z.int(),
  valueMinor: z.int(),
  fold: z.boolean(),
});

const scanEvidenceSchema = z.object({
  check: z.literal('scan-evidence'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  trail: z.object({ id: z.string(), version: z.int() }).nullable(),
  witnesses: z.array(
    z.object({
      attestor: idSchema,
      class: z.enum(['carrier', 'site', 'sensor', 'system', 'customer']),
      kinds: z.array(evidenceKindSchema),
      independent: z.boolean(),
    }),
  ),
  supported: z.boolean(),
  collusion: z.object({ required: z.int(), observed: z.int() }),
  waitingFor: z.array(evidenceKindSchema),
});

const valueThresholdsSchema = z.object({
  check: z.literal('value-thresholds'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  baseMinor: z.int().nullable(),
  twoReviewers: z.boolean(),
  rooms: z.array(roomSchema),
});

const employeeRiskSchema = z.object({
  check: z.literal('employee-risk'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  rooms: z.array(roomSchema),
});

function orUnknown<Check extends string, Known extends z.ZodType>(check: Check, known: Known) {
  return z.union([known, z.object({ check: z.literal(check), state: z.literal('unknown') })]);
}

/** Input of the decision: the gate's input and what its three branches answered, in their order. */
export const decideStepSchema = refundStepSchema.extend({
  findings: z.tuple([
    orUnknown('scan-evidence', scanEvidenceSchema),
    orUnknown('value-thresholds', valueThresholdsSchema),
    orUnknown('employee-risk', employeeRiskSchema),
  ]) satisfies z.ZodType<Findings>,
});

/** Input of the decision. */
export interface DecideStep {
  readonly refundId: string;
  readonly findings: Findings;
}

/**
 * Output of the decision: what the workflow does next. `announce` tells an outcome that stands already;
 * `again` judges once more because evidence moved while it was judged; `none` means there is nothing left to do.
 */
export interface DecidedStep {
  readonly refundId: string;
  readonly outcome: 'approve' | 'hold' | 'escalate' | 'announce' | 'again' | 'none';
  readonly version: number;
  /** Name of the review execution to start; the same for the same escalation, so that it starts once. */
  readonly reviewExecution?: string;
}

/** Output of publishing: `released`, or `hold` when the last look at the stops found one. */
export interface PublishedStep {
  readonly refundId: string;
  readonly outcome: 'released' | 'hold';
}

/** Input of opening a review: the id and the workflow's task token. */
export const openReviewStepSchema = refundStepSchema.extend({ token: z.string().min(1).max(2048) });

/** A reviewer's answer as the review function takes it; who may call the function says whose word `reviewerId` is. */
export const reviewCommandSchema = reviewDecidedSchema;

/** A wish to set or lift a kill switch. */
export const stopCommandSchema = z.object({
  action: z.enum(['stop', 'lift']),
  scope: z.string().max(128),
  person: idSchema,
  reason: noteSchema.optional(),
});
