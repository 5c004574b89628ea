import type { SubjectPast } from '../history/decayed-past.ts';
import type { Policy } from '../policy/policy.ts';
import {
  type EmployeePast,
  type EmployeeRisk,
  employeeRisk,
  exceptionsAgainstPeers,
  unscannedShare,
} from './employee-risk.ts';
import type { Observed } from './gamma-poisson.ts';
import type { Baselines } from './peer-baselines.ts';
import { type CountedAgainstPeers, type CountedGround, countedAgainstPeers } from './rate-against-peers.ts';

/** Why a case would be opened on an employee. */
export type CaseGround = 'false_attestations' | 'claims_found_false' | 'never_came';

/** The counts in an employee's past that a case could be opened on. */
export interface CaseCounts {
  readonly incidents: number;
  readonly falseAttestations: number;
  /** How many reviewers found the false attestations. */
  readonly reviewers: number;
  readonly falseClaims: number;
  /** How many reviewers found the false claims. */
  readonly claimReviewers: number;
  readonly neverCame: number;
  /** On how many days something was attested that people or the scans say was false. */
  readonly falseDays: number;
}

/** Returns the counts in an employee's past that a case could be opened on. */
export function caseCountsOf({ recent, reviewers, claimReviewers, falseDays }: SubjectPast): CaseCounts {
  return {
    ...recent,
    reviewers: reviewers.length,
    claimReviewers: claimReviewers.length,
    falseDays: falseDays.length,
  };
}

/** What the numbers say about an employee when a case is considered. */
export interface CaseRisk extends EmployeeRisk {
  /** Not a ground for a case: people see it when one opens. */
  readonly exceptions: Observed;
  readonly counted: Readonly<Record<CountedGround, CountedAgainstPeers>>;
  /** As of `unscannedShare`. */
  readonly unscanned: number;
}

/** From this share on, too few returns are scanned to say of one that it never came. */
const UNSCANNED_LIMIT = 0.5;

/** Returns what the numbers say about an employee when a case is considered. */
export function caseRisk(employee: EmployeePast, baselines: Baselines, policy: Policy): CaseRisk {
  const counted = (ground: CountedGround) => countedAgainstPeers(ground, employee, { baselines, policy });
  return {
    ...employeeRisk(employee, baselines, policy),
    exceptions: exceptionsAgainstPeers(employee, baselines, policy),
    counted: { claimsFoundFalse: counted('claimsFoundFalse'), neverCame: counted('neverCame') },
    unscanned: unscannedShare(employee, baselines),
  };
}

/** Returns the grounds on which a case could be opened if peers do not explain them; none for almost everybody. */
export function thinkableGrounds(
  { falseAttestations, reviewers, falseClaims, claimReviewers, neverCame, falseDays }: CaseCounts,
  { employeeRisk: { openCase, claimsFoundFalse: claims, neverCame: never } }: Policy,
): readonly CaseGround[] {
  const grounds: CaseGround[] = [];
  // What happened on one day may be the work of one thief, in an account that shows no sign of them.
  const isRepeated = falseDays >= openCase.days;
  const areMany = falseAttestations >= openCase.falseAttestations && reviewers >= openCase.reviewers;
  if (areMany && isRepeated) grounds.push('false_attestations');
  if (falseClaims >= claims.refunds && claimReviewers >= openCase.reviewers)
    grounds.push('claims_found_false');
  if (neverCame >= never.refunds && isRepeated) grounds.push('never_came');
  return grounds;
}

/**
 * Returns true if a case is opened on the account: people confirmed as many false attestations as for a case on an
 * employee, all in sessions that look taken over. It blames nobody, so peers and days do not matter.
 */
export function isAccountCase(
  { takenOver, takenOverReviewers }: Pick<SubjectPast, 'takenOver' | 'takenOverReviewers'>,
  { employeeRisk: { openCase } }: Policy,
): boolean {
  return takenOver.length >= openCase.falseAttestations && takenOverReviewers.length >= openCase.reviewers;
}

/**
 * Returns the grounds on which a case is opened. A case asks people to look; it holds nothing against anybody.
 * Source: docs/MODEL.md, "Employees".
 */
export function caseGrounds(counts: CaseCounts, risk: CaseRisk, policy: Policy): readonly CaseGround[] {
  return thinkableGrounds(counts, policy).filter((ground) => isBorneOut(ground, risk, policy));
}

function isBorneOut(
  ground: CaseGround,
  risk: CaseRisk,
  { employeeRisk: { openCase, claimsFoundFalse, neverCame } }: Policy,
): boolean {
  switch (ground) {
    case 'false_attestations': {
      const { observed, expected } = risk.falseAttestations;
      const { falseAttestationsWeight: least, falseAttestationsRatio: ratio } = openCase;
      return observed >= Math.max(least, ratio * expected);
    }
    case 'claims_found_false':
      return risk.counted.claimsFoundFalse.interval.eb05 >= claimsFoundFalse.eb05;
    case 'never_came':
      return risk.counted.neverCame.interval.eb05 >= neverCame.eb05 && risk.unscanned < UNSCANNED_LIMIT;
  }
}
