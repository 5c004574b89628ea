import * as z from 'zod';
import { idSchema } from './fields.ts';

/** Input of the gate machine, of its three checks and of publishing: the id. Everything else is in the row. */
export const refundStepSchema = z.object({ refundId: idSchema });

/** Input of announcing: the id, and the version of the row as the step before wrote it. */
export const announceStepSchema = refundStepSchema.extend({ version: z.int() });

/** Input of announcing. */
export type AnnounceStep = z.infer<typeof announceStepSchema>;

/** Input of opening a review: the id and the workflow's task token. */
export const openReviewStepSchema = refundStepSchema.extend({ token: z.string().min(1).max(2048) });
