import type { Policy } from '../policy/policy.ts';
import type { EmployeePast } from './employee-risk.ts';
import { EMPLOYEE_RATES, type Observed, type RateInterval, rateInterval } from './gamma-poisson.ts';
import { type Baselines, peerRate, peersOf, type RateOf } from './peer-baselines.ts';

/** The grounds for a case that rest on a count alone, whatever else is known about the employee. */
export type CountedGround = 'claimsFoundFalse' | 'neverCame';

/** What is counted for each of these grounds, of which refunds. */
export const COUNTED_RATES: Readonly<Record<CountedGround, RateOf>> = {
  claimsFoundFalse: { part: (counts) => counts.falseClaims, whole: (counts) => counts.goodless },
  neverCame: {
    part: (counts) => counts.neverCame,
    whole: ({ low, mid, high, goodless }) => low + mid + high - goodless,
  },
};

/** How often something happened to an employee's refunds, against what peers have. */
export interface CountedAgainstPeers extends Observed {
  readonly interval: RateInterval;
}

/**
 * Returns how often something happened to an employee's refunds, against peers at the same site: they serve the same
 * customers and use the same scanners. The interval starts from the wide prior of bad subjects alone, so the count
 * itself has to convince: a bribed employee may have a clean record otherwise.
 */
export function countedAgainstPeers(
  ground: CountedGround,
  { group, past }: EmployeePast,
  { baselines, policy }: { readonly baselines: Baselines; readonly policy: Policy },
): CountedAgainstPeers {
  const { counts } = past;
  const { countryShrink, siteShrink, [ground]: numbers } = policy.employeeRisk;
  const shrink = { rate: numbers.rate, country: countryShrink, site: siteShrink };
  const of = COUNTED_RATES[ground];
  const observed = of.part(counts);
  const expected = of.whole(counts) * peerRate(peersOf(baselines, group, counts), of, shrink) + numbers.floor;
  return { observed, expected, interval: rateInterval({ observed, expected }, 1, EMPLOYEE_RATES) };
}
