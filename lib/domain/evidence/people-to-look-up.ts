import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { evidenceOf } from './evidence.ts';
import type { Fact } from './fact.ts';
import { compareScans, type Trail } from './scan.ts';
import { markersOf } from './scans-in-force.ts';

/**
 * The most people of one return who are looked up. A return has a marker, an inspector and a stower; who comes after the
 * fifth does not count.
 */
const MAX_LOOKED_UP = 5;

/**
 * Returns whom the directory has to be asked about: the markers, and the employees whose scans count if nothing is known
 * against them. Nobody if no such scan is there.
 */
export function peopleToLookUp(request: RefundRequest, trail: Trail, policy: Policy): readonly string[] {
  if (request.claim !== 'returned') return [];
  const strangers = new Map(trail.scans.map(({ attestor }) => [attestor.id, null]));
  const facts = evidenceOf(request, { trail, people: strangers }, policy);
  const helping = facts.filter((one) => one.attestor.class === 'site' && helps(one));
  if (helping.length === 0) return [];
  const markers = markersOf(request, trail.scans.toSorted(compareScans));
  return [...new Set([...markers, ...helping.map(({ attestor }) => attestor.id)])].slice(0, MAX_LOOKED_UP);
}

/** Of what does not count as independent, two kinds help a refund all the same if somebody else says them. */
function helps({ kind, byAnother, independent }: Fact): boolean {
  return independent || (byAnother && (kind === 'seen_again' || kind === 'condition_fail'));
}
