import * as z from 'zod';
import { CASE_CONFLICTS } from '../domain/cases/case-conflict.ts';
import { CASE_STATUSES } from '../domain/cases/employee-case.ts';

const outcome = z.enum(CASE_STATUSES).exclude(['open']);

/** What the function that takes answers to cases answers. The first ones mean that this person's answer is in the case. */
export const caseAnswerSchema = z.discriminatedUnion('result', [
  z.object({ result: z.enum(['clear_asked', 'withdrawn', ...outcome.options]) }),
  z.object({
    result: z.literal('already_decided'),
    outcome,
    by: z.array(z.string()).readonly(),
    at: z.string(),
  }),
  z.object({ result: z.literal('refused'), why: z.enum(CASE_CONFLICTS) }),
  z.object({
    result: z.enum(['unknown_case', 'case_changed', 'nothing_to_withdraw', 'too_many_statements']),
  }),
]);

/** The result of an answer to a case. */
export type CaseAnswer = Readonly<z.infer<typeof caseAnswerSchema>>;
