import { type CaseOpenedData, outboundEvent } from '../../contracts/outbound-events.ts';
import { pastOf, type SubjectPast } from '../../domain/history/decayed-past.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { mayBeShared } from '../../domain/refund/subject-statements.ts';
import {
  type CaseCounts,
  type CaseGround,
  type CaseRisk,
  caseCountsOf,
  caseGrounds,
  caseRisk,
  thinkableGrounds,
} from '../../domain/risk/case-criteria.ts';
import { exceptionInterval } from '../../domain/risk/employee-risk.ts';
import { peerGroupOf } from '../../domain/risk/peer-group.ts';
import type { CountedAgainstPeers } from '../../domain/risk/rate-against-peers.ts';
import { dayOf, daysBetween } from '../../domain/shared/calendar.ts';
import { messageOf, type ReasonCode } from '../../domain/shared/reasons.ts';
import { sha256 } from '../digest.ts';
import type { Uses } from '../gate-deps.ts';

/** What opening a case needs. */
export type OpenCaseDeps = Uses<
  'policy' | 'now' | 'publish',
  'subject' | 'baselines' | 'profile' | 'saveProfile'
>;

/** The most refunds that one case names; the others are in the employee's history. */
const MAX_NAMED = 100;

const CODES: Readonly<Record<CaseGround, ReasonCode>> = {
  false_attestations: 'K02_FALSE_ATTESTATIONS',
  claims_found_false: 'K03_CLAIMS_FOUND_FALSE',
  never_came: 'K04_NEVER_CAME',
};

/**
 * Opens a case on an employee if the numbers call for one and none was opened recently. Returns true if it opened
 * one. A case asks people to look; it holds nothing against anybody. The event goes out first and is then recorded
 * in the profile. Its id is made of the employee and the day of their last case, so a run that died in between sends
 * the same id again.
 */
export async function openCase(deps: OpenCaseDeps, employeeId: string): Promise<boolean> {
  const { store, policy, now } = deps;
  const today = dayOf(now());
  const { halfLifeDays } = policy.policy.employeeRisk;
  const subject: SubjectRef = { kind: 'employee', id: employeeId };
  const history = await store.subject(subject);
  const { caseOpenedOn } = history.profile;
  const isRecent = caseOpenedOn !== undefined && daysBetween(caseOpenedOn, today) < halfLifeDays;
  // What many strangers did with one login adds up to nobody's doing.
  if (isRecent || mayBeShared(history.profile.shared, subject.id)) return false;
  const past = pastOf(history, { today, halfLifeDays, without: undefined });
  const counts = caseCountsOf(past);
  if (thinkableGrounds(counts, policy.policy).length === 0) return false;
  const group = peerGroupOf(history);
  const risk = caseRisk({ group, past }, await store.baselines(group), policy.policy);
  const grounds = caseGrounds(counts, risk, policy.policy);
  if (grounds.length === 0) return false;
  await deps.publish(
    outboundEvent({
      type: 'refundgate.employee.case-opened.v1',
      id: `case.${sha256(`${employeeId} ${caseOpenedOn ?? ''}`).slice(0, 32)}`,
      time: now(),
      data: caseData(employeeId, { past, counts, risk, grounds }),
    }),
  );
  const { profile } = history;
  const noted = { ...profile, caseOpenedOn: today, version: profile.version + 1 };
  // If somebody else wrote the profile first, the same event goes out again tomorrow at the latest, and the case is
  // recorded then.
  await store.saveProfile(subject, noted, profile.version);
  return true;
}

interface JudgeInput {
  readonly past: SubjectPast;
  readonly counts: CaseCounts;
  readonly risk: CaseRisk;
  readonly grounds: readonly CaseGround[];
}

function caseData(employeeId: string, one: JudgeInput): CaseOpenedData {
  const { past, counts, risk, grounds } = one;
  const { eb05, eb95, af05 } = exceptionInterval(risk.exceptions, risk.q);
  return {
    employeeId,
    q: risk.q,
    eb05,
    eb95,
    af05,
    incidents: counts.incidents,
    refundIds: past.incidents.slice(0, MAX_NAMED),
    reasons: grounds.map((ground) => {
      const code = CODES[ground];
      return { code, message: messageOf(code), weightDb: null, facts: factsOf(ground, one) };
    }),
  };
}

function factsOf(ground: CaseGround, { counts, risk }: JudgeInput): Readonly<Record<string, unknown>> {
  switch (ground) {
    case 'false_attestations':
      return { falseAttestations: counts.falseAttestations, reviewers: counts.reviewers };
    case 'claims_found_false': {
      const { falseClaims, claimReviewers: reviewers } = counts;
      return { falseClaims, reviewers, ...countedFacts(risk.counted.claimsFoundFalse) };
    }
    case 'never_came':
      return { neverCame: counts.neverCame, ...countedFacts(risk.counted.neverCame) };
  }
}

function countedFacts({
  observed,
  expected,
  interval,
}: CountedAgainstPeers): Readonly<Record<string, unknown>> {
  return { decayed: `${observed} of ${expected} expected`, eb05: interval.eb05 };
}
