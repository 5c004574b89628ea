import type { SubjectPast } from '../history/decayed-past.ts';
import type { Policy } from '../policy/policy.ts';
import {
  EMPLOYEE_RATES,
  type Observed,
  type RateInterval,
  type RateWeight,
  rateInterval,
  rateWeight,
  riskFrom,
} from './gamma-poisson.ts';
import {
  type Baselines,
  type PeerGroup,
  peerRate,
  peersOf,
  type RateOf,
  roleRate,
} from './peer-baselines.ts';
import { UNREPORTED } from './peer-group.ts';

/** What an employee's risk is judged from. */
export interface EmployeePast {
  readonly group: PeerGroup;
  readonly past: SubjectPast;
}

/** What reviewers found about an employee: grounds to look, never a finding of guilt. */
export interface EmployeeRisk {
  /** Q_e: the probability that the false attestations have a cause that peers do not have. */
  readonly q: number;
  /** The false attestations that reviewers confirmed, against those of the role. */
  readonly falseAttestations: RateWeight;
}

/** False attestations that reviewers confirmed, of all refunds. */
export const FALSE_ATTESTATIONS: RateOf = {
  part: (counts) => counts.falseAttestations,
  whole: ({ low, mid, high }) => low + mid + high,
};

/** Returns an employee's risk against peers. Source: docs/MODEL.md, "Employees". */
export function employeeRisk(
  { group, past: { counts } }: EmployeePast,
  baselines: Baselines,
  policy: Policy,
): EmployeeRisk {
  const { falseAttestations: numbers, prior, siteShrink: site, countryShrink: country } = policy.employeeRisk;
  const { rate, floor, clip } = numbers;
  const peers = peersOf(baselines, group, counts);
  const observed = FALSE_ATTESTATIONS.part(counts);
  const expectedRate = roleRate(peers, FALSE_ATTESTATIONS, { rate, country, site });
  const expected = FALSE_ATTESTATIONS.whole(counts) * expectedRate + floor;
  const falseAttestations = rateWeight({ observed, expected }, { model: EMPLOYEE_RATES, clip });
  return { q: riskFrom(prior, [falseAttestations]), falseAttestations };
}

/** Exceptions by tier: expensive goods lack a scan more often, and some employees handle more of them. */
const EXCEPTIONS: readonly RateOf[] = [
  { part: (counts) => counts.midExceptions, whole: (counts) => counts.mid },
  { part: (counts) => counts.highExceptions, whole: (counts) => counts.high },
];

/** Returns an employee's exceptions of mid and high value, against peers at the same site: for people to read. */
export function exceptionsAgainstPeers(
  { group, past: { counts } }: EmployeePast,
  baselines: Baselines,
  policy: Policy,
): Observed {
  const { exceptions, siteShrink: site, countryShrink: country } = policy.employeeRisk;
  const { rate, floor } = exceptions;
  const peers = peersOf(baselines, group, counts);
  const sums = { observed: 0, expected: 0 };
  for (const of of EXCEPTIONS) {
    sums.observed += of.part(counts);
    sums.expected += of.whole(counts) * peerRate(peers, of, { rate, country, site }) + floor;
  }
  return sums;
}

/**
 * Returns the share of the expensive refunds of an employee's site, their own included, that lack scans: near 1 where
 * nobody owns a scanner. Of employees whose site the directory does not say only their own count.
 */
export function unscannedShare({ group, past: { counts } }: EmployeePast, baselines: Baselines): number {
  const { site } = peersOf(baselines, group, counts);
  const peers = group.siteId === UNREPORTED.siteId ? [counts] : [counts, site];
  const sum = (of: (one: typeof counts) => number): number => peers.reduce((all, one) => all + of(one), 0);
  return (
    sum(({ highExceptions }) => highExceptions) /
    Math.max(
      1,
      sum(({ high }) => high),
    )
  );
}

/** Returns the interval of the rate ratio of an employee's exceptions. */
export function exceptionInterval(exceptions: Observed, q: number): RateInterval {
  return rateInterval(exceptions, q, EMPLOYEE_RATES);
}
