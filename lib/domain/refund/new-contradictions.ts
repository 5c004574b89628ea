import type { EvidenceKind } from '../evidence/fact.ts';
import { isContradiction } from '../evidence/fact.ts';
import type { Refund } from './refund.ts';

/**
 * Returns the kinds that contradict a paid refund, of those that its scans show, unless its decision knew them or they
 * were reported before. That a parcel was delivered contradicts only a customer who misses it.
 */
export function newContradictions(
  { status, decision, request, contradictedBy = [] }: Refund,
  shown: readonly EvidenceKind[],
): readonly EvidenceKind[] {
  if (status !== 'published' || decision === null) return [];
  const known = new Set([...decision.witnesses.flatMap(({ kinds }) => kinds), ...contradictedBy]);
  const isOfClaim = (kind: EvidenceKind): boolean =>
    kind !== 'outbound_delivered' || request.claim === 'not_received';
  return [...new Set(shown)].filter((kind) => isContradiction(kind) && isOfClaim(kind) && !known.has(kind));
}
