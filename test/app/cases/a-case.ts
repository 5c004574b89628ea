import { type CaseCommand, decideCase } from '../../../lib/app/cases/decide-case.ts';
import { pinPolicy } from '../../../lib/app/judging/policies.ts';
import type { CaseAnswer } from '../../../lib/contracts/case-answer.ts';
import type { EmployeeCase } from '../../../lib/domain/cases/employee-case.ts';
import { aPolicy, rulesOnly } from '../../builders.ts';
import { asked, DAY, employee, unseen } from '../events.ts';
import { Harness, type HarnessOptions } from '../harness.ts';

/** Two false attestations by two reviewers ask for a case. */
export const CASE_POLICY = pinPolicy(
  rulesOnly({
    employeeRisk: {
      ...aPolicy().employeeRisk,
      openCase: {
        falseAttestations: 2,
        falseAttestationsRatio: 0,
        falseAttestationsWeight: 0,
        reviewers: 2,
        days: 1,
      },
    },
  }),
);

const DEAR = {
  amount: { currency: 'EUR', minor: 600_000 },
  captured: { currency: 'EUR', minor: 600_000 },
} as const;

/** Lets two reviewers find two refunds of emp_7 falsely attested, today. */
export async function foundFalse(gate: Harness, ...refundIds: readonly string[]): Promise<void> {
  for (const [number, refundId] of refundIds.entries()) {
    await gate.deliver(asked(unseen(refundId, { ...DEAR, markedBy: 'emp_7' }), gate.now));
    const reviewerId = `rev_${1 + (number % 2)}`;
    await gate.review({ refundId, reviewerId, decision: 'deny', verdict: 'false_attestation' });
    await gate.run();
  }
}

/** The supervisors sam and sue, who may answer; emp_7's manager is boss, and tom leads the same team. */
const STAFF = [
  employee('emp_7', { role: 'clerk', managerId: 'boss', teamId: 'team_1' }),
  employee('rev_1'),
  employee('rev_2'),
  ...['sam', 'sue', 'boss'].map((id) => employee(id, { role: 'supervisor' })),
  employee('tom', { role: 'supervisor', teamId: 'team_1' }),
  employee('ann', { role: 'supervisor', managerId: 'emp_7' }),
  employee('out', { role: 'supervisor', status: 'suspended' }),
  employee('own', { role: 'supervisor', by: 'emp_7' }),
];

/** Returns a gate with an open case on emp_7, about re_1 and re_2. */
export async function gateWithCase(options: HarnessOptions = {}): Promise<Harness> {
  const gate = new Harness({ policy: CASE_POLICY, ...options });
  await gate.deliver(...STAFF);
  await foundFalse(gate, 're_1', 're_2');
  gate.now = new Date(gate.now.getTime() + DAY);
  await gate.rollUp();
  return gate;
}

/** Returns the last case on emp_7, which has to be there. */
export async function lastCase(gate: Harness): Promise<EmployeeCase> {
  const [last] = await gate.memory.casesOn('emp_7', 1);
  if (last === undefined) throw new Error('There is no case on emp_7.');
  return last;
}

/** Gives an answer to the last case on emp_7. */
export async function answer(
  gate: Harness,
  person: string,
  action: CaseCommand['action'],
  more: Partial<CaseCommand> = {},
): Promise<CaseAnswer> {
  const { employeeId, id: caseId } = await lastCase(gate);
  return decideCase(gate.deps, { employeeId, caseId, person, action, ...more });
}

/** Returns the events about cases on employees, as `opened` or an outcome. */
export function toldOfCases(gate: Harness): readonly string[] {
  return gate.published.flatMap(({ type, data }) => {
    if (type === 'refundgate.employee.case-opened.v1') return ['opened'];
    return type === 'refundgate.employee.case-closed.v1' && 'outcome' in data ? [data.outcome] : [];
  });
}
