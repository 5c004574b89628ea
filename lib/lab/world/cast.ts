import { Buyers, Crooks } from './buyers.ts';
import { COUNTRIES, type Country } from './countries.ts';
import type { Employee } from './employee.ts';
import type { Journal } from './journal.ts';
import type { WorldOptions } from './options.ts';
import { drawParameters, type WorldParameters } from './parameters.ts';
import type { Random } from './random.ts';
import type { Site } from './sites.ts';
import { drawStaff, type Staff } from './staff.ts';

/** Who and what is in a world before anything happens. */
export interface Cast {
  readonly options: WorldOptions;
  readonly parameters: WorldParameters;
  readonly staff: Staff;
  readonly buyers: Buyers;
  readonly crooks: Crooks;
  /** The sites of each country; all sites for a country that has none. */
  readonly sitesOf: ReadonlyMap<string, readonly Site[]>;
  readonly siteById: ReadonlyMap<string, Site>;
}

/** Returns the cast of a world. */
export function drawCast(options: WorldOptions): Cast {
  const parameters = drawParameters(options.seed);
  const staff = drawStaff(options, parameters);
  const sitesOf = new Map(
    COUNTRIES.map(({ code }) => {
      const here = staff.sites.filter(({ country }) => country === code);
      return [code, here.length > 0 ? here : staff.sites];
    }),
  );
  return {
    options,
    parameters,
    staff,
    buyers: new Buyers(options),
    crooks: new Crooks(options.seed),
    sitesOf,
    siteById: new Map(staff.sites.map((site) => [site.id, site])),
  };
}

/** What the code that plays one thread of the world works with. */
export interface Scene {
  readonly cast: Cast;
  readonly random: Random;
  readonly journal: Journal;
  /** Running number of the thread's first refund. The ids are made from it, and do not show what is a fraud. */
  readonly number: number;
  readonly startMs: number;
}

/** The ids of one refund. */
export interface RefundIds {
  readonly refundId: string;
  readonly orderId: string;
  readonly rmaId: string;
}

/** Returns the ids of a thread's refund. A thread may have several refunds; `place` counts them from 0. */
export function idsOf({ number }: Pick<Scene, 'number'>, place = 0): RefundIds {
  const id = number + place;
  return { refundId: `re_${id}`, orderId: `o_${id}`, rmaId: `rma_${id}` };
}

/** Returns the site a customer's return goes to: a large site more often than a small one. */
export function siteFor({ cast, random }: Scene, country: Country): Site {
  return random.weighted(cast.sitesOf.get(country.code) ?? cast.staff.sites, ({ volume }) => volume);
}

/** Returns one of the people who already work there at that time, or one of all if nobody does. */
export function onDuty(random: Random, people: readonly Employee[], atMs: number): Employee {
  const present = people.filter(({ startsMs }) => startsMs <= atMs);
  return random.pick(present.length > 0 ? present : people);
}
