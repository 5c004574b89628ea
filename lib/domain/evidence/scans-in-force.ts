import type { RefundRequest } from '../refund/refund-request.ts';
import type { Attestor, Scan } from './scan.ts';

/** Returns who marked the goods as returned: none of them can vouch for their own mark, even after taking it back. */
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
 * Returns true if a scan was made by somebody other than the marker. A machine counts as somebody else, unless the
 * scan was keyed in: any person may have keyed it. While no marker is known, any employee may be the marker, so no
 * employee counts as somebody else.
 */
export function isAnother(attestor: Attestor, markers: ReadonlySet<string>): boolean {
  if (markers.has(attestor.id)) return false;
  return attestor.class === 'sensor' ? attestor.capture !== 'keyed' : markers.size > 0;
}

/**
 * `stands`: nobody took the scan back. `disowned`: only parties that may not clear a return did, so what contradicts
 * the return still counts. `void`: the scan does not count any more.
 */
export type Fate = 'stands' | 'disowned' | 'void';

/** Returns the error declarations among scans: they are no evidence themselves. */
export function voidsAmong(scans: readonly Scan[]): readonly Scan[] {
  return scans.filter((scan) => scan.voids === true);
}

/**
 * Returns whether a scan still counts, given the trail's error declarations.
 *
 * An error declaration names the event that it declares wrong by their common id. Only a carrier, a machine that
 * nobody keyed or an employee other than the marker may clear a return of evidence that contradicts it. The marker
 * may take back evidence that supports it, but not what others say against it: otherwise an insider could void the
 * scale's report.
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
