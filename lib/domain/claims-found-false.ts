import { type Baselines, peerRate, peersOf, type RateOf } from './baselines.ts';
import type { EmployeePast } from './employee-risk.ts';
import type { Policy } from './policy.ts';
import { EMPLOYEE_RATES, type Observed, type RateInterval, rateInterval } from './rate-risk.ts';

const FOUND_FALSE: RateOf = {
  part: (counts) => counts.falseClaims,
  whole: (counts) => counts.goodless,
};

/** What reviewers found false of the claims without goods that an employee granted, against what peers have. */
export interface ClaimsFoundFalse extends Observed {
  readonly interval: RateInterval;
}

/**
 * Answers how many claims without goods an employee granted that were found false, against peers at the same site:
 * they serve the same customers. A bribed agent is clean in all else, and one whom nobody blames stands in no other
 * channel. The interval starts from the wide prior of the bad alone: the count has to convince, not a record.
 */
export function claimsFoundFalse(
  { group, past }: EmployeePast,
  baselines: Baselines,
  { employeeRisk: { claimsFoundFalse: numbers, countryShrink, siteShrink } }: Policy,
): ClaimsFoundFalse {
  const { counts } = past;
  const shrink = { rate: numbers.rate, country: countryShrink, site: siteShrink };
  const rate = peerRate(peersOf(baselines, group, counts), FOUND_FALSE, shrink);
  const observed = FOUND_FALSE.part(counts);
  const expected = FOUND_FALSE.whole(counts) * rate + numbers.floor;
  return { observed, expected, interval: rateInterval({ observed, expected }, 1, EMPLOYEE_RATES) };
}
