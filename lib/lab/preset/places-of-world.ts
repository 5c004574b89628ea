import { SCANNERS, SOURCES } from '../../demo/event-builders.ts';
import type { Places } from '../../producers/places.ts';
import { drawCast } from '../world/cast.ts';
import { COUNTRIES } from '../world/countries.ts';
import { checkOptions, type WorldOptions } from '../world/options.ts';
import { machinesOf, type Site } from '../world/sites.ts';

/**
 * Returns the systems of a world. Nobody in it has an account: each system is under a control of its own.
 * @throws RangeError if an option is out of its limits.
 */
export function placesOfWorld(options: WorldOptions): Places {
  checkOptions(options);
  const carriers = new Set(COUNTRIES.flatMap((country) => country.carriers.map(([{ id }]) => id)));
  return {
    shop: { source: SOURCES.refund },
    hr: { source: SOURCES.employee },
    lossPrevention: { source: SOURCES.subject },
    carriers: [...carriers].map((id) => ({ id, source: SCANNERS.carrier(id) })),
    sites: drawCast(options).staff.sites.map(placeOf),
  };
}

function placeOf(site: Pick<Site, 'id' | 'scaleBias'>): Places['sites'][number] {
  const { id, scaleBias } = site;
  const { scanner, scale, counter } = machinesOf(site);
  return {
    id,
    dock: {
      source: SCANNERS.dock(id),
      scanners: [scanner],
      scales: scaleBias === undefined ? [] : [scale],
    },
    warehouse: { source: SCANNERS.warehouse(id), counters: [counter] },
    thirdParty: thirdPartyAt(id),
  };
}

/** Returns the company that would run a site if the merchant did not, and the system that sends its files. */
export function thirdPartyAt(siteId: string): Places['sites'][number]['thirdParty'] {
  return { id: `logistics_${siteId}`, source: `3pl.${siteId}` };
}
