import * as z from 'zod';
import { ATTACHMENT_KINDS, CLAIMS, type RefundRequest, TRIGGERS } from '../domain/refund/refund-request.ts';
import { countrySchema, digestSchema, idSchema, labelSchema, MAX_LIST, moneySchema } from './fields.ts';
import type { Shape } from './shape.ts';

const serialSchema = z
  .string()
  .regex(/^[\x20-\x7e]{1,256}$/, { error: 'a serial number is 1 to 256 ASCII characters' });

const lineSchema = z.object({
  lineId: idSchema,
  sku: labelSchema.optional(),
  quantity: z.int().min(1).max(10_000),
  shippedQuantity: z.int().min(0).max(10_000).optional(),
  serials: z.array(serialSchema).max(MAX_LIST).optional(),
  shippedWeightGrams: z.number().positive().max(10_000_000).optional(),
  category: labelSchema.optional(),
});

/** `data` of `refundgate.refund.requested.v1`. Unknown fields are ignored: version 1 may grow. */
export const refundRequestedSchema = z.object({
  refundId: idSchema,
  orderId: idSchema,
  rmaId: idSchema.optional(),
  customerId: idSchema,
  country: countrySchema,
  claim: z.enum(CLAIMS),
  amount: moneySchema,
  captured: moneySchema,
  lines: z.array(lineSchema).min(1, { error: 'a refund has at least one line' }).max(MAX_LIST),
  trigger: z.enum(TRIGGERS),
  markedBy: idSchema.optional(),
  approvedBy: idSchema.optional(),
  siteId: idSchema.optional(),
  session: z
    .object({
      deviceId: idSchema.optional(),
      newDevice: z.boolean().optional(),
      offShift: z.boolean().optional(),
      wrongSite: z.boolean().optional(),
    })
    .optional(),
  links: z
    .object({ address: idSchema.optional(), device: idSchema.optional(), instrument: idSchema.optional() })
    .optional(),
  payout: z.object({ instrument: idSchema.optional(), original: z.boolean().optional() }).optional(),
  customerOrders: z.int().min(0).optional(),
  attachments: z
    .array(z.object({ kind: z.enum(ATTACHMENT_KINDS), sha256: digestSchema }))
    .max(MAX_LIST)
    .optional(),
} satisfies Shape<Omit<RefundRequest, 'spelled'>>);
