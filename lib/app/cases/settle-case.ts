import { type CaseOpenedData, type OutboundContent, outboundEvent } from '../../contracts/outbound-events.ts';
import { watchedUntil } from '../../domain/cases/answer-case.ts';
import { type CaseOutcome, caseEnding, type EmployeeCase } from '../../domain/cases/employee-case.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { dayOf } from '../../domain/shared/calendar.ts';
import { REASONS } from '../../domain/shared/reasons.ts';
import { sha256 } from '../digest.ts';
import type { Uses } from '../gate-deps.ts';
import { updateItem } from '../optimistic-update.ts';
import { clearRefunds } from './clear-refunds.ts';

/** What doing what is in a case's outbox needs. */
export type SettleDeps = Uses<'policy' | 'publish', 'saveCase' | 'profile' | 'saveProfile' | 'daysOf'>;

/**
 * Does what is in a case's outbox: publishes the event, notes in the profile that a case was opened, takes the weight off
 * the refunds of a cleared one. Each part is safe to repeat. The outbox is emptied last: if a run
 * dies in between, the next answer to the case finishes it, or the next night's run.
 * @returns the case as it is now.
 */
export async function settleCase(deps: SettleDeps, one: EmployeeCase): Promise<EmployeeCase> {
  const { outbox } = one;
  if (outbox === null) return one;
  if (outbox === 'opened') {
    await deps.publish(outboundEvent(openedContent(one)));
    await noteOpened(deps, one);
  } else {
    if (outbox === 'cleared') await clearRefunds(deps, one);
    await deps.publish(outboundEvent(closedContent(one, outbox)));
  }
  const settled = { ...one, version: one.version + 1, outbox: null };
  // If somebody else settled the case first, it is the same case.
  await deps.store.saveCase(settled, one.version);
  return settled;
}

async function noteOpened({ store }: SettleDeps, { employeeId, openedAt }: EmployeeCase): Promise<void> {
  const subject: SubjectRef = { kind: 'employee', id: employeeId };
  const openedOn = dayOf(new Date(openedAt));
  await updateItem({
    what: `employee ${employeeId}`,
    read: () => store.profile(subject, 'strong'),
    change: (profile) =>
      (profile.caseOpenedOn ?? '') >= openedOn
        ? { result: undefined }
        : { write: { ...profile, caseOpenedOn: openedOn, version: profile.version + 1 }, result: undefined },
    save: (next, seen) => store.saveProfile(subject, next, seen.version),
  });
}

function openedContent({ id, openedAt, employeeId, findings }: EmployeeCase): OutboundContent {
  const { q, eb05, eb95, af05, incidents, refundIds, grounds } = findings;
  const data: CaseOpenedData = {
    employeeId,
    q,
    eb05,
    eb95,
    af05,
    incidents,
    refundIds,
    reasons: grounds.map(({ code, facts }) => ({
      code,
      message: REASONS[code].message,
      weightDb: null,
      facts,
    })),
  };
  return { type: 'refundgate.employee.case-opened.v1', id, time: new Date(openedAt), data };
}

/** The id is made of the case and its outcome, so that a repeat has the same id. */
function closedContent(one: EmployeeCase, outcome: CaseOutcome): OutboundContent {
  const { id: caseId, employeeId, findings, openedAt } = one;
  const { by, at } = caseEnding(one) ?? { by: [], at: openedAt };
  return {
    type: 'refundgate.employee.case-closed.v1',
    id: `case-closed.${sha256(`${employeeId} ${one.number} ${caseId} ${outcome}`).slice(0, 32)}`,
    time: new Date(at),
    data: {
      employeeId,
      caseId,
      outcome,
      by,
      refundIds: findings.refundIds,
      ...(outcome === 'watched' ? { until: watchedUntil({ at }) } : {}),
    },
  };
}
