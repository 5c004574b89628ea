import type { DecayedCounts } from '../history/decayed-history.ts';
import type { CaseRisk } from '../risk/case-criteria.ts';
import { type EmployeePast, exceptionInterval, FALSE_ATTESTATIONS } from '../risk/employee-risk.ts';
import { EMPLOYEE_RATES, type Observed, rateInterval } from '../risk/gamma-poisson.ts';
import { type Baselines, peersOf, type RateOf } from '../risk/peer-baselines.ts';
import { COUNTED_RATES } from '../risk/rate-against-peers.ts';
import type { CaseMeasure, Share } from './employee-case.ts';

/** Exceptions of mid and high value together: for people to read, one number is enough. */
const ALL_EXCEPTIONS: RateOf = {
  part: ({ midExceptions, highExceptions }) => midExceptions + highExceptions,
  whole: ({ mid, high }) => mid + high,
};

/** Returns an employee's numbers against those of peers, for people to see. */
export function caseMeasures(
  { group, past }: EmployeePast,
  risk: CaseRisk,
  baselines: Baselines,
): readonly CaseMeasure[] {
  const peers = peersOf(baselines, group, past.counts);
  const measured = (
    measure: CaseMeasure['measure'],
    of: RateOf,
    { observed, expected }: Observed,
    { eb05, eb95 }: Pick<CaseMeasure, 'eb05' | 'eb95'>,
  ): CaseMeasure => ({
    measure,
    observed,
    expected,
    own: shareOf(of, past.counts),
    site: shareOf(of, peers.site),
    role: shareOf(of, peers.role),
    eb05,
    eb95,
  });
  const { falseAttestations, counted, exceptions, q } = risk;
  const { claimsFoundFalse: claims, neverCame: never } = counted;
  return [
    measured(
      'false_attestations',
      FALSE_ATTESTATIONS,
      falseAttestations,
      rateInterval(falseAttestations, q, EMPLOYEE_RATES),
    ),
    measured('claims_found_false', COUNTED_RATES.claimsFoundFalse, claims, claims.interval),
    measured('never_came', COUNTED_RATES.neverCame, never, never.interval),
    measured('exceptions', ALL_EXCEPTIONS, exceptions, exceptionInterval(exceptions, q)),
  ];
}

function shareOf({ part, whole }: RateOf, counts: DecayedCounts): Share {
  return { count: part(counts), refunds: whole(counts) };
}
