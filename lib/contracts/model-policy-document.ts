import * as z from 'zod';
import {
  type AwaitedKind,
  type ModelPolicy,
  type PhotoState,
  RETURN_EVIDENCE,
  RING_CHANNELS,
} from '../domain/policy/model-parameters.ts';
import { TRIGGERS } from '../domain/refund/refund-request.ts';

const minorSchema = z.int().min(0);
const shareSchema = z.number().min(0).max(1);
/** A likelihood of 0 or 1 would make one scan, or its absence, a proof that no other evidence could contradict. */
const likelihoodShareSchema = z.number().gt(0).lt(1);
const likelihoodSchema = z.tuple([likelihoodShareSchema, likelihoodShareSchema, likelihoodShareSchema]);
const claimLikelihoodSchema = z.tuple([likelihoodShareSchema, likelihoodShareSchema]);
/** 0 is allowed. 1 is not: then no evidence could support a refund any more. */
const shareBelowOneSchema = z.number().min(0).lt(1);
const byTierSchema = z.tuple([shareBelowOneSchema, shareBelowOneSchema, shareBelowOneSchema]);
const priorByTierSchema = z.tuple([likelihoodShareSchema, likelihoodShareSchema, likelihoodShareSchema]);
const ratioSchema = z.number().min(1).max(1000);
const valueRatioSchema = z.number().min(0.01).max(100);

const curveSchema = z.strictObject({
  atOnce: shareSchema,
  perHour: z
    .array(z.tuple([z.number().min(0), z.number().min(0)]))
    .refine((steps) => steps.every(([hour], index) => index === 0 || hour > (steps[index - 1]?.[0] ?? 0)), {
      error: 'hours rise',
    }),
});

const AWAITED = [
  'carrier_accept',
  'carrier_delivered',
  'dock',
  'weight',
  'serial',
  'put_away',
] as const satisfies readonly AwaitedKind[];
const PHOTOS = ['none', 'unique', 'seen_before'] as const satisfies readonly PhotoState[];

const clipSchema = z
  .tuple([z.number().min(-20), z.number().max(20)])
  .refine(([least, most]) => least <= 0 && most >= 0, { error: 'from 0 or less to 0 or more' });
const channelSchema = z.strictObject({ rate: shareSchema, floor: z.number().gt(0), clip: clipSchema });

const countedGroundSchema = channelSchema
  .omit({ clip: true })
  .extend({ refunds: z.int().min(1), eb05: z.number().min(1) });

const openCaseSchema = z
  .strictObject({
    falseAttestations: z.int().min(1),
    falseAttestationsRatio: z.number().min(0).max(100),
    falseAttestationsWeight: z.number().min(0).max(100),
    reviewers: z.int().min(1),
    days: z.int().min(1),
  })
  .refine((openCase) => openCase.falseAttestationsWeight <= openCase.falseAttestations, {
    path: ['falseAttestationsWeight'],
    error:
      'at most falseAttestations: each weighs 1 or less, so more of them would be waited for than it says',
  });

/** The schema of the probability model's numbers, as fields of a policy document. */
export const modelPolicyFields = {
  tiers: z.strictObject({ midOverMinor: minorSchema, highOverMinor: minorSchema }),
  likelihoods: z.strictObject({
    returned: z.record(z.enum(RETURN_EVIDENCE), likelihoodSchema),
    deliveredIfAccepted: likelihoodSchema,
    putAwayIfFailed: likelihoodSchema,
    commonCauses: z.strictObject({
      overTheCounter: likelihoodShareSchema,
      lostOnTheWay: z.strictObject({ attested: likelihoodShareSchema, instant: likelihoodShareSchema }),
      waitingAtTheSite: likelihoodShareSchema,
    }),
    conditionPassByMarker: z.strictObject({
      goods: likelihoodShareSchema,
      decoyIfHonest: likelihoodShareSchema,
    }),
    notReceived: z.record(z.enum(['delivered', 'gps', 'photo', 'pin']), claimLikelihoodSchema),
    photo: z.record(z.enum(PHOTOS), claimLikelihoodSchema),
  }),
  arrivals: z.record(z.enum(TRIGGERS), z.record(z.enum(AWAITED), curveSchema)),
  session: z.strictObject({
    newDevice: ratioSchema,
    offShift: ratioSchema,
    wrongSite: ratioSchema,
    most: ratioSchema,
    takenOver: ratioSchema.gt(1),
  }),
  priors: z.strictObject({
    atMinor: z
      .tuple([minorSchema.min(1), minorSchema, minorSchema])
      .refine(([low, mid, high]) => low < mid && mid < high, { error: 'values rise' }),
    nothing: priorByTierSchema,
    decoy: priorByTierSchema,
    notReceived: priorByTierSchema,
    damaged: priorByTierSchema,
    returnless: priorByTierSchema,
    employee: byTierSchema,
    employeeGoodless: byTierSchema,
    employeeDecoyShare: shareSchema,
    ring: byTierSchema,
    ringValue: z.tuple([valueRatioSchema, valueRatioSchema, valueRatioSchema]),
    ringGoodless: byTierSchema,
  }),
  employeeRisk: z.strictObject({
    prior: likelihoodShareSchema,
    halfLifeDays: z.number().positive().max(365),
    siteShrink: z.number().positive(),
    countryShrink: z.number().positive(),
    falseAttestations: channelSchema,
    exceptions: channelSchema.omit({ clip: true }),
    openCase: openCaseSchema,
    claimsFoundFalse: countedGroundSchema,
    neverCame: countedGroundSchema.extend({ share: z.number().gt(0.5).max(1) }),
  }),
  ringRisk: z.strictObject({
    prior: likelihoodShareSchema,
    halfLifeDays: z.number().positive().max(365),
    goodlessRate: shareSchema,
    channels: z.record(z.enum(RING_CHANNELS), channelSchema),
  }),
  costs: z.strictObject({
    reviewMinor: minorSchema,
    frictionMinor: minorSchema,
    reviewerSensitivity: shareSchema,
    shadowPrice: z.number().min(1).max(1000),
  }),
  ruleRatios: z.strictObject({ R6: ratioSchema, R7: ratioSchema }),
  auditPerMillion: z.int().min(0).max(1_000_000),
} satisfies { readonly [Field in keyof ModelPolicy]: z.ZodType<ModelPolicy[Field]> };
