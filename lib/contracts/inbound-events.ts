import * as z from 'zod';
import {
  EMPLOYEE_KINDS,
  EMPLOYEE_ROLES,
  EMPLOYEE_STATUSES,
  SHARED_KINDS,
  SUBJECT_KINDS,
} from '../domain/refund/subject.ts';
import { countrySchema, idSchema, noteSchema, offsetInstantSchema } from './fields.ts';
import { loginsSchema } from './logins.ts';
import { refundRequestedSchema } from './refund-requested.ts';
import { reviewDecidedSchema } from './review-decided.ts';
import { scanRecordedSchema } from './scan-recorded.ts';

const employeeUpdatedSchema = z.object({
  employeeId: idSchema,
  kind: z.enum(EMPLOYEE_KINDS).optional(),
  role: z.enum(EMPLOYEE_ROLES),
  siteId: idSchema,
  country: countrySchema,
  managerId: idSchema.optional(),
  teamId: idSchema.optional(),
  logins: loginsSchema.optional(),
  status: z.enum(EMPLOYEE_STATUSES),
  since: offsetInstantSchema.optional(),
  by: idSchema,
  reason: noteSchema.optional(),
});

const subjectSchema = z.object({
  kind: z.enum(SUBJECT_KINDS).exclude(['employee', 'producer']),
  id: idSchema,
});

/** The schema of `data` for every type of event that comes in. */
export const INBOUND_DATA = {
  'refundgate.refund.requested.v1': refundRequestedSchema,
  'refundgate.scan.recorded.v1': scanRecordedSchema,
  'refundgate.employee.updated.v1': employeeUpdatedSchema,
  'refundgate.review.decided.v1': reviewDecidedSchema,
  'refundgate.subject.flagged.v1': z.object({
    subject: subjectSchema,
    reason: noteSchema,
    until: offsetInstantSchema.optional(),
    by: idSchema.optional(),
  }),
  'refundgate.subject.cleared.v1': z.object({
    subject: subjectSchema,
    reason: noteSchema.optional(),
    by: idSchema.optional(),
  }),
  'refundgate.subject.shared.v1': z.object({
    subject: z.object({ kind: z.enum(SHARED_KINDS), id: idSchema }),
    shared: z.boolean().optional(),
    by: idSchema.optional(),
    reason: noteSchema.optional(),
  }),
  'refundgate.clock.ticked.v1': z.object({}),
} as const;

/** The type of an event that comes in. */
export type InboundType = keyof typeof INBOUND_DATA;

/** The envelope of every event: CloudEvents 1.0 in JSON. Source: the CloudEvents specification, version 1.0. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0', { error: 'expected "1.0"' }),
  id: idSchema,
  source: z
    .string({ error: 'expected a source: text of 1 to 256 visible ASCII characters' })
    .regex(/^[\x21-\x7e]{1,256}$/, { error: 'a source is 1 to 256 visible ASCII characters' }),
  type: z.string({ error: 'expected a type' }).max(256),
  time: offsetInstantSchema,
  datacontenttype: z.literal('application/json', { error: 'expected "application/json"' }).optional(),
  data: z.unknown(),
});

/** One parsed event: its envelope, its idempotency key and its data. */
export type InboundEvent = {
  readonly [Type in InboundType]: {
    readonly type: Type;
    readonly id: string;
    readonly source: string;
    /** The AWS account that put it on the bus. Only the bus says so: an event cannot. */
    readonly account?: string | undefined;
    /** `account`, `source` and `id` together. */
    readonly key: string;
    /** When the producer says it happened, RFC 3339 UTC with milliseconds. */
    readonly time: string;
    readonly data: z.infer<(typeof INBOUND_DATA)[Type]>;
  };
}[InboundType];
