import type { ClaimLikelihood } from '../policy/model-parameters.ts';
import { type Policy, registerOf } from '../policy/policy.ts';
import { expectationOf } from '../producers/expectation.ts';
import {
  type EvidenceAge,
  type EvidenceItem,
  type EvidenceToWeigh,
  hoursSince,
  type WeighedEvidence,
} from './likelihood.ts';

function forClaim(item: EvidenceItem, isThere: boolean, [honest, falsely]: ClaimLikelihood): WeighedEvidence {
  return isThere
    ? { item, present: true, likelihood: [honest, falsely, falsely] }
    : { item, present: false, likelihood: [1 - honest, 1 - falsely, 1 - falsely] };
}

/**
 * Returns what the carrier's delivery record is worth for a claim that the goods did not come. That it is missing says
 * something only if the carrier reported on this parcel at all, or if one that is declared should have by now.
 */
export function weighDelivery(
  { request, facts }: EvidenceToWeigh,
  age: EvidenceAge,
  policy: Policy,
): readonly WeighedEvidence[] {
  const table = policy.likelihoods.notReceived;
  const deliveries = facts.filter((fact) => fact.kind === 'outbound_delivered');
  const isDelivered = deliveries.length > 0;
  const told = (sign: 'gps' | 'photo' | 'pin'): boolean =>
    deliveries.some(({ delivery }) => delivery?.[sign] === true);
  const delivered = forClaim('outbound_delivered', isDelivered, table.delivered);
  if (!isDelivered) {
    const register = registerOf(policy);
    const { expects, delayHours } = expectationOf(register, request);
    const isDue = hoursSince(age.since, age) >= delayHours('outbound_delivered');
    const isMissed = register !== undefined && expects('outbound_delivered') && isDue;
    return facts.length > 0 || isMissed ? [delivered] : [];
  }
  return [
    delivered,
    forClaim('delivery_gps', told('gps'), table.gps),
    forClaim('delivery_photo', told('photo'), table.photo),
    forClaim('delivery_pin', told('pin'), table.pin),
  ];
}

/** Returns what the photo of damaged goods is worth, or its absence. */
export function weighPhoto({ photo }: Pick<EvidenceToWeigh, 'photo'>, policy: Policy): WeighedEvidence {
  const [honest, falsely] = policy.likelihoods.photo[photo];
  return { item: `photo_${photo}`, present: photo !== 'none', likelihood: [honest, falsely, falsely] };
}

/** Returns what a photo or document is worth on other claims: only one that was on an earlier claim counts. */
export function weighSeenPhoto(
  { photo }: Pick<EvidenceToWeigh, 'photo'>,
  policy: Policy,
): readonly WeighedEvidence[] {
  return photo === 'seen_before' ? [weighPhoto({ photo }, policy)] : [];
}
