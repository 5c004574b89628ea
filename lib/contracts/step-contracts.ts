import * as z from 'zod';
import { CASE_ACTIONS } from '../domain/cases/employee-case.ts';
import type {
  EmployeeRiskFinding,
  RemainingBudget,
  ScanEvidenceFinding,
  UnknownFinding,
  ValueThresholdsFinding,
} from '../domain/checks/findings.ts';
import type { JudgingPolicies } from '../domain/policy/policy.ts';
import { idSchema, noteSchema } from './fields.ts';
import {
  collusionSchema,
  evidenceKindSchema,
  rateWeightSchema,
  reasonSchema,
  ringSchema,
  subjectKindSchema,
  weighedEvidenceSchema,
  witnessSchema,
} from './judged-shapes.ts';
import { refundStepSchema } from './refund-step.ts';
import type { Shape } from './shape.ts';

const remainingBudgetSchema = z.object({
  // Not only ids that events name: the id of a producer is its source and the site.
  subject: z.object({ kind: subjectKindSchema, id: z.string().min(1) }),
  day: z.string(),
  unsupportedMinor: z.int(),
  valueMinor: z.int(),
  countsValue: z.enum(['all', 'unsupported', 'none']),
  isBudgeted: z.boolean(),
  hasHistory: z.boolean(),
  rollUp: z.boolean(),
} satisfies Shape<RemainingBudget>);

const scanEvidenceSchema = z.object({
  check: z.literal('scan-evidence'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  trail: z.object({ id: z.string(), version: z.int() }).nullable(),
  witnesses: z.array(witnessSchema),
  supported: z.boolean(),
  collusion: collusionSchema,
  mayStillCome: z.array(evidenceKindSchema),
  weighed: z.array(weighedEvidenceSchema),
  passedByMarker: z.boolean(),
  evidence: z.number(),
  exceptionPermille: z.object({ now: z.int(), settled: z.int() }),
  nothingPermille: z.object({ now: z.int(), settled: z.int() }),
} satisfies Shape<ScanEvidenceFinding>);

const valueThresholdsSchema = z.object({
  check: z.literal('value-thresholds'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  baseMinor: z.int().nullable(),
  twoReviewers: z.boolean(),
  budgets: z.array(remainingBudgetSchema),
  ring: ringSchema,
} satisfies Shape<ValueThresholdsFinding>);

const employeeRiskSchema = z.object({
  check: z.literal('employee-risk'),
  state: z.literal('known'),
  reasons: z.array(reasonSchema),
  budgets: z.array(remainingBudgetSchema),
  employeeId: idSchema.nullable(),
  q: z.number(),
  falseAttestations: rateWeightSchema,
  baselines: z.string(),
} satisfies Shape<EmployeeRiskFinding>);

/** The findings of a check: under the pinned policy, and under every other policy that the refund is judged by. */
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

/** Input of the decision: the gate's input and what its three branches returned, in their order. */
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
 * Output of the decision: what the workflow does next. `announce` publishes an outcome that was decided before.
 * `again` judges once more because something changed during the judgement. `none` means that there is nothing left
 * to do.
 */
export interface DecidedStep {
  readonly refundId: string;
  readonly outcome: 'approve' | 'hold' | 'escalate' | 'announce' | 'again' | 'none';
  readonly version: number;
  /** Name of the review execution to start; the same for the same escalation, so that it starts once. */
  readonly reviewExecution?: string;
  /** True when new scans turned against a refund that was paid. */
  readonly contradicted?: boolean;
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

/** A request to set or lift a kill switch. */
export const stopCommandSchema = z.object({
  action: z.enum(['stop', 'lift']),
  scope: z.string().max(128),
  person: idSchema,
  reason: noteSchema.optional(),
});

/** The answer to such a request. */
export const stopAnswerSchema = z.object({ done: z.boolean(), result: z.string(), message: z.string() });
/** A supervisor's answer to a case on an employee. Whether `person` is true depends on who may call the function. */
export const caseCommandSchema = z.object({
  employeeId: idSchema,
  /** Of the case that the person has seen: an answer to an older one is refused. */
  caseId: z.string().max(64),
  action: z.enum(CASE_ACTIONS),
  person: idSchema,
  note: noteSchema.optional(),
});
