import * as z from 'zod';
import { APPROVING_VERDICTS, contradictsItself, VERDICTS } from '../domain/refund/review.ts';
import { idSchema, noteSchema } from './fields.ts';

/**
 * A reviewer's answer as the review function takes it. Whether `reviewerId` is true depends on who may call the
 * function. A verdict that contradicts the decision passes here, because the use case refuses it with a clear
 * result; a schema could only fail.
 */
export const reviewCommandSchema = z.object({
  refundId: idSchema,
  reviewerId: idSchema,
  decision: z.enum(['approve', 'deny']),
  verdict: z
    .enum(VERDICTS)
    .meta({ description: `An approval goes with ${APPROVING_VERDICTS.join(' or ')} only` }),
  note: noteSchema.optional(),
});

/** What the review function takes: an answer, and what its reviewer had looked at. */
export const reviewStepSchema = reviewCommandSchema.extend({
  seen: z.object({ link: z.string(), trailVersion: z.int() }).optional(),
});

/** A reviewer's answer: the data of `refundgate.review.decided.v1`, in and out. */
export const reviewDecidedSchema = reviewCommandSchema.refine((answer) => !contradictsItself(answer), {
  path: ['verdict'],
  error: `an approval goes with the verdict ${APPROVING_VERDICTS.join(' or ')} only; deny with any other`,
});
