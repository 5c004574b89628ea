import type { Policy } from '../policy/policy.ts';
import type { Register } from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { evidenceKindsOf } from './counts-for-nothing.ts';
import { evidenceOf } from './evidence.ts';
import type { Fact } from './fact.ts';
import { compareScans, type Scan, type Trail } from './scan.ts';
import { isVoided, markersOf, voidsAmong } from './scans-in-force.ts';
import { scansOfPlace } from './scans-of-place.ts';
import { witnessesAmong } from './witnesses.ts';

/**
 * The most people of one return who are looked up. A return has a marker, an inspector and a stower; who comes after the
 * fifth does not count.
 */
export const MAX_LOOKED_UP = 5;

/**
 * Returns the people that the directory has to be asked about: the markers, and the employees who are one witness with a scan that
 * counts if nothing is known against them, or who declared a scan wrong. Nobody if there are no such employees, and no organization.
 */
export function peopleToLookUp(
  request: RefundRequest,
  { trail, register }: { readonly trail: Trail; readonly register: Register | undefined },
  policy: Policy,
): readonly string[] {
  if (request.claim !== 'returned') return [];
  const scans = scansOfPlace(trail.scans.toSorted(compareScans), request, register);
  const employees = scans.filter(({ attestor }) => attestor.class === 'site');
  const helping = register === undefined ? linkedToHelp(request, trail, policy) : isMoreThanAMark;
  const linked = employees.filter(helping).map(({ attestor }) => attestor.id);
  const voids = voidsAmong(employees);
  const voiding = voids.filter((one) => scans.some((scan) => isVoided(scan, [one])));
  const voiders = voiding.map(({ attestor }) => attestor.id);
  // What an organization says counts only if somebody else is known as the marker.
  const asksForMarker =
    register !== undefined && scans.some(({ attestor }) => attestor.class === 'organization');
  if (linked.length + voiders.length === 0 && !asksForMarker) return [];
  return [...new Set([...markersOf(request, scans), ...linked, ...voiders])].slice(0, MAX_LOOKED_UP);
}

/** Returns what is true of scans whose witness helps the refund if nothing is known against anybody. */
function linkedToHelp(request: RefundRequest, trail: Trail, policy: Policy): (scan: Scan) => boolean {
  const people = new Map(trail.scans.map(({ attestor }) => [attestor.id, null]));
  const open = { people, register: undefined, askedBy: undefined };
  const helping = evidenceOf(request, { trail, ...open }, policy).filter(helps);
  const groups = new Set(helping.map(({ witness }) => witness));
  const scans = trail.scans.toSorted(compareScans);
  const { witnessOf } = witnessesAmong(request, scans, { ...open, strangersCount: true });
  return (scan) => groups.has(witnessOf(scan));
}

/** With a register it matters of everybody who made more than a mark if the directory knows them: the marker may be one of them. */
function isMoreThanAMark(scan: Scan): boolean {
  return evidenceKindsOf(scan, 'rma:').some((kind) => kind !== 'intake_mark');
}

/** Of what does not count as independent, two kinds help a refund all the same if somebody else says them. */
function helps({ kind, byAnother, independent }: Fact): boolean {
  return independent || (byAnother && (kind === 'seen_again' || kind === 'condition_fail'));
}
