import * as z from 'zod';
import type { Scan } from '../domain/evidence/scan.ts';
import { COUNTERS, HISTORY_VERDICTS, type HistoryEntry } from '../domain/history/history.ts';
import type { Profile } from '../domain/history/subject-history.ts';
import type { RolledUpWeek, Totals } from '../domain/history/weekly-totals.ts';
import type { OrderClaim } from '../domain/refund/order-claims.ts';
import { CLAIMS } from '../domain/refund/refund-request.ts';
import { parseScope, type Stop, type StopScope } from '../domain/refund/stops.ts';
import {
  EMPLOYEE_ROLES,
  EMPLOYEE_STATUSES,
  type EmployeeRecord,
  FLAG_STATES,
  type SubjectFlag,
} from '../domain/refund/subject.ts';
import { instantSchema } from './fields.ts';
import { attestorSchema, deliverySchema } from './scan-recorded.ts';
import type { Shape } from './shape.ts';

// The shapes of stored items other than a refund's row.

/** A scan of a trail. */
export const scanSchema = z.object({
  key: z.string(),
  id: z.string(),
  eventId: z.string().optional(),
  at: instantSchema,
  step: z.string().optional(),
  disposition: z.string().optional(),
  attestor: attestorSchema.extend({ spelled: z.string().optional() }),
  grams: z.number().optional(),
  serials: z.array(z.string()).optional(),
  delivery: deliverySchema.optional(),
  photos: z.array(z.string()).optional(),
  voids: z.boolean().optional(),
} satisfies Shape<Scan>);

/** Units by line id. A producer chooses the line ids, and one may be `__proto__`: `z.record` would drop it. */
export const unitsSchema = z.custom<OrderClaim['units']>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(Number.isSafeInteger),
  { error: 'expected whole numbers by line' },
);

/** What each refund claims of an order. */
export const orderClaimsSchema = z.array(
  z.object({
    refundId: z.string(),
    amountMinor: z.int(),
    capturedMinor: z.int(),
    units: unitsSchema,
  } satisfies Shape<OrderClaim>),
);

/** A subject's flag. */
export const subjectFlagSchema = z.object({
  state: z.enum(FLAG_STATES),
  at: instantSchema,
  reason: z.string().optional(),
  until: instantSchema.optional(),
} satisfies Shape<SubjectFlag>);

const employeeRecordSchema = z.object({
  role: z.enum(EMPLOYEE_ROLES),
  siteId: z.string(),
  country: z.string(),
  managerId: z.string().optional(),
  teamId: z.string().optional(),
  status: z.enum(EMPLOYEE_STATUSES),
  since: instantSchema.optional(),
  at: instantSchema,
} satisfies Shape<EmployeeRecord>);

const scopeSchema = z.custom<StopScope>((value) => typeof value === 'string' && parseScope(value) === value);

/** The stops. */
export const stopsSchema = z.array(
  z.object({
    scope: scopeSchema,
    setBy: z.string(),
    setAt: instantSchema,
    reason: z.string(),
    until: instantSchema.optional(),
    liftAskedBy: z.string().optional(),
    origin: z.enum(['person', 'event']),
  } satisfies Shape<Stop>),
);

/** What a refund adds to histories. */
export const historyEntrySchema = z.object({
  refundId: z.string(),
  day: z.string(),
  tier: z.literal([0, 1, 2]),
  claim: z.enum(CLAIMS),
  exceptionPermille: z.int(),
  neverCame: z.boolean(),
  looksTakenOver: z.boolean(),
  verdict: z.enum(HISTORY_VERDICTS),
  reviewerIds: z.array(z.string()),
  customerId: z.string(),
} satisfies Shape<HistoryEntry>);

/** Counts over a set of entries. */
export const countsSchema = z.partialRecord(z.enum(COUNTERS), z.int());

const weekSchema = z.object({
  week: z.int(),
  unsupportedMinor: z.int(),
  totals: z.object({
    counts: countsSchema,
    customers: z.array(z.string()),
    reviewers: z.array(z.string()),
    claimReviewers: z.array(z.string()),
    falseDays: z.array(z.string()),
    incidents: z.array(z.string()),
  } satisfies Shape<Totals>),
} satisfies Shape<RolledUpWeek>);

/** A subject's profile without its version, which is an attribute of its own. */
export const profileBodySchema = z.object({
  rolledUpThrough: z.string().optional(),
  valueByDay: z.array(z.object({ day: z.string(), valueMinor: z.int() })),
  weeks: z.array(weekSchema),
  employee: employeeRecordSchema.optional(),
  caseOpenedOn: z.string().optional(),
  flag: subjectFlagSchema.optional(),
} satisfies Shape<Omit<Profile, 'version'>>);
