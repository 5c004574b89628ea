import { DAY_MS, HOUR_MS } from '../../domain/shared/calendar.ts';
import { COUNTRIES, type Country } from './countries.ts';
import type { Employee } from './employee.ts';
import { headCount, scaleOf, WORLD_START, type WorldOptions } from './options.ts';
import type { WorldParameters } from './parameters.ts';
import { Random } from './random.ts';
import { drawSite, type Site } from './sites.ts';

/** Everybody and every place of a world. */
export interface Staff {
  readonly sites: readonly Site[];
  readonly employees: readonly Employee[];
  readonly clerks: readonly Employee[];
  readonly agents: readonly Employee[];
  readonly supervisors: readonly Employee[];
  readonly reviewers: readonly Employee[];
}

/**
 * Who works where: in the full world about 24 large sites, 50 middling and 76 small ones, and six contact centres.
 */
const FULL = { sites: 150, centres: 6, agents: 44, supervisors: 18, reviewers: 10 };

/**
 * Sites of each size, and who is there: [clerks, inspectors, stowers]. In the smallest, the inspector also puts
 * goods away.
 */
const SIZES = [
  { size: 'large', share: 0.16, volume: 5, crew: [3, 2, 2] },
  { size: 'middling', share: 0.33, volume: 2.2, crew: [2, 1, 1] },
  { size: 'small', share: 0.51, volume: 0.8, crew: [1, 1, 0] },
] as const;

/** Returns the sites and the people of a world. */
export function drawStaff(options: WorldOptions, parameters: WorldParameters): Staff {
  const random = new Random(options.seed, 'staff');
  const roster = new Roster(random, options);
  const scale = scaleOf(options);
  const supervisors = Array.from({ length: headCount(FULL.supervisors, scale, 2) }, (_, index) =>
    // Each works at one of the sites and is responsible for several.
    roster.hire('supervisor', placeOf(`site_${index + 1}`, spread(index, COUNTRIES))),
  );
  const sites = Array.from({ length: headCount(FULL.sites, scale, COUNTRIES.length) }, (_, index) => {
    const country = spread(index, COUNTRIES);
    const boss = random.pick(sameCountry(supervisors, country.code));
    const { volume, crew } = random.weighted(SIZES, ({ share }) => share);
    const place = {
      id: `site_${index + 1}`,
      country: country.code,
      zoneHours: random.pick(country.zoneHours),
    };
    return drawSite({
      random: new Random(options.seed, 'site', index),
      options,
      parameters,
      place,
      volume,
      crew: crewOf(roster, place, boss, crew),
    });
  });
  const centres = headCount(FULL.centres, scale, 1);
  const agents = Array.from({ length: headCount(FULL.agents, scale, 3) }, (_, index) => {
    const centre = placeOf(`centre_${(index % centres) + 1}`, spread(index % centres, COUNTRIES));
    return roster.hire('agent', centre, { managerId: random.pick(supervisors).id });
  });
  // Loss prevention reports to nobody who runs a site; up to four of them may be asked about a refund.
  const reviewers = Array.from({ length: headCount(FULL.reviewers, scale, 6) }, () =>
    roster.hire('reviewer', placeOf('centre_1', spread(0, COUNTRIES)), {
      managerId: 'head_of_loss_prevention',
    }),
  );
  return { sites, employees: roster.hired, clerks: roster.of('clerk'), agents, supervisors, reviewers };
}

interface Place {
  readonly id: string;
  readonly country: string;
  readonly zoneHours: number;
}

/** Hires people, with running numbers. */
class Roster {
  readonly hired: Employee[] = [];
  readonly #random: Random;
  readonly #options: WorldOptions;

  constructor(random: Random, options: WorldOptions) {
    this.#random = random;
    this.#options = options;
  }

  hire(
    role: Employee['role'],
    place: Place,
    { managerId, joins = false }: { readonly managerId?: string; readonly joins?: boolean } = {},
  ): Employee {
    const random = this.#random;
    const number = this.hired.length + 1;
    const { startsAt = WORLD_START, days } = this.#options;
    const employee = {
      id: `emp_${number}`,
      role,
      siteId: place.id,
      country: place.country,
      zoneHours: place.zoneHours,
      managerId,
      teamId: `team_${place.id}_${role}`,
      shiftHour: random.pick([6, 7, 8, 9, 12]),
      startsMs: startsAt.getTime() + (joins ? random.between(0.1, 0.6) * days * DAY_MS : number),
      stationId: `station_${number}`,
      marksEarly: random.chance(0.08) ? random.between(0.05, 0.25) : 0.006,
      pace: random.between(0.75, 1.3),
    };
    this.hired.push(employee);
    return employee;
  }

  /**
   * Returns true for about one in eight of a site's further clerks: they join later, and the others do the work
   * until then.
   */
  isJoiner(): boolean {
    return this.#random.chance(0.12);
  }

  of(role: Employee['role']): readonly Employee[] {
    return this.hired.filter((one) => one.role === role);
  }
}

function crewOf(
  roster: Roster,
  place: Place,
  boss: Employee,
  [clerks, inspectors, stowers]: readonly [number, number, number],
): Site['crew'] {
  const hire = (role: Employee['role'], count: number): readonly Employee[] =>
    Array.from({ length: count }, (_, index) =>
      roster.hire(role, place, {
        managerId: boss.id,
        joins: role === 'clerk' && index > 0 && roster.isJoiner(),
      }),
    );
  const inspecting = hire('inspector', inspectors);
  const stowing = hire('stower', stowers);
  return {
    clerks: hire('clerk', clerks),
    inspectors: inspecting,
    stowers: stowing.length > 0 ? stowing : inspecting,
  };
}

function placeOf(id: string, country: Country): Place {
  return { id, country: country.code, zoneHours: country.zoneHours[0] ?? 0 };
}

/**
 * Returns the country with this index, dealt out by shares: every country once first, then the largest most often.
 */
function spread(index: number, countries: readonly Country[]): Country {
  const first = countries[index];
  if (first !== undefined) return first;
  // Steps of the golden ratio fall evenly, so any number of sites has about the right shares.
  let left = (index * 0.6180339887) % 1;
  for (const country of countries) {
    left -= country.share;
    if (left < 0) return country;
  }
  return countries[0] ?? fail();
}

function fail(): never {
  throw new RangeError('A world has at least one country.');
}

function sameCountry(people: readonly Employee[], country: string): readonly Employee[] {
  const here = people.filter((one) => one.country === country);
  return here.length > 0 ? here : people;
}

/** Returns the first moment, from `atMs` on, at which this person is at work. */
export function atWork(person: Pick<Employee, 'zoneHours' | 'shiftHour'>, atMs: number): number {
  const localMs = atMs + person.zoneHours * HOUR_MS;
  const dayMs = localMs - (((localMs % DAY_MS) + DAY_MS) % DAY_MS);
  const beginMs = dayMs + person.shiftHour * HOUR_MS;
  const shift = SHIFT_HOURS * HOUR_MS;
  const workMs = localMs < beginMs ? beginMs : localMs < beginMs + shift ? localMs : beginMs + DAY_MS;
  return workMs - person.zoneHours * HOUR_MS;
}

/** Hours at work, breaks included. */
const SHIFT_HOURS = 9;
