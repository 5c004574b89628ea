import type { RefundRequest } from '../refund/refund-request.ts';
import type { Attestor, Scan } from './scan.ts';

/** Returns who marked the goods returned: nobody of them can vouch for his own mark, even once he took it back. */
export function markersOf(request: RefundRequest, scans: readonly Scan[]): ReadonlySet<string> {
  const markers = new Set<string>();
  if (request.markedBy !== undefined) markers.add(request.markedBy);
  for (const scan of scans) if (scan.voids !== true && isIntakeMark(scan)) markers.add(scan.attestor.id);
  return markers;
}

/** Returns true if a scan is a "returned" mark on site: a claim, never evidence. */
export function isIntakeMark(scan: Scan): boolean {
  return scan.step === 'receiving' && scan.disposition === 'returned' && scan.attestor.class === 'site';
}

/**
 * Returns true if a scan is somebody else's word than the marker's. A machine's is, unless it was keyed in: then
 * it is the word of whoever stood there. While nobody is on record as having marked the return, any employee may
 * be the one, and none counts as another.
 */
export function isAnother(attestor: Attestor, markers: ReadonlySet<string>): boolean {
  if (markers.has(attestor.id)) return false;
  return attestor.class === 'sensor' ? attestor.capture !== 'keyed' : markers.size > 0;
}

/** `stands`: nobody took it back; `disowned`: only the marker did though it is not his; `void`: it is no scan any more. */
export type Fate = 'stands' | 'disowned' | 'void';

/** Returns the error declarations among scans: they are no evidence themselves. */
export function voidsAmong(scans: readonly Scan[]): readonly Scan[] {
  return scans.filter((scan) => scan.voids === true);
}

/**
 * Returns what became of an event of a trail, the trail's error declarations applied.
 *
 * A void names the event it declares wrong by the id they share. Only a named party may clear a return of what
 * speaks against it: a carrier, a machine nobody keyed, or an employee other than whoever marked it. The marker may
 * take back what speaks for it, but not what others say against it: otherwise the insider would void the scale.
 */
export function fateOf(scan: Scan, voids: readonly Scan[], markers: ReadonlySet<string>): Fate {
  if (voids.length === 0) return 'stands';
  const naming = voids.filter(
    ({ eventId }) => eventId !== undefined && (eventId === scan.eventId || eventId === scan.id),
  );
  if (naming.length === 0) return 'stands';
  const byNobodyElse = naming.every(({ attestor }) => !mayClear(attestor, markers));
  return byNobodyElse && !markers.has(scan.attestor.id) ? 'disowned' : 'void';
}

function mayClear(attestor: Attestor, markers: ReadonlySet<string>): boolean {
  if (attestor.class === 'carrier') return !markers.has(attestor.id);
  return (attestor.class === 'site' || attestor.class === 'sensor') && isAnother(attestor, markers);
}
