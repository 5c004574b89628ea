import type { RefundRequest } from '../refund/refund-request.ts';
import { canonicalId } from '../shared/ids.ts';
import { isSameSender, senderIn } from '../shared/sender.ts';
import { isDiscredited, type People } from './people.ts';
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
  return scan.step === 'receiving' && scan.disposition === 'returned' && isWarehouse(scan.attestor);
}

/** Returns true if an attestor works in a warehouse: an employee, or an organization for all its people. */
export function isWarehouse({ class: of }: Attestor): boolean {
  return of === 'site' || of === 'organization';
}

/** Returns true if an attestor is at a site: the others never see the goods there. */
export function isOnSite(attestor: Attestor): boolean {
  return isWarehouse(attestor) || attestor.class === 'sensor';
}

/** Returns the error declarations among scans: they are no evidence themselves. */
export function voidsAmong(scans: readonly Scan[]): readonly Scan[] {
  return scans.filter((scan) => scan.voids === true);
}

/**
 * Returns the declarations that take a contradiction away: not those of an employee whose account is no longer trusted, or
 * who was not looked up, nor those of a login that many share.
 */
export function trustedVoids(voids: readonly Scan[], people: People): readonly Scan[] {
  return voids.filter((one) => {
    const { class: of, id } = one.attestor;
    const isPerson = people.has(id) && people.get(id) !== 'shared';
    return (of !== 'site' || isPerson) && !isDiscredited(one, people);
  });
}

/**
 * Returns true if a scan is declared wrong by the party that made it, through the system that reported it. An error
 * declaration names the event that it declares wrong by their common id. Nobody else can void a scan: an insider could
 * void the scale's report otherwise, and a declaration by nobody could take an honest customer's evidence away.
 */
export function isVoided({ id, key, eventId, attestor }: Scan, voids: readonly Scan[]): boolean {
  return voids.some(
    (one) =>
      one.eventId !== undefined &&
      (one.eventId === eventId || one.eventId === canonicalId(id)) &&
      one.attestor.id === attestor.id &&
      one.attestor.class === attestor.class &&
      isSameSender(senderIn(one.key), senderIn(key)),
  );
}
