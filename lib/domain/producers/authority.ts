import { evidenceKindsOf } from '../evidence/counts-for-nothing.ts';
import { type Scan, UNNAMED_ATTESTOR } from '../evidence/scan.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { type Leg, mayShow, mayVouchThrough, type Producer, speaksOfLeg, speaksOfSite } from './register.ts';

/** A scan on the trail that it names. */
export interface TrailedScan {
  readonly scan: Scan;
  /** `rma:ID` of a return, or `order:ID` of an outbound parcel. */
  readonly trailId: string;
  /** The site that the scan itself names. */
  readonly siteId?: string | undefined;
}

/** What a producer may not say. */
export type Unauthorized = 'attestor' | 'leg' | 'site' | 'evidence' | 'claim';

/** Returns what in a scan its producer may not say; undefined if it may say all of it, or some of it as a contradiction. */
export function whyNotScan(
  producer: Producer,
  { scan, trailId, siteId }: TrailedScan,
): Unauthorized | undefined {
  if (!isUnnamedVoid(scan) && !mayVouchThrough(producer, scan.attestor)) return 'attestor';
  if (!speaksOfLeg(producer, legOf(trailId))) return 'leg';
  if (!speaksOfSite(producer, siteId)) return 'site';
  const kinds = evidenceKindsOf(scan, trailId);
  return kinds.length === 0 || kinds.some((kind) => mayShow(producer, kind)) ? undefined : 'evidence';
}

/** An error declaration may name nobody: it takes nothing away then. */
function isUnnamedVoid({ voids, attestor }: Scan): boolean {
  return voids === true && attestor.class === UNNAMED_ATTESTOR.class && attestor.id === UNNAMED_ATTESTOR.id;
}

/** Returns what in a refund request its producer may not say. */
export function whyNotRequest(
  producer: Producer,
  { claim, siteId }: Pick<RefundRequest, 'claim' | 'siteId'>,
): Unauthorized | undefined {
  if (producer.claims?.includes(claim) === false) return 'claim';
  return speaksOfSite(producer, siteId) ? undefined : 'site';
}

/** Returns the way of a parcel that a trail is about. */
export function legOf(trailId: string): Leg {
  return trailId.startsWith('order:') ? 'outbound' : 'return';
}
