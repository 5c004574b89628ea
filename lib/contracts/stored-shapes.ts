import * as z from 'zod';
import type { Scan } from '../domain/evidence/scan.ts';
import type { ClearedRefunds } from '../domain/history/cleared-refunds.ts';
import { COUNTERS, HISTORY_VERDICTS, type HistoryEntry } from '../domain/history/history.ts';
import type { Profile } from '../domain/history/subject-history.ts';
import type { RolledUpWeek, Totals } from '../domain/history/weekly-totals.ts';
import type { OrderClaim } from '../domain/refund/order-claims.ts';
import { CLAIMS } from '../domain/refund/refund-request.ts';
import {
  type KillSwitch,
  type LiftRequest,
  parseScope,
  type ScopeFlag,
  type StopScope,
} from '../domain/refund/stops.ts';
import {
  EMPLOYEE_KINDS,
  EMPLOYEE_ROLES,
  EMPLOYEE_STATUSES,
  type EmployeeRecord,
  FLAG_STATES,
  type FlagStatement,
  type FormerPlace,
  type SharedMark,
  type SharedStatement,
  type StatusStatement,
  type SubjectFlag,
} from '../domain/refund/subject.ts';
import { attestorSchema, deliverySchema } from './attestor.ts';
import { instantSchema } from './fields.ts';
import type { Shape } from './shape.ts';
import { givenSchema, loginsSchema } from './stored-logins.ts';

// The shapes of stored items other than a refund's row.

/** A scan of a trail. */
export const scanSchema = z.object({
  key: z.string(),
  id: z.string(),
  eventId: z.string().optional(),
  at: instantSchema,
  correctedFrom: z.array(instantSchema).optional(),
  takenAt: instantSchema.optional(),
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

/** The lines of an order of which a refund was denied. */
export const deniedLinesSchema = z.array(z.string());

/** What each refund claims of an order. */
export const orderClaimsSchema = z.array(
  z.object({
    refundId: z.string(),
    amountMinor: z.int(),
    capturedMinor: z.int(),
    units: unitsSchema,
  } satisfies Shape<OrderClaim>),
);

const madeFields = {
  at: instantSchema,
  by: z.string().optional(),
  source: z.string().optional(),
  isEnough: z.boolean().optional(),
};

const flagStatementSchema = z.object({
  ...madeFields,
  state: z.enum(FLAG_STATES),
  reason: z.string().optional(),
  until: instantSchema.optional(),
} satisfies Shape<FlagStatement>);

/** A subject's flag. */
export const subjectFlagSchema = z.object({
  ...flagStatementSchema.shape,
  statements: z.array(flagStatementSchema).optional(),
} satisfies Shape<SubjectFlag>);

const sharedStatementSchema = z.object({
  ...madeFields,
  shared: z.boolean(),
  reason: z.string().optional(),
} satisfies Shape<SharedStatement>);

const sharedMarkSchema = z.object({
  ...sharedStatementSchema.shape,
  statements: z.array(sharedStatementSchema).optional(),
} satisfies Shape<SharedMark>);

const statusStatementSchema = z.object({
  ...madeFields,
  status: z.enum(EMPLOYEE_STATUSES),
} satisfies Shape<StatusStatement>);

const formerPlaceSchema = z.object({
  managerId: z.string().optional(),
  teamId: z.string().optional(),
  leftAt: instantSchema,
} satisfies Shape<FormerPlace>);

const employeeRecordSchema = z.object({
  role: z.enum(EMPLOYEE_ROLES),
  roleGiven: givenSchema,
  kind: z.enum(EMPLOYEE_KINDS).optional(),
  siteId: z.string(),
  country: z.string(),
  managerId: z.string().optional(),
  teamId: z.string().optional(),
  formerPlaces: z.array(formerPlaceSchema).optional(),
  logins: loginsSchema.optional(),
  status: z.enum(EMPLOYEE_STATUSES),
  since: instantSchema.optional(),
  at: instantSchema,
  statuses: z.array(statusStatementSchema).optional(),
} satisfies Shape<EmployeeRecord>);

const scopeSchema = z.custom<StopScope>((value) => typeof value === 'string' && parseScope(value) === value);

const killSwitchSchema = z.object({
  scope: scopeSchema,
  origin: z.literal('person'),
  setBy: z.string(),
  setAt: instantSchema,
  reason: z.string(),
  liftAsked: z.object({ by: z.string(), at: instantSchema } satisfies Shape<LiftRequest>).optional(),
} satisfies Shape<KillSwitch>);

const scopeFlagSchema = z.object({
  scope: scopeSchema,
  origin: z.literal('event'),
  flag: subjectFlagSchema,
} satisfies Shape<ScopeFlag>);

/** The stops. */
export const stopsSchema = z.array(z.discriminatedUnion('origin', [killSwitchSchema, scopeFlagSchema]));

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
    takenOver: z.array(z.string()),
    takenOverReviewers: z.array(z.string()),
  } satisfies Shape<Totals>),
} satisfies Shape<RolledUpWeek>);

/** A subject's profile without its version, which is an attribute of its own. */
export const profileBodySchema = z.object({
  rolledUpThrough: z.string().optional(),
  valueByDay: z.array(z.object({ day: z.string(), valueMinor: z.int() })),
  weeks: z.array(weekSchema),
  employee: employeeRecordSchema.optional(),
  caseOpenedOn: z.string().optional(),
  accountCaseOpenedOn: z.string().optional(),
  cleared: z
    .array(z.object({ on: z.string(), refundIds: z.array(z.string()) } satisfies Shape<ClearedRefunds>))
    .optional(),
  flag: subjectFlagSchema.optional(),
  shared: sharedMarkSchema.optional(),
} satisfies Shape<Omit<Profile, 'version'>>);
