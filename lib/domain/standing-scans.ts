import type { RefundRequest } from './refund-request.ts';
import { type Scan, UNNAMED_ATTESTOR } from './scan.ts';

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

/** A scan nobody took back, or one that only the marker did though it is not his. */
export interface JudgedScan {
  readonly scan: Scan;
  readonly fate: 'stands' | 'disowned';
}

/**
 * Answers what became of each event of a trail, its error declarations applied.
 *
 * A void names the event it declares wrong by the id they share. Only a named party may clear a return of what
 * speaks against it; a declaration without a name does not. Whoever marked the return may take back what
 * speaks for it, but not what others say against it: otherwise the insider would void the scale.
 */
export function withFates(scans: readonly Scan[], markers: ReadonlySet<string>): readonly JudgedScan[] {
  const voids = scans.filter((scan) => scan.voids === true && scan.eventId !== undefined);
  const events = scans.filter((scan) => scan.voids !== true);
  return events.flatMap((scan): JudgedScan[] => {
    const naming = voids.filter(({ eventId }) => eventId === scan.eventId || eventId === scan.id);
    if (naming.length === 0) return [{ scan, fate: 'stands' }];
    const byNobodyElse = naming.every(
      ({ attestor }) => markers.has(attestor.id) || attestor.id === UNNAMED_ATTESTOR.id,
    );
    return byNobodyElse && !markers.has(scan.attestor.id) ? [{ scan, fate: 'disowned' }] : [];
  });
}
