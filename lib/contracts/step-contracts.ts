import * as z from 'zod';
import type {
  EmployeeRiskFinding,
  ScanEvidenceFinding,
  UnknownFinding,
  ValueThresholdsFinding,
} from '../domain/checks/findings.ts';
import { EVIDENCE_ITEMS } from '../domain/evidence/likelihood.ts';
import { RING_CHANNELS } from '../domain/policy/model-parameters.ts';
import type { JudgingPolicies } from '../domain/policy/policy.ts';
import { REASONS } from '../domain/shared/reasons.ts';
import { idSchema, noteSchema } from './fields.ts';
import { refundStepSchema } from './refund-step.ts';

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

const subjectKindSchema = z.enum([
  'employee',
  'customer',
  'address',
  'device',
  'instrument',
  'order',
  'tracking',
  'site',
  'sku',
]);

const remainingBudgetSchema = z.object({
  subject: z.object({ kind: subjectKindSchema, id: idSchema }),
  day: z.string(),
  unsupportedMinor: z.int(),
  valueMinor: z.int(),
  isBudgeted: z.boolean(),
  rollUp: z.boolean(),
});

const likelihoodSchema = z.tuple([z.number(), z.number(), z.number()]);

const rateWeightSchema = z.object({ observed: z.number(), expected: z.number(), lnBf: z.number() });

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
  mayStillCome: z.array(evidenceKindSchema),
  weighed: z.array(
    z.object({ item: z.enum(EVIDENCE_ITEMS), present: z.boolean(), likelihood: likelihoodSchema }),
  ),
  passedByMarker: z.boolean(),
  evidence: z.number(),
  exceptionPermille: z.object({ now: z.int(), settled: z.int() }),
  nothingPermille: z.object({ now: z.int(), settled: z.int() }),
});

const valueThresholdsSchema = z.object({
  check: z.literal('value-thresholds'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  baseMinor: z.int().nullable(),
  twoReviewers: z.boolean(),
  budgets: z.array(remainingBudgetSchema),
  ring: z.object({
    kind: subjectKindSchema,
    q: z.number(),
    channels: z.array(rateWeightSchema.extend({ channel: z.enum(RING_CHANNELS) })),
  }),
});

const employeeRiskSchema = z.object({
  check: z.literal('employee-risk'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  budgets: z.array(remainingBudgetSchema),
  employeeId: idSchema.nullable(),
  q: z.number(),
  falseAttestations: rateWeightSchema,
  baselines: z.string(),
});

/** A check as it was made: under the pinned policy, and under each other one that has a say. */
export type Checked<Finding extends { readonly check: string }> = {
  readonly check: Finding['check'];
  readonly state: 'known';
} & JudgingPolicies<Finding>;

function orUnknown<Check extends string, Finding extends z.ZodType>(check: Check, finding: Finding) {
  return z.union([
    z.object({
      check: z.literal(check),
      state: z.literal('known'),
      pinned: finding,
      later: finding.optional(),
      shadow: finding.optional(),
    }),
    z.object({ check: z.literal(check), state: z.literal('unknown') }),
  ]);
}

/** Input of the decision: the gate's input and what its three branches answered, in their order. */
export const decideStepSchema = refundStepSchema.extend({
  findings: z.tuple([
    orUnknown('scan-evidence', scanEvidenceSchema),
    orUnknown('value-thresholds', valueThresholdsSchema),
    orUnknown('employee-risk', employeeRiskSchema),
  ]) satisfies z.ZodType<DecideStep['findings']>,
});

/** Input of the decision. */
export interface DecideStep {
  readonly refundId: string;
  readonly findings: readonly [
    Checked<ScanEvidenceFinding> | UnknownFinding<'scan-evidence'>,
    Checked<ValueThresholdsFinding> | UnknownFinding<'value-thresholds'>,
    Checked<EmployeeRiskFinding> | UnknownFinding<'employee-risk'>,
  ];
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
export type PublishedStep =
  | { readonly refundId: string; readonly outcome: 'released' }
  | { readonly refundId: string; readonly outcome: 'hold'; readonly version: number };

/** Input of rolling up: some subjects, and the days of each that are to be rolled up. */
export const rollUpBatchSchema = z.object({
  subjects: z.array(
    z.object({
      kind: subjectKindSchema,
      id: idSchema,
      days: z.array(z.object({ day: z.string(), dueAt: z.string() })).min(1),
    }),
  ),
});

/** Some subjects and their days, small enough for one run to roll up. */
export type RollUpBatch = z.infer<typeof rollUpBatchSchema>;

/** Output of preparing the roll-up: batches for a Map to run through, and whether there is more to list after them. */
export interface PreparedRollUp {
  readonly batches: readonly RollUpBatch[];
  readonly more: boolean;
}

/** A wish to set or lift a kill switch. */
export const stopCommandSchema = z.object({
  action: z.enum(['stop', 'lift']),
  scope: z.string().max(128),
  person: idSchema,
  reason: noteSchema.optional(),
});
