import type { ModelPolicy } from '../policy/model-parameters.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { type CommonCause, likelihoodOf, type WeighedEvidence } from './likelihood.ts';

/** What the way of a parcel leaves behind, on the road and at the dock. */
const WAY: ReadonlySet<string> = new Set(['carrier_accept', 'carrier_delivered', 'dock']);

/** What shows that there is a parcel: the dock's scanner, or a scale, which may be the carrier's. */
const PARCEL: ReadonlySet<string> = new Set(['dock', 'weight_match', 'weight_mismatch']);

/** What the bench leaves behind as soon as somebody takes the parcel up. */
const BENCH: ReadonlySet<string> = new Set([
  'serial_match',
  'serial_mismatch',
  'condition_pass',
  'condition_fail',
  'put_away',
  'seen_again',
]);

/** What is still to come of a parcel that nobody has taken up. */
const AWAITS_BENCH: ReadonlySet<string> = new Set(['weight', 'serial', 'put_away']);

/**
 * Returns the honest cause that takes several scans away at once, if there may be one. The table takes the pieces as
 * independent, so without it a parcel that was handed over the counter would look like one that never was. It is a
 * further way by which goods, or a decoy, may have gone, of a share c of all returns: L becomes L + c·(what that way
 * leaves). What a carrier scanned came over no counter.
 */
export function commonCauses(
  weighed: readonly WeighedEvidence[],
  trigger: RefundRequest['trigger'],
  { overTheCounter, lostOnTheWay, waitingAtTheSite }: ModelPolicy['likelihoods']['commonCauses'],
): readonly WeighedEvidence[] {
  const there = weighed.filter(({ present }) => present);
  const missing = weighed.filter(({ present }) => !present);
  const isThere = (kinds: ReadonlySet<string>): boolean => there.some(({ item }) => kinds.has(item));
  if (trigger === 'attested' && !isThere(WAY)) {
    const way = missing.filter(({ item }) => WAY.has(item));
    return [beside('over_the_counter', overTheCounter, way)];
  }
  if (there.every(({ item }) => item === 'carrier_accept')) {
    return [beside('lost_on_the_way', lostOnTheWay[trigger], missing)];
  }
  if (!isThere(PARCEL) || isThere(BENCH)) return [];
  const awaited = missing.filter(({ item }) => AWAITS_BENCH.has(item));
  return [beside('waiting_at_the_site', waitingAtTheSite, awaited)];
}

/** How much likelier what is missing gets by a way, of a share of all returns, that never leaves it. */
function beside(item: CommonCause, share: number, missing: readonly WeighedEvidence[]): WeighedEvidence {
  const [goods, , decoy] = likelihoodOf(missing);
  return { item, present: false, likelihood: [1 + share / goods, 1, 1 + share / decoy] };
}
