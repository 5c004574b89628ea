import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../domain/shared/calendar.ts';
import type { FraudMethod } from '../../truth.ts';
import type { Buyer } from '../buyers.ts';
import { type Cast, onDuty, type RefundIds, type Scene } from '../cast.ts';
import { COUNTRIES, type Country, choose } from '../countries.ts';
import type { Employee } from '../employee.ts';
import { inspectDecoy } from '../inspection.ts';
import { stow, unload, whenDone } from '../intake.ts';
import type { Random } from '../random.ts';
import type { Happening } from '../reviewers.ts';
import type { Site } from '../sites.ts';
import { carry, scanDelivered, scanIn, travel } from '../transit.ts';

/** Returns what is true of a fraud. */
export function fraudulently(
  { refundId }: RefundIds,
  method: FraudMethod,
  happened: Happening['happened'],
  insiders: readonly Employee[] = [],
): Happening {
  return { refundId, fraud: true, method, happened, insiderIds: insiders.map(({ id }) => id) };
}

/**
 * Returns the country with this code.
 * @throws RangeError if the world has no country of this code.
 */
export function countryOf(code: string): Country {
  const country = COUNTRIES.find((one) => one.code === code);
  if (country === undefined) throw new RangeError(`The world has no country "${code}".`);
  return country;
}

/** Returns any country, by its share. */
export function anyCountry(random: Random): Country {
  return random.weighted(COUNTRIES, ({ share }) => share);
}

/**
 * Returns the account that is refunded for an insider's work: mostly a client of a refund service, under their own
 * name.
 */
export function clientFor(
  { cast, random }: { readonly cast: Cast; readonly random: Random },
  country: Country,
  ring: readonly Buyer[],
): Buyer {
  const who = random.next();
  if (who < 0.2 && ring.length > 0) return random.pick(ring);
  // Some clients are ordinary customers who heard of the service.
  return who < 0.4 ? cast.buyers.pick(random, country) : cast.crooks.client(country);
}

/** A decoy on its way: what it weighs, and how the site treats it. */
export interface Decoy {
  readonly ids: RefundIds;
  readonly country: Country;
  readonly site: Site;
  readonly grams: number;
  readonly isScannedIn?: boolean;
}

/**
 * Sends a parcel without the goods in it. Returns when its first scan is reported, and when it is in the intake
 * queue: undefined if there was no scan, or if the parcel was lost.
 */
export function sendDecoy(
  scene: Scene,
  { ids: { rmaId }, country, site, grams, isScannedIn = false }: Decoy,
): { readonly acceptToldMs: number | undefined; readonly queuedMs: number | undefined } {
  const { acceptToldMs, arrivesMs } = carry(scene, { rmaId, country, site, grams, isScannedIn });
  if (arrivesMs === undefined) return { acceptToldMs, queuedMs: undefined };
  return { acceptToldMs, queuedMs: unload(scene, { rmaId, site }, { arrivesMs, grams }) };
}

/** What becomes of a decoy at the site, as probabilities: it is opened, or it is not opened and shelved sealed. */
export interface Fate {
  readonly opened: number;
  readonly shelvedSealed: number;
}

/** Lets the honest staff of a site deal with a decoy after it was marked. */
export function dealWithDecoy(
  scene: Scene,
  {
    ids: { rmaId },
    site,
    serials,
  }: { readonly ids: RefundIds; readonly site: Site; readonly serials: readonly string[] },
  { opened, shelvedSealed, fromMs }: Fate & { readonly fromMs: number },
): void {
  const { random } = scene;
  if (random.chance(opened)) {
    const inspector = onDuty(random, site.crew.inspectors, fromMs);
    const atMs = whenDone(scene, { site, person: inspector }, { fromMs, hours: 2.5, sigma: 1.1 });
    inspectDecoy(scene, { rmaId, site, inspector, atMs, serials });
    return;
  }
  if (!random.chance(shelvedSealed)) return;
  const stower = onDuty(random, site.crew.stowers, fromMs);
  const atMs = whenDone(scene, { site, person: stower }, { fromMs, hours: 4.5, sigma: 1 });
  stow(scene, { rmaId, stower, atMs });
}

/** A label on a letter: what the tracking page of the return will show. */
export interface FakeLabel {
  readonly rmaId: string;
  readonly country: Country;
  /** False when the letter is never sent on: a first scan is all there is. */
  readonly isDelivered: boolean;
}

/**
 * Makes the scans of such a label: a first scan, and if it is sent on, a letter delivered somewhere with the
 * return's number on it. Returns when each is reported.
 */
export function fakeTracking(
  scene: Scene,
  { rmaId, country, isDelivered }: FakeLabel,
): { readonly acceptToldMs: number; readonly deliveredToldMs: number } {
  const { random, startMs } = scene;
  const carrier = choose(random, country.carriers);
  const acceptToldMs = scanIn(scene, carrier, { rmaId, grams: random.between(15, 110) });
  if (!isDelivered) return { acceptToldMs, deliveredToldMs: acceptToldMs + random.between(1, 3) * DAY_MS };
  const roadMs = travel(scene, carrier, rmaId);
  return { acceptToldMs, deliveredToldMs: scanDelivered(scene, carrier, { rmaId, atMs: startMs + roadMs }) };
}

/** Returns a time some minutes or hours later: what is planned is not done to the minute. */
export function aWhileAfter(random: Random, atMs: number): number {
  return atMs + random.between(4, 90) * MINUTE_MS + (random.chance(0.3) ? random.between(1, 5) * HOUR_MS : 0);
}
