import * as z from 'zod';
import { ATTESTOR_CLASSES } from '../domain/evidence/scan.ts';
import {
  DIRECTORY,
  EVIDENCE_WORDS,
  LEGS,
  type Producer,
  type Register,
} from '../domain/producers/register.ts';
import { CLAIMS } from '../domain/refund/refund-request.ts';
import type { Shape } from './shape.ts';

const listSchema = z.array(z.string());

const producerSchema = z.strictObject({
  source: z.string(),
  group: z.string(),
  types: listSchema,
  claims: z.array(z.enum(CLAIMS)).optional(),
  always: z.record(z.string(), listSchema).optional(),
  attestors: z
    .partialRecord(z.enum(ATTESTOR_CLASSES), z.union([z.literal(DIRECTORY), listSchema]))
    .optional(),
  legs: z.array(z.enum(LEGS)).optional(),
  sites: listSchema.optional(),
  evidence: z.array(z.enum(EVIDENCE_WORDS)).optional(),
  delayHours: z.number().min(0),
  quietHours: z.number().positive().optional(),
  completeFor: listSchema.optional(),
} satisfies Shape<Producer>);

/**
 * The schema of the section `producers` of a policy: the producers register without accounts and roles, with the groups
 * that were made from them.
 */
export const registerSchema = z.strictObject({
  version: z.string().min(1).max(128),
  producers: z.array(producerSchema),
} satisfies Shape<Register>);
