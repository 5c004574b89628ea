import { pastOf } from '../history/decayed-past.ts';
import type { HistoryEntry } from '../history/history.ts';
import type { SubjectHistory } from '../history/subject-history.ts';
import { baseValueOf, type Policy, registerOf } from '../policy/policy.ts';
import { canAnswer } from '../refund/can-answer.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { type Stops, stopsCovering } from '../refund/stops.ts';
import { answerableEmployee, isFlagged, needsAnswer } from '../refund/subject.ts';
import { employeeRisk } from '../risk/employee-risk.ts';
import type { Baselines } from '../risk/peer-baselines.ts';
import { peerGroupOf } from '../risk/peer-group.ts';
import { dayOf } from '../shared/calendar.ts';
import { because, type Reason } from '../shared/reasons.ts';
import { answerBudget } from './answer-budget.ts';
import type { EmployeeRiskFinding } from './findings.ts';

/** What the employee check reads. */
export interface EmployeeFacts {
  readonly stops: Stops;
  /** The marker and the approver, as far as there are any. */
  readonly employees: readonly SubjectHistory[];
  /** The producer and the site, if they answer for the refund because it names no single person. */
  readonly producer?: SubjectHistory | undefined;
  /** The device the return was marked on, when known. */
  readonly sessionDevice?: SubjectHistory | undefined;
  readonly baselines: Baselines;
  /** What the refund added to its subjects' histories when it was judged before. */
  readonly added: HistoryEntry | undefined;
}

/**
 * Returns what is known against the people and the session behind a refund: kill switches and statuses (R0), signs
 * of a taken-over account (R3), conflicts of interest (R6), the budget left for unsupported value, and what
 * reviewers found of the responsible employee's attestations, compared with peers.
 */
export function judgeEmployeeRisk(
  request: RefundRequest,
  facts: EmployeeFacts,
  policy: Policy,
  now: Date,
): EmployeeRiskFinding {
  const reasons = [
    ...stopReasons(request, facts, now),
    ...takeoverReasons(request, policy),
    ...conflictReasons(request),
  ];
  const answer = answerOf(request, facts, policy);
  const budgets = answer === undefined ? [] : [answerBudget(answer, request, { policy, day: dayOf(now) })];
  const risk = riskOf(request, facts, policy, now);
  return {
    check: 'employee-risk',
    state: 'known',
    reasons,
    budgets,
    ...risk,
    baselines: facts.baselines.version,
  };
}

type Risk = Pick<EmployeeRiskFinding, 'employeeId' | 'q' | 'falseAttestations'>;

const NOBODY: Risk = {
  employeeId: null,
  q: 0,
  falseAttestations: { observed: 0, expected: 0, lnBf: 0 },
};

function riskOf(request: RefundRequest, facts: EmployeeFacts, policy: Policy, now: Date): Risk {
  const history = responsibleOf(request, facts, policy);
  if (history === undefined) return NOBODY;
  const { halfLifeDays } = policy.employeeRisk;
  const past = pastOf(history, { today: dayOf(now), halfLifeDays, without: facts.added });
  const group = peerGroupOf(history);
  return { employeeId: history.subject.id, ...employeeRisk({ group, past }, facts.baselines, policy) };
}

function stopReasons(request: RefundRequest, facts: EmployeeFacts, now: Date): readonly Reason[] {
  const reasons = stopsCovering(facts.stops, request, now).map((stop) =>
    because('S01_STOPPED', { scope: stop.scope }),
  );
  for (const { subject, profile } of facts.employees) {
    const status = profile.employee?.status;
    if (status !== undefined && status !== 'active') {
      reasons.push(because('S02_EMPLOYEE_NOT_ACTIVE', { employeeId: subject.id, status }));
    }
  }
  const device = facts.sessionDevice;
  if (device !== undefined && isFlagged(device.profile.flag, now)) {
    reasons.push(because('S03_SUBJECT_FLAGGED', { kind: 'device', id: device.subject.id }));
  }
  return reasons;
}

function takeoverReasons(request: RefundRequest, policy: Policy): readonly Reason[] {
  const { newDevice = false, offShift = false, wrongSite = false } = request.session ?? {};
  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  const suspected = newDevice && (offShift || wrongSite) && baseMinor >= policy.takeoverFromMinor;
  return suspected ? [because('T01_TAKEOVER_SUSPECTED', { offShift, wrongSite })] : [];
}

function conflictReasons(request: RefundRequest): readonly Reason[] {
  const { markedBy, approvedBy, customerId } = request;
  const reasons: Reason[] = [];
  if (markedBy !== undefined && markedBy === approvedBy) {
    reasons.push(because('C02_MARKED_AND_APPROVED_ALONE', { employeeId: markedBy }));
  }
  const device = request.session?.deviceId;
  const sharesDevice = device !== undefined && device === request.links?.device;
  const employees = [markedBy, approvedBy].filter((id) => id !== undefined);
  const conflicted = employees.filter((id) => id === customerId || sharesDevice);
  if (conflicted.length > 0) {
    reasons.push(because('C01_CONFLICT_OF_INTEREST', { employees: [...new Set(conflicted)] }));
  }
  return reasons;
}

/**
 * Returns the history of the one who answers for what is paid without evidence: the responsible employee, or the producer
 * and site where nobody is named who can answer.
 * @throws TypeError if somebody has to answer and nobody was read: without a budget there would be no limit.
 */
function answerOf(request: RefundRequest, facts: EmployeeFacts, policy: Policy): SubjectHistory | undefined {
  const found = responsibleOf(request, facts, policy) ?? facts.producer;
  if (found === undefined && needsAnswer(request)) {
    throw new TypeError('Nobody was read who answers for this refund.');
  }
  return found;
}

function responsibleOf(
  request: RefundRequest,
  { employees }: Pick<EmployeeFacts, 'employees'>,
  policy: Policy,
): SubjectHistory | undefined {
  const id = answerableEmployee(request)?.id;
  return employees.find(
    ({ subject, profile }) => subject.id === id && canAnswer(profile, request, registerOf(policy)),
  );
}
