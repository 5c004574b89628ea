import type { BuiltScan } from '../../demo/event-builders.ts';
import type { Attestor } from '../../domain/evidence/scan.ts';
import { HOUR_MS, MINUTE_MS } from '../../domain/shared/calendar.ts';
import type { Scene } from './cast.ts';
import type { Employee } from './employee.ts';
import { backlogAt, isWithin, machinesOf, type Site } from './sites.ts';
import { atWork } from './staff.ts';

/** A return at the site that takes it in. */
export interface AtSite {
  readonly rmaId: string;
  readonly site: Site;
}

/** Takes a parcel through the dock and over the scale. Returns when it is in the intake queue. */
export function unload(
  scene: Scene,
  { rmaId, site }: AtSite,
  { arrivesMs, grams }: { readonly arrivesMs: number; readonly grams: number },
): number {
  const { random, journal } = scene;
  const dockMs = arrivesMs + random.between(3, 50) * MINUTE_MS;
  const isDown = isWithin(site.dockOutages, dockMs);
  if (!isDown && random.chance(site.dockRate)) {
    const { scanner } = machinesOf(site);
    journal.scan(dockMs, {
      rmaId,
      step: random.chance(0.7) ? 'unloading' : 'arriving',
      siteId: site.id,
      attestor: { class: 'sensor', id: scanner, deviceId: scanner, capture: 'scanned' },
    });
  } else if (isDown && random.chance(0.5)) {
    // While the scanner is down, a person types in half of what the van brought: this is only that person's word.
    const hand = random.pick(site.crew.stowers);
    journal.scan(dockMs + random.between(10, 180) * MINUTE_MS, {
      rmaId,
      step: 'unloading',
      ...madeBy(hand, 'keyed'),
    });
  }
  const queuedMs = dockMs + random.between(5, 60) * MINUTE_MS;
  weigh(scene, { rmaId, site }, { atMs: queuedMs, grams });
  return queuedMs;
}

function weigh(
  scene: Scene,
  { rmaId, site }: AtSite,
  { atMs, grams }: { atMs: number; grams: number },
): void {
  const { random, journal } = scene;
  if (site.scaleBias === undefined || !random.chance(site.scaleRate)) return;
  const { scale } = machinesOf(site);
  // About one parcel in three hundred lies askew or on top of another, and is weighed wrong.
  const slip = random.chance(0.003) ? random.between(0.6, 1.6) : 1;
  journal.scan(atMs, {
    rmaId,
    step: 'receiving',
    disposition: 'in_progress',
    siteId: site.id,
    attestor: { class: 'sensor', id: scale, deviceId: scale, capture: 'api' },
    grams: Math.max(1, Math.round(grams * slip * (1 + site.scaleBias + random.normal(0, 0.003)))),
  });
}

/** Returns when a person gets to work that waits since `fromMs`. `hours` is the usual wait. */
export function whenDone(
  scene: Scene,
  { site, person }: { readonly site: Site; readonly person: Employee },
  {
    fromMs,
    hours,
    sigma = 0.8,
  }: { readonly fromMs: number; readonly hours: number; readonly sigma?: number },
): number {
  const slowness = scene.cast.parameters.slowness * backlogAt(site, fromMs) * person.pace;
  return atWork(person, fromMs + scene.random.logNormal(hours, sigma) * slowness * HOUR_MS);
}

/** Makes the clerk's mark: the claim that the refund request is based on. */
export function mark(
  scene: Scene,
  { rmaId, clerk, atMs }: { readonly rmaId: string; readonly clerk: Employee; readonly atMs: number },
): void {
  const capture = scene.random.chance(0.6) ? 'scanned' : 'keyed';
  scene.journal.scan(atMs, {
    rmaId,
    step: 'receiving',
    disposition: 'returned',
    ...madeBy(clerk, capture),
  });
}

/** How often the wrong return is booked onto a shelf; the person who did it declares it wrong. */
const MISBOOKED_SHARE = 0.002;

/** Books a return onto a shelf. */
export function stow(
  { random, journal }: Scene,
  { rmaId, stower, atMs }: { readonly rmaId: string; readonly stower: Employee; readonly atMs: number },
): void {
  const step = random.chance(0.85) ? 'storing' : 'stocking';
  const scan = { rmaId, step, ...madeBy(stower, 'scanned') };
  if (random.chance(MISBOOKED_SHARE)) {
    journal.mistaken(atMs - random.between(5, 40) * MINUTE_MS, atMs - MINUTE_MS, scan);
  }
  journal.scan(atMs, scan);
}

/** Returns who makes a scan and where: an employee, in the warehouse system of their site. */
export function madeBy(
  { id, siteId, stationId }: Employee,
  capture: NonNullable<Attestor['capture']>,
): Required<Pick<BuiltScan, 'attestor' | 'siteId'>> {
  return { siteId, attestor: { class: 'site', id, deviceId: stationId, sessionId: `ses_${id}`, capture } };
}
