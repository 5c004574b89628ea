import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { evidenceOf } from './evidence.ts';
import type { Fact } from './fact.ts';
import { compareScans, type Trail } from './scan.ts';
import { isVoided, markersOf, voidsAmong } from './scans-in-force.ts';
import { witnessesAmong } from './witnesses.ts';

/**
 * The most people of one return who are looked up. A return has a marker, an inspector and a stower; who comes after the
 * fifth does not count.
 */
export const MAX_LOOKED_UP = 5;

/**
 * Returns the people that the directory has to be asked about: the markers, and the employees who are one witness with a scan that
 * counts if nothing is known against them, or who declared a scan wrong. Nobody if there are no such employees.
 */
export function peopleToLookUp(request: RefundRequest, trail: Trail, policy: Policy): readonly string[] {
  if (request.claim !== 'returned') return [];
  const scans = trail.scans.toSorted(compareScans);
  const strangers = new Map(scans.map(({ attestor }) => [attestor.id, null]));
  const helping = evidenceOf(request, { trail, people: strangers }, policy).filter(helps);
  const groups = new Set(helping.map(({ witness }) => witness));
  const { witnessOf } = witnessesAmong(request, scans, strangers);
  const employees = scans.filter(({ attestor }) => attestor.class === 'site').map(({ attestor }) => attestor);
  const linked = employees.filter((one) => groups.has(witnessOf(one))).map(({ id }) => id);
  const voids = voidsAmong(scans).filter((one) => one.attestor.class === 'site');
  const voiding = voids.filter((one) => scans.some((scan) => isVoided(scan, [one])));
  const voiders = voiding.map(({ attestor }) => attestor.id);
  if (linked.length + voiders.length === 0) return [];
  return [...new Set([...markersOf(request, scans), ...linked, ...voiders])].slice(0, MAX_LOOKED_UP);
}

/** Of what does not count as independent, two kinds help a refund all the same if somebody else says them. */
function helps({ kind, byAnother, independent }: Fact): boolean {
  return independent || (byAnother && (kind === 'seen_again' || kind === 'condition_fail'));
}
