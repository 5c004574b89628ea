import { outboundEvent } from '../../contracts/outbound-events.ts';
import { pastOf } from '../../domain/history/decayed-past.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { mayBeShared } from '../../domain/refund/subject-statements.ts';
import { isAccountCase } from '../../domain/risk/case-criteria.ts';
import { dayOf, daysBetween } from '../../domain/shared/calendar.ts';
import { sha256 } from '../digest.ts';
import type { OpenAccountCaseDeps } from './open-employee-case.ts';

/**
 * Opens a case on an employee's account if it looks taken over and none was opened recently. Returns true if it opened
 * one. The owner is not accused: it counts in no risk and in no case on an employee. As there, the event goes out first
 * and has the same id until the profile notes it.
 */
export async function openAccountCase(
  { store, policy, now, publish }: OpenAccountCaseDeps,
  account: string,
): Promise<boolean> {
  const today = dayOf(now());
  const { halfLifeDays } = policy.policy.employeeRisk;
  const subject: SubjectRef = { kind: 'employee', id: account };
  const history = await store.subject(subject);
  const { profile } = history;
  const { accountCaseOpenedOn, shared } = profile;
  const isRecent =
    accountCaseOpenedOn !== undefined && daysBetween(accountCaseOpenedOn, today) < halfLifeDays;
  if (isRecent || mayBeShared(shared, subject.id)) return false;
  const past = pastOf(history, { today, halfLifeDays, without: undefined });
  if (!isAccountCase(past, policy.policy)) return false;
  await publish(
    outboundEvent({
      type: 'refundgate.account.case-opened.v1',
      id: `account-case.${sha256(`${account} ${accountCaseOpenedOn ?? ''}`).slice(0, 32)}`,
      time: now(),
      data: { account, refundIds: past.takenOver },
    }),
  );
  const noted = { ...profile, accountCaseOpenedOn: today, version: profile.version + 1 };
  await store.saveProfile(subject, noted, profile.version);
  return true;
}
