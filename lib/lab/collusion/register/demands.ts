import type { Policy } from '../../../domain/policy/policy.ts';
import { bandEdges } from '../../../domain/producers/reach.ts';
import { type Band, bandsOf, demandOf } from '../prove.ts';
import type { Truth } from '../truths.ts';
import { mayBeStrangers, type Place } from './place.ts';

/** Returns the bands of a policy with a register: it has two more values at which its demands change. */
export function bandsUnderRegister(policy: Policy): readonly Band[] {
  const open = bandsOf(policy);
  const last = open.at(-1)?.toMinor ?? 0;
  const starts = [...open.map(({ fromMinor }) => fromMinor), ...bandEdges(policy)].filter(
    (one) => one >= 1 && one <= last,
  );
  const rising = [...new Set(starts)].toSorted((a, b) => a - b);
  return rising.map((fromMinor, at) => ({ fromMinor, toMinor: (rising[at + 1] ?? last + 1) - 1 }));
}

/**
 * Returns how many people or accounts a policy means to demand. Where the carrier's delivery suffices, no more than the carrier is.
 * Of a decoy that is too light it is one: an account can say what several employees say, and the parcel itself brings the
 * delivery of another group. For the same reason it is none where strangers count: the marker can make some up.
 */
export function demandAt(place: Place, policy: Policy, truth: Truth, baseMinor: number): number {
  const demanded = demandOf(policy, truth, baseMinor);
  const isDelivered = baseMinor < policy.carrierSufficesBelowMinor;
  switch (truth) {
    case 'nothing':
      return isDelivered ? Math.min(1, demanded) : demanded;
    case 'decoy':
      return isDelivered ? 0 : demanded;
    case 'light_decoy':
      return baseMinor < policy.strangersBelowMinor && mayBeStrangers(place) ? 0 : Math.min(1, demanded);
  }
}

/** Returns the value from which all that counts may not come from one group: where the carrier's delivery suffices, it may. */
export function twoGroupsFromMinor({ independentScanFromMinor, carrierSufficesBelowMinor }: Policy): number {
  return Math.max(independentScanFromMinor, carrierSufficesBelowMinor);
}
