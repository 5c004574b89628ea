import * as z from 'zod';
import { CLAIMS } from '../domain/refund/refund-request.ts';
import { INELIGIBILITIES } from '../domain/refund/review.ts';
import { REASON_CODES } from '../domain/shared/reasons.ts';
import { idSchema } from './fields.ts';

const moneySchema = z.object({ currency: z.string(), minor: z.int() });

/** A refund's place among the open reviews: the largest expected loss comes first. */
const placeSchema = z.object({
  refundId: idSchema,
  /** The expected loss in minor units of the base currency. */
  rank: z.int().nonnegative(),
});

/** What a queue shows of a refund to people who may look at it. */
const detailsSchema = z.object({
  orderId: z.string(),
  rmaId: z.string().optional(),
  claim: z.enum(CLAIMS),
  amount: moneySchema,
  /** Null if no probability could be calculated. */
  expectedLoss: moneySchema.nullable(),
  siteId: z.string().optional(),
  reason: z.object({ code: z.enum(REASON_CODES), message: z.string() }).optional(),
  /** Every reason of the decision; the first is the one above. */
  codes: z.array(z.enum(REASON_CODES)).optional(),
  /** True while a stop covers it: an approval is not paid before two people lift it. */
  stopped: z.boolean().optional(),
  tier: z.int(),
  votes: z.int(),
  quorum: z.int(),
});

const rowSchema = z.object({
  place: placeSchema,
  refundId: z.string(),
  /** Absent, as all that follows, if the refund's data cannot be read. */
  askedAt: z.string().optional(),
  decideBy: z.string().optional(),
  taken: z.object({ refundId: z.string(), by: z.string(), until: z.string() }).optional(),
  /** Why the person who looks may not decide it; absent if they may. */
  why: z.enum(INELIGIBILITIES).optional(),
  /** True if the person who looks has answered it already. */
  answered: z.boolean().optional(),
  /** Absent if the refund's data cannot be read. */
  details: detailsSchema.optional(),
});

/** One page of the queue. */
export const queueAnswerSchema = z.object({
  rows: z.array(rowSchema),
  /** How many open reviews were looked at for it. */
  lookedAt: z.int(),
  /** Where the next page starts; absent at the end of the queue. */
  next: placeSchema.optional(),
});

export type QueuePlace = Readonly<z.infer<typeof placeSchema>>;
export type QueueDetails = Readonly<z.infer<typeof detailsSchema>>;
export type QueueRow = Readonly<z.infer<typeof rowSchema>>;
export type QueueAnswer = Readonly<z.infer<typeof queueAnswerSchema>>;

/** Returns a place of the queue as text. */
export function placeText({ rank, refundId }: QueuePlace): string {
  return `${rank}.${refundId}`;
}

/** Returns the place that a text names; undefined if it names none. */
export function placeIn(text: string | undefined): QueuePlace | undefined {
  const [, rank, refundId] = /^(\d{1,16})\.(.+)$/.exec(text ?? '') ?? [];
  const place = placeSchema.safeParse({ rank: Number(rank ?? Number.NaN), refundId });
  return place.success ? place.data : undefined;
}
