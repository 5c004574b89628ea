import { type SubjectHistory, unsupportedBefore } from '../history/subject-history.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { RemainingBudget } from './findings.ts';

/**
 * Returns what remains of the budgets of the employee or producer who answers for a refund: a decaying one for
 * returns, and one of a day for claims without goods, which are many and can have no independent evidence.
 * @param day - UTC day of the decision, `YYYY-MM-DD`.
 */
export function answerBudget(
  history: SubjectHistory,
  { claim }: RefundRequest,
  { policy, day }: { readonly policy: Policy; readonly day: string },
): RemainingBudget {
  const { employee, employeeDay } = policy.unsupportedBudget;
  const isReturn = claim === 'returned';
  return {
    subject: history.subject,
    day,
    unsupportedMinor: employee.limitMinor - unsupportedBefore(history, day, employee.halfLifeDays),
    valueMinor: employeeDay.limitMinor,
    countsValue: isReturn ? 'none' : 'unsupported',
    isBudgeted: isReturn,
    hasHistory: history.subject.kind === 'employee',
    rollUp: true,
  };
}
