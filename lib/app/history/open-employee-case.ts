import { caseMeasures } from '../../domain/cases/case-measures.ts';
import {
  type CaseFindings,
  type EmployeeCase,
  newCase,
  type OpenedCase,
  renewedCase,
} from '../../domain/cases/employee-case.ts';
import { mayOpenCase } from '../../domain/cases/may-open-case.ts';
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
import { dayOf } from '../../domain/shared/calendar.ts';
import { because, type Reason, type ReasonCode } from '../../domain/shared/reasons.ts';
import { type SettleDeps, settleCase } from '../cases/settle-case.ts';
import { sha256 } from '../digest.ts';
import type { Uses } from '../gate-deps.ts';

/** What opening a case on an account needs. */
export type OpenAccountCaseDeps = Uses<'policy' | 'now' | 'publish', 'subject' | 'saveProfile'>;

/** What opening a case on an employee needs. */
export type OpenCaseDeps = SettleDeps & Uses<'now', 'subject' | 'baselines' | 'casesOn'>;

/** The most refunds that one case names; the others are in the employee's history. */
const MAX_NAMED = 100;

const CODES: Readonly<Record<CaseGround, ReasonCode>> = {
  false_attestations: 'K02_FALSE_ATTESTATIONS',
  claims_found_false: 'K03_CLAIMS_FOUND_FALSE',
  never_came: 'K04_NEVER_CAME',
};

/**
 * Opens a case on an employee if the numbers call for one and no earlier case stands against it. Returns true if it
 * opened or renewed one. A case asks people to look; it holds nothing against anybody. The case is written first, with
 * the event in its outbox. Its id is made of the employee and the day of their last case.
 */
export async function openCase(deps: OpenCaseDeps, employeeId: string): Promise<boolean> {
  const { store, policy, now } = deps;
  const today = dayOf(now());
  const { halfLifeDays } = policy.policy.employeeRisk;
  const subject: SubjectRef = { kind: 'employee', id: employeeId };
  const history = await store.subject(subject);
  const { caseOpenedOn, shared } = history.profile;
  // What many strangers did with one login adds up to nobody's doing.
  if (mayBeShared(shared, subject.id)) return false;
  const past = pastOf(history, { today, halfLifeDays, without: undefined });
  const counts = caseCountsOf(past);
  if (thinkableGrounds(counts, policy.policy).length === 0) return false;
  const [last] = await store.casesOn(employeeId, 1);
  const how = mayOpenCase({ last, openedOn: caseOpenedOn, today, halfLifeDays });
  if (how === 'no' || stillWeighsCleared(last, past)) return false;
  const group = peerGroupOf(history);
  const baselines = await store.baselines(group);
  const risk = caseRisk({ group, past }, baselines, policy.policy);
  const grounds = caseGrounds(counts, risk, policy.policy);
  if (grounds.length === 0) return false;
  const opened: OpenedCase = {
    id: `case.${sha256(`${employeeId} ${caseOpenedOn ?? ''}`).slice(0, 32)}`,
    openedAt: now().toISOString(),
    findings: {
      ...findingsOf({ past, counts, risk, grounds }),
      measures: caseMeasures({ group, past }, risk, baselines),
    },
  };
  const next =
    how === 'renew' && last !== undefined ? renewedCase(last, opened) : newCase(employeeId, last, opened);
  // If somebody else wrote it first, the next night looks again.
  if ((await store.saveCase(next, next.version - 1)) === 'moved') return false;
  await settleCase(deps, next);
  return true;
}

/** Returns true if the profile that was read does not show yet that the last case was cleared. */
function stillWeighsCleared(last: EmployeeCase | undefined, { incidents }: SubjectPast): boolean {
  return last?.status === 'cleared' && incidents.some((id) => last.findings.refundIds.includes(id));
}

interface JudgeInput {
  readonly past: SubjectPast;
  readonly counts: CaseCounts;
  readonly risk: CaseRisk;
  readonly grounds: readonly CaseGround[];
}

function findingsOf(one: JudgeInput): Omit<CaseFindings, 'measures'> {
  const { past, counts, risk, grounds } = one;
  return {
    q: risk.q,
    ...exceptionInterval(risk.exceptions, risk.q),
    incidents: counts.incidents,
    refundIds: past.incidents.slice(0, MAX_NAMED),
    grounds: grounds.map((ground) => because(CODES[ground], factsOf(ground, one))),
    reviewers: [...new Set([...past.reviewers, ...past.claimReviewers])].toSorted(),
    falseDays: counts.falseDays,
    unscanned: risk.unscanned,
    takenOver: past.takenOver.length,
  };
}

function factsOf(ground: CaseGround, { counts, risk }: JudgeInput): Reason['facts'] {
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

function countedFacts({ observed, expected, interval }: CountedAgainstPeers): Reason['facts'] {
  return { decayed: `${observed} of ${expected} expected`, eb05: interval.eb05 };
}
