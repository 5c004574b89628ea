import type { RefundRequest } from './refund-request.ts';
import type { Attestor, Scan } from './scan.ts';

/** Answers who marked the goods returned: nobody of them can vouch for his own mark, even once he took it back. */
export function markersOf(request: RefundRequest, scans: readonly Scan[]): ReadonlySet<string> {
  const markers = scans
    .filter((scan) => scan.voids !== true && isIntakeMark(scan))
    .map((scan) => scan.attestor.id);
  return new Set(request.markedBy === undefined ? markers : [request.markedBy, ...markers]);
}

/** Answers whether a scan is a "returned" mark on site: a claim, never evidence. */
export function isIntakeMark(scan: Scan): boolean {
  return scan.step === 'receiving' && scan.disposition === 'returned' && scan.attestor.class === 'site';
}

/**
 * Answers whether a scan is somebody else's word than the marker's. A machine's is, unless it was keyed in: then
 * it is the word of whoever stood there. While nobody is on record as having marked the return, any employee may
 * be the one, and none counts as another.
 */
export function isAnother(attestor: Attestor, markers: ReadonlySet<string>): boolean {
  if (markers.has(attestor.id)) return false;
  return attestor.class === 'sensor' ? attestor.capture !== 'keyed' : markers.size > 0;
}

/** A scan nobody took back, or one that only the marker did though it is not his. */
export interface JudgedScan {
  readonly scan: Scan;
  readonly fate: 'stands' | 'disowned';
}

/**
 * Answers what became of each event of a trail, its error declarations applied.
 *
 * A void names the event it declares wrong by the id they share. Only a named party may clear a return of what
 * speaks against it: a carrier, a machine nobody keyed, or an employee other than whoever marked it. The marker may
 * take back what speaks for it, but not what others say against it: otherwise the insider would void the scale.
 */
export function withFates(scans: readonly Scan[], markers: ReadonlySet<string>): readonly JudgedScan[] {
  const voids = scans.filter((scan) => scan.voids === true && scan.eventId !== undefined);
  const events = scans.filter((scan) => scan.voids !== true);
  return events.flatMap((scan): JudgedScan[] => {
    const naming = voids.filter(({ eventId }) => eventId === scan.eventId || eventId === scan.id);
    if (naming.length === 0) return [{ scan, fate: 'stands' }];
    const byNobodyElse = naming.every(({ attestor }) => !mayClear(attestor, markers));
    return byNobodyElse && !markers.has(scan.attestor.id) ? [{ scan, fate: 'disowned' }] : [];
  });
}

function mayClear(attestor: Attestor, markers: ReadonlySet<string>): boolean {
  if (attestor.class === 'carrier') return !markers.has(attestor.id);
  return (attestor.class === 'site' || attestor.class === 'sensor') && isAnother(attestor, markers);
}
