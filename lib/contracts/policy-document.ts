import * as z from 'zod';
import defaultDocument from '../domain/policy/default-policy.json' with { type: 'json' };
import type { Policy } from '../domain/policy/policy.ts';
import { OPEN } from '../domain/producers/register.ts';
import { currencyDigits } from '../domain/shared/money.ts';
import { modelPolicyFields } from './model-policy-document.ts';
import { registerSchema } from './register-shape.ts';

const minorSchema = z.int().min(0);
const codeSchema = z
  .string()
  .refine((code) => currencyDigits(code) !== undefined, { error: 'not an ISO 4217 code' });
const budgetSchema = z.strictObject({ limitMinor: minorSchema, halfLifeDays: z.number().positive() });

/** The schema of a policy document. An unknown field is refused: a misspelt number must not be ignored silently. */
export const policySchema = z
  .strictObject({
    version: z.string().min(1).max(64),
    base: codeSchema,
    ratesAsOf: z.iso.date(),
    ratesPpm: z.record(codeSchema, z.int().positive()),
    valueLimits: z.record(
      codeSchema,
      z.strictObject({ reviewMinor: minorSchema, twoReviewersMinor: minorSchema }),
    ),
    categoryLimitPercent: z.record(z.string(), z.int().min(0).max(100)),
    linkedDays: z.int().min(1).max(90),
    holdDays: z.strictObject({ attested: z.int().min(0).max(60), instant: z.int().min(0).max(60) }),
    deliveryRecordHours: z.number().min(0).max(22),
    recheckMinutes: z.int().min(1).max(1440),
    weightTolerance: z.strictObject({ percent: z.number().min(0).max(100), grams: z.number().min(0) }),
    independentScanFromMinor: minorSchema,
    unsupportedBudget: z.strictObject({
      employee: budgetSchema,
      employeeDay: z.strictObject({ limitMinor: minorSchema }),
      subject: budgetSchema,
    }),
    takeoverFromMinor: minorSchema,
    content: z.strictObject({ fromMinor: minorSchema, putAwayNotEnoughFromMinor: minorSchema }),
    collusion: z.array(z.strictObject({ fromMinor: minorSchema, required: z.int().min(0).max(5) })),
    strangersBelowMinor: minorSchema,
    carrierSufficesBelowMinor: minorSchema,
    producers: z.union([registerSchema, z.literal(OPEN)]).optional(),
    ...modelPolicyFields,
  })
  .refine(
    (policy) => Object.hasOwn(policy.ratesPpm, policy.base) && Object.hasOwn(policy.valueLimits, policy.base),
    {
      path: ['base'],
      error: 'the base currency needs a rate and a limit itself',
    },
  ) satisfies z.ZodType<Policy>;

/** The schema of a policy as people write it, for `-c policy` and `--policy`: the producers register is a file of its own. */
export const policyFileSchema = policySchema.safeExtend({
  producers: z
    .never({ error: 'the producers register is a file of its own: -c producers=FILE, or --producers FILE' })
    .optional(),
});

/** The policy that ships with the gate. */
export const DEFAULT_POLICY: Policy = policySchema.parse(defaultDocument);

/** The policy documents of a deployment, as its bundler puts them in place; null if not set. */
export interface DeployedPolicyDocuments {
  readonly policy: object | null;
  readonly shadow: object | null;
  /** The section `producers` of both. */
  readonly producers: Policy['producers'] | null;
}

/** A parsed policy document: the type for modules that may not import the domain. */
export type PolicyDocument = Policy;
