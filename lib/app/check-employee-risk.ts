import type { Checked } from '../contracts/step-contracts.ts';
import type { EmployeeRiskFinding } from '../domain/checks/findings.ts';
import { judgeEmployeeRisk } from '../domain/checks/judge-employee-risk.ts';
import { registerOf } from '../domain/policy/policy.ts';
import { canAnswer } from '../domain/refund/can-answer.ts';
import { answerableEmployee, needsAnswer, producerOf, type SubjectRef } from '../domain/refund/subject.ts';
import { NO_BASELINES } from '../domain/risk/peer-baselines.ts';
import { peerGroupOf } from '../domain/risk/peer-group.ts';
import type { Uses } from './gate-deps.ts';
import { checkedUnder } from './judging/judging-policies.ts';
import { type CheckDeps, type LoadedRefund, loadWithPolicies } from './refund/load-refund.ts';

type Deps = CheckDeps & Uses<never, 'stops' | 'subject' | 'baselines'>;

/** Returns what is known against the people, the device and the session behind a refund. */
export async function checkEmployeeRisk(deps: Deps, refundId: string): Promise<Checked<EmployeeRiskFinding>> {
  return employeeRiskOf(deps, await loadWithPolicies(deps, refundId));
}

/** Returns the same for a refund that is already loaded. */
export async function employeeRiskOf(
  deps: Deps,
  { refund, policies }: LoadedRefund,
): Promise<Checked<EmployeeRiskFinding>> {
  const { markedBy, approvedBy, session, links } = refund.request;
  const ids = approvedBy === markedBy ? [markedBy] : [markedBy, approvedBy];
  const employees = ids.flatMap((id): SubjectRef[] => (id === undefined ? [] : [{ kind: 'employee', id }]));
  const device = session?.deviceId === links?.device ? undefined : session?.deviceId;
  const [stops, sessionDevice, ...histories] = await Promise.all([
    deps.store.stops('eventual'),
    device === undefined ? undefined : deps.store.subject({ kind: 'device', id: device }),
    ...employees.map((ref) => deps.store.subject(ref)),
  ]);
  const answerable = histories.find(({ subject }) => subject.id === answerableEmployee(refund.request)?.id);
  const isAnswered =
    answerable !== undefined &&
    Object.values(policies).every(
      (policy) => policy === undefined || canAnswer(answerable.profile, refund.request, registerOf(policy)),
    );
  const producer =
    isAnswered || !needsAnswer(refund.request)
      ? undefined
      : await deps.store.subject(producerOf(refund, registerOf(deps.policy.policy)));
  const baselines =
    answerable === undefined ? NO_BASELINES : await deps.store.baselines(peerGroupOf(answerable));
  const facts = {
    stops,
    employees: histories,
    producer,
    sessionDevice,
    baselines,
    added: refund.history ?? undefined,
  };
  const now = deps.now();
  return checkedUnder('employee-risk', policies, (policy) =>
    judgeEmployeeRisk(refund.request, facts, policy, now),
  );
}
