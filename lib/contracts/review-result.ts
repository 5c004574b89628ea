import * as z from 'zod';
import { INELIGIBILITIES } from '../domain/refund/review.ts';
import { REFUND_STATUSES } from '../domain/refund/status.ts';

const status = z.enum(REFUND_STATUSES);
const decision = z.enum(['approve', 'deny']);

/** What the review function answers. `accepted` means that this reviewer's own vote is now in the row. */
export const reviewResultSchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('accepted'), status, approvals: z.int(), quorum: z.int() }),
  z.object({ result: z.literal('refused'), why: z.enum(INELIGIBILITIES) }),
  z.object({ result: z.literal('unknown_refund') }),
  z.object({ result: z.literal('verdict_contradicts') }),
  z.object({ result: z.literal('not_escalated'), status }),
  z.object({ result: z.literal('already_decided'), status, by: z.string() }),
  z.object({ result: z.literal('answered_differently'), decision, at: z.string() }),
  z.object({ result: z.literal('order_has_no_room'), codes: z.array(z.string()) }),
  z.object({ result: z.literal('changed_since_seen') }),
  z.object({ result: z.literal('stopped'), scopes: z.array(z.string()) }),
]);

/** The result of an answer about a refund under review. */
export type ReviewResult = Readonly<z.infer<typeof reviewResultSchema>>;
