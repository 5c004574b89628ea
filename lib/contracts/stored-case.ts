import * as z from 'zod';
import {
  CASE_ACTIONS,
  CASE_MEASURES,
  CASE_STATUSES,
  type CaseFindings,
  type CaseMeasure,
  type CaseStatement,
  type EmployeeCase,
  type Share,
} from '../domain/cases/employee-case.ts';
import { instantSchema } from './fields.ts';
import { reasonSchema } from './judged-shapes.ts';
import type { Shape } from './shape.ts';

const shareSchema = z.object({ count: z.number(), refunds: z.number() } satisfies Shape<Share>);

const measureSchema = z.object({
  measure: z.enum(CASE_MEASURES),
  observed: z.number(),
  expected: z.number(),
  own: shareSchema,
  site: shareSchema,
  role: shareSchema,
  eb05: z.number(),
  eb95: z.number(),
} satisfies Shape<CaseMeasure>);

const findingsSchema = z.object({
  grounds: z.array(reasonSchema),
  q: z.number(),
  eb05: z.number(),
  eb95: z.number(),
  af05: z.number(),
  incidents: z.int(),
  refundIds: z.array(z.string()),
  measures: z.array(measureSchema),
  reviewers: z.array(z.string()),
  falseDays: z.int(),
  unscanned: z.number(),
  takenOver: z.int(),
} satisfies Shape<CaseFindings>);

const statementSchema = z.object({
  by: z.string(),
  at: instantSchema,
  action: z.enum(CASE_ACTIONS),
  note: z.string().optional(),
} satisfies Shape<CaseStatement>);

/** What a case's item holds next to the attributes of its key, its version and its status. */
export type CaseBody = Omit<EmployeeCase, 'employeeId' | 'number' | 'version' | 'status'>;

/** The body of a case's item. */
export const caseBodySchema = z.object({
  id: z.string(),
  openedAt: instantSchema,
  firstOpenedAt: instantSchema.optional(),
  findings: findingsSchema,
  said: z.array(statementSchema),
  clearAsked: z.object({ by: z.string(), at: instantSchema }).optional(),
  outbox: z
    .enum([...CASE_STATUSES, 'opened'])
    .exclude(['open'])
    .nullable(),
} satisfies Shape<CaseBody>);
