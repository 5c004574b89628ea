import type { Attestor } from '../../domain/evidence/scan.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/shared/calendar.ts';
import type { Carrier } from './carriers.ts';
import type { Scene } from './cast.ts';
import { type Country, choose } from './countries.ts';
import type { Random } from './random.ts';
import { nextDelivery, type Site } from './sites.ts';

/** A parcel on its way back. */
export interface Parcel {
  readonly rmaId: string;
  readonly country: Country;
  readonly site: Site;
  readonly grams: number;
  /** True if the first scan is certain to be made, because a refund depends on it. */
  readonly isScannedIn?: boolean;
}

/** How a parcel's trip went. */
export interface Trip {
  /** When the carrier's system reported the first scan; undefined if there was none. */
  readonly acceptToldMs: number | undefined;
  /** When it reached the site; undefined if it was lost. */
  readonly arrivesMs: number | undefined;
}

/** Lets a carrier bring a parcel from its customer to the site, with the scans it makes on the way. */
export function carry(scene: Scene, parcel: Parcel): Trip {
  const { random, startMs, cast } = scene;
  const { rmaId, grams, site } = parcel;
  const carrier = choose(random, parcel.country.carriers);
  const slack = cast.parameters.carrierSlack;
  const isScannedIn = parcel.isScannedIn === true || random.chance(carrier.acceptRate - slack);
  const acceptToldMs = isScannedIn ? scanIn(scene, carrier, { rmaId, grams }) : undefined;
  const roadMs = travel(scene, carrier, rmaId);
  if (random.chance(carrier.lossRate)) return { acceptToldMs, arrivesMs: undefined };
  const arrivesMs = nextDelivery(site, random, startMs + roadMs);
  if (random.chance(carrier.deliverRate - slack)) scanDelivered(scene, carrier, { rmaId, atMs: arrivesMs });
  return { acceptToldMs, arrivesMs };
}

/** Makes the first scan, sometimes with a belt scale's reading. Returns when the carrier's system reports it. */
export function scanIn(
  { random, journal, startMs }: Scene,
  carrier: Carrier,
  { rmaId, grams }: { readonly rmaId: string; readonly grams: number },
): number {
  const delayMs = feedDelay(random, carrier);
  journal.late(startMs, delayMs, {
    rmaId,
    step: random.chance(0.8) ? 'accepting' : 'shipping',
    attestor: attestorOf(carrier, `depot_${random.below(200)}`),
    // Belt scales are legal for trade: right to about one per cent.
    ...(random.chance(carrier.weighRate) ? { grams: Math.round(grams * random.normal(1, 0.008)) } : {}),
  });
  return Math.round(startMs + delayMs);
}

/** Takes a parcel along the road, past a hub that may scan it. Returns how long the road was, in milliseconds. */
export function travel({ random, journal, startMs }: Scene, carrier: Carrier, rmaId: string): number {
  const [median, sigma] = carrier.transitDays;
  const roadMs = Math.max(0.6, random.logNormal(median, sigma)) * DAY_MS;
  if (random.chance(carrier.transitRate)) {
    journal.late(startMs + roadMs * random.between(0.2, 0.7), feedDelay(random, carrier), {
      rmaId,
      step: random.chance(0.5) ? 'transporting' : 'departing',
      disposition: 'in_transit',
      attestor: attestorOf(carrier, `hub_${random.below(40)}`),
    });
  }
  return roadMs;
}

/** Makes the last scan, by the driver. Returns when the carrier's system reports it. */
export function scanDelivered(
  { random, journal }: Scene,
  carrier: Carrier,
  { rmaId, atMs }: { readonly rmaId: string; readonly atMs: number },
): number {
  const delayMs = feedDelay(random, carrier);
  const attestor = attestorOf(carrier, `van_${random.below(300)}`);
  journal.late(atMs, delayMs, { rmaId, step: 'arriving', attestor });
  return Math.round(atMs + delayMs);
}

/** Returns a carrier's employee or machine as the attestor of a scan. */
export function attestorOf({ id }: Pick<Carrier, 'id'>, deviceId: string): Attestor {
  return { class: 'carrier', id, deviceId, capture: 'scanned' };
}

/** Returns how long a carrier takes to report a scan, in milliseconds. One message in a hundred hangs for hours. */
export function feedDelay(random: Random, { feedMinutes }: Carrier): number {
  const stuckMs = random.chance(0.01) ? random.between(2, 14) * HOUR_MS : 0;
  return random.exponential(feedMinutes) * MINUTE_MS + stuckMs;
}

/**
 * Returns what a parcel of the right goods weighs on its way back. Most people use the box it came in. Some use
 * another box, or forget the manual, a cable or a charger.
 */
export function returnedGrams(random: Random, shippedGrams: number): number {
  const box = random.chance(0.16) ? random.normal(1, 0.04) : random.normal(1, 0.01);
  const forgotten = random.chance(0.035) ? random.between(0.02, 0.14) : 0;
  return Math.max(20, shippedGrams * (box - forgotten) + random.normal(5, 8));
}
