import * as z from 'zod';
import type { Witness } from '../domain/checks/findings.ts';
import { EVIDENCE_KINDS } from '../domain/evidence/fact.ts';
import { EVIDENCE_ITEMS, type WeighedEvidence } from '../domain/evidence/likelihood.ts';
import { ATTESTOR_CLASSES } from '../domain/evidence/scan.ts';
import { RING_CHANNELS } from '../domain/policy/model-parameters.ts';
import { SUBJECT_KINDS } from '../domain/refund/subject.ts';
import type { ChannelWeight, RateWeight } from '../domain/risk/gamma-poisson.ts';
import type { RingFinding } from '../domain/risk/linked-risk.ts';
import { REASONS, type Reason, type ReasonCode } from '../domain/shared/reasons.ts';
import { idSchema } from './fields.ts';
import type { Shape } from './shape.ts';

// The shapes of what the checks find and a decision keeps, as sent between the steps and stored in the refund's row.

/** A reason's code. */
export const reasonCodeSchema = z.enum(Object.keys(REASONS) as [ReasonCode]);

/** A reason with its facts. */
export const reasonSchema = z.object({
  code: reasonCodeSchema,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  weightDb: z.number().optional(),
} satisfies Shape<Reason>);

/** A kind of evidence. */
export const evidenceKindSchema = z.enum(EVIDENCE_KINDS);

/** A kind of subject. */
export const subjectKindSchema = z.enum(SUBJECT_KINDS);

/** Who vouches for a return, and for what. */
export const witnessSchema = z.object({
  attestor: idSchema,
  class: z.enum(ATTESTOR_CLASSES),
  kinds: z.array(evidenceKindSchema),
  independent: z.boolean(),
} satisfies Shape<Witness>);

/** How many independent people or devices are demanded, and how many there are. */
export const collusionSchema = z.object({ required: z.int(), observed: z.int() });

/** One piece of evidence and what it is worth. */
export const weighedEvidenceSchema = z.object({
  item: z.enum(EVIDENCE_ITEMS),
  present: z.boolean(),
  likelihood: z.tuple([z.number(), z.number(), z.number()]),
} satisfies Shape<WeighedEvidence>);

const RATE_WEIGHT = { observed: z.number(), expected: z.number(), lnBf: z.number() };

/** A count against what was expected. */
export const rateWeightSchema = z.object(RATE_WEIGHT satisfies Shape<RateWeight>);

/** The riskiest of the linked subjects. */
export const ringSchema = z.object({
  kind: subjectKindSchema,
  q: z.number(),
  channels: z.array(
    z.object({ ...RATE_WEIGHT, channel: z.enum(RING_CHANNELS) } satisfies Shape<
      ChannelWeight<(typeof RING_CHANNELS)[number]>
    >),
  ),
} satisfies Shape<RingFinding>);
