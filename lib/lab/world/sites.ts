import { DAY_MS, HOUR_MS } from '../../domain/shared/calendar.ts';
import type { Employee } from './employee.ts';
import { WORLD_START, type WorldOptions } from './options.ts';
import type { WorldParameters } from './parameters.ts';
import type { Random } from './random.ts';

/** A time during which something does not work. */
interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A warehouse or shop that takes returns in. */
export interface Site {
  readonly id: string;
  readonly country: string;
  readonly zoneHours: number;
  /** Share of its country's returns, relative to the others. */
  readonly volume: number;
  readonly crew: {
    readonly clerks: readonly Employee[];
    readonly inspectors: readonly Employee[];
    readonly stowers: readonly Employee[];
  };
  /** How often the fixed scanner at the dock reads a parcel that passes. */
  readonly dockRate: number;
  /** How far the scale is off, as a share of the weight; undefined if there is no scale. */
  readonly scaleBias: number | undefined;
  readonly scaleRate: number;
  /** True where numbered goods are opened before anybody marks them. */
  readonly inspectsFirst: boolean;
  /** Share of plain goods that are looked at and booked as inspected. */
  readonly inspectsPlain: number;
  readonly dockOutages: readonly Window[];
  readonly shortages: readonly Window[];
}

/** What a site is drawn from. */
export interface SiteDraft {
  readonly random: Random;
  readonly options: WorldOptions;
  readonly parameters: WorldParameters;
  readonly place: Pick<Site, 'id' | 'country' | 'zoneHours'>;
  readonly volume: number;
  readonly crew: Site['crew'];
}

/** Returns a site with its own equipment and its own bad days. */
export function drawSite({ random, options, parameters, place, volume, crew }: SiteDraft): Site {
  // One site in twelve has a badly placed scanner that misses several times as many parcels.
  const misses =
    parameters.dockMiss * (random.chance(1 / 12) ? random.between(2, 4) : random.between(0.3, 1.3));
  return {
    ...place,
    volume: volume * random.between(0.7, 1.4),
    crew,
    dockRate: 1 - misses,
    // Only small shops have no scale; scales drift by a few parts in a thousand between calibrations.
    scaleBias: volume < 1 && random.chance(0.12) ? undefined : random.normal(0, 0.004),
    scaleRate: random.between(0.93, 0.99),
    inspectsFirst: random.chance(0.45),
    inspectsPlain: random.between(0.5, 0.8),
    // A dock scanner fails about twice a year, for some hours to two days.
    dockOutages: windows(random, options, { perYear: 2, days: [0.3, 2] }),
    // Illness or a strike leaves too few people for two to nine days, three times in two years.
    shortages: windows(random, options, { perYear: 1.5, days: [2, 9] }),
  };
}

function windows(
  random: Random,
  { days, startsAt = WORLD_START }: WorldOptions,
  { perYear, days: [shortest, longest] }: { perYear: number; days: readonly [number, number] },
): readonly Window[] {
  return Array.from({ length: random.poisson((perYear * days) / 365) }, () => {
    const fromMs = startsAt.getTime() + random.next() * days * DAY_MS;
    return { fromMs, toMs: fromMs + random.between(shortest, longest) * DAY_MS };
  });
}

/** Returns the names of the machines at a site: at its dock, on its way to the desk, and of its stock counts. */
export function machinesOf({ id }: Pick<Site, 'id'>): {
  readonly scanner: string;
  readonly scale: string;
  readonly counter: string;
} {
  return { scanner: `dock_scanner_${id}`, scale: `scale_${id}`, counter: `counter_${id}` };
}

/** Returns true if something is not working at this time. */
export function isWithin(list: readonly Window[], atMs: number): boolean {
  return list.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** Returns how much longer than usual work waits at a site: more when hands are short, and after the holidays. */
export function backlogAt(site: Site, atMs: number): number {
  const dayOfYear = Math.floor((atMs / DAY_MS) % 365.25);
  // Presents from December come back in the three weeks after.
  const season = dayOfYear >= 360 || dayOfYear < 18 ? 1.5 : 1;
  return season * (isWithin(site.shortages, atMs) ? 2.2 : 1);
}

/** Returns when the next delivery van reaches a site: Monday to Saturday, in the morning or early afternoon. */
export function nextDelivery(site: Pick<Site, 'zoneHours'>, random: Random, atMs: number): number {
  const zoneMs = site.zoneHours * HOUR_MS;
  const localMs = atMs + zoneMs;
  const dayMs = Math.floor(localMs / DAY_MS) * DAY_MS;
  const hourMs = random.between(7.5, 14.5) * HOUR_MS;
  let arrivalMs = dayMs + hourMs;
  if (arrivalMs < localMs) arrivalMs += DAY_MS;
  // 1 January 1970 was a Thursday, so day 3 of each seven is a Sunday.
  if (Math.floor(arrivalMs / DAY_MS) % 7 === 3) arrivalMs += DAY_MS;
  return arrivalMs - zoneMs;
}
