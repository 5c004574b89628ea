import { checkEmployeeRisk as judgeEmployeeRisk } from '../domain/check-employee-risk.ts';
import type { EmployeeRiskFinding } from '../domain/findings.ts';
import type { SubjectRef } from '../domain/subjects.ts';
import { type CheckDeps, loadCase } from './load-refund.ts';

/** Answers what is known against the people, the device and the session behind a refund. */
export async function checkEmployeeRisk(deps: CheckDeps, refundId: string): Promise<EmployeeRiskFinding> {
  const { refund, policy } = await loadCase(deps, refundId);
  const { markedBy, approvedBy, session, links } = refund.request;
  const ids = new Set([markedBy, approvedBy].filter((id) => id !== undefined));
  const employees = [...ids].map((id): SubjectRef => ({ kind: 'employee', id }));
  const device = session?.deviceId === links?.device ? undefined : session?.deviceId;
  const [stops, histories, sessionDevice] = await Promise.all([
    deps.store.stops('eventual'),
    Promise.all(employees.map((ref) => deps.store.subject(ref))),
    device === undefined ? undefined : deps.store.subject({ kind: 'device', id: device }),
  ]);
  return judgeEmployeeRisk(
    refund.request,
    { stops, employees: histories, sessionDevice },
    policy,
    deps.now(),
  );
}
