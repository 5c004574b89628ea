import * as z from 'zod';
import { APPROVING_VERDICTS, contradictsItself, VERDICTS } from '../domain/refund/review.ts';
import { idSchema, noteSchema } from './fields.ts';

/**
 * A reviewer's answer as the review function takes it; who may call the function says whose word `reviewerId` is. A
 * verdict that contradicts the decision passes here: the use case refuses it in words, a schema could only fail.
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

/** What a reviewer answers: the data of `refundgate.review.decided.v1`, in and out. */
export const reviewDecidedSchema = reviewCommandSchema.refine((answer) => !contradictsItself(answer), {
  path: ['verdict'],
  error: `an approval goes with the verdict ${APPROVING_VERDICTS.join(' or ')} only; deny with any other`,
});
