import type { ModelPolicy } from './model-policy.ts';
import type { RefundRequest } from './refund-request.ts';
import { likelihoodOf, type WeighedEvidence } from './weighed-evidence.ts';

/** What the way of a parcel leaves behind, on the road and at the dock. */
const WAY: ReadonlySet<string> = new Set(['carrier_accept', 'carrier_delivered', 'dock']);

/**
 * Answers the honest cause that takes several scans away at once, if there may be one. The table takes the pieces as
 * independent, so without it a parcel that was handed over the counter would look like one that never was. It is a
 * further way by which goods, or a decoy, may have gone, of a share c of all returns: L becomes L + c·(what that way
 * leaves). What a carrier scanned came over no counter.
 */
export function commonCauses(
  weighed: readonly WeighedEvidence[],
  trigger: RefundRequest['trigger'],
  { overTheCounter, lostOnTheWay }: ModelPolicy['likelihoods']['commonCauses'],
): readonly WeighedEvidence[] {
  const there = weighed.filter(({ present }) => present);
  const missing = weighed.filter(({ present }) => !present);
  if (trigger === 'attested' && !there.some(({ item }) => WAY.has(item))) {
    const way = missing.filter(({ item }) => WAY.has(item));
    return [beside('over_the_counter', overTheCounter, way)];
  }
  if (there.some(({ item }) => item !== 'carrier_accept')) return [];
  return [beside('lost_on_the_way', lostOnTheWay[trigger], missing)];
}

/** How much likelier what is missing gets by a way, of a share of all returns, that never leaves it. */
function beside(
  item: 'over_the_counter' | 'lost_on_the_way',
  share: number,
  missing: readonly WeighedEvidence[],
): WeighedEvidence {
  const [goods, , decoy] = likelihoodOf(missing);
  return { item, present: false, likelihood: [1 + share / goods, 1, 1 + share / decoy] };
}
