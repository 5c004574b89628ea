import type { EventBuilder } from '../../demo/event-builders.ts';
import { DAY_MS, HOUR_MS } from '../../domain/shared/calendar.ts';
import type { TrueEmployee } from '../truth.ts';
import type { Cast } from './cast.ts';
import { COUNTRIES } from './countries.ts';
import type { Employee } from './employee.ts';
import type { Insiders } from './frauds/insiders.ts';
import type { TimedEvent } from './journal.ts';
import { WORLD_START, type WorldOptions } from './options.ts';
import { Random } from './random.ts';

/** Returns the events of the staff directory: everybody on the first morning, joiners on their first day. */
export function staffNotices({ staff }: Cast, build: EventBuilder): readonly TimedEvent[] {
  return staff.employees.map((employee) => {
    const time = new Date(Math.round(employee.startsMs));
    return { atMs: time.getTime(), event: build.event('employee.updated', time, updateOf(employee)) };
  });
}

function updateOf({ id, role, siteId, country, managerId, teamId }: Employee): unknown {
  return {
    employeeId: id,
    role,
    siteId,
    country,
    ...(managerId === undefined ? {} : { managerId }),
    teamId,
    status: 'active',
    by: 'hr_1',
  };
}

/** Returns what every employee really is. */
export function staffTruths({ staff }: Cast, insiders: Insiders): readonly TrueEmployee[] {
  return staff.employees.map(({ id, role }) => ({
    kind: 'employee',
    employeeId: id,
    role,
    insider: insiders.kinds.get(id) ?? null,
  }));
}

/** How many honest customers are flagged by mistake per year in the full world. Each flag is lifted again. */
const MISTAKEN_FLAGS = 8;

/** Who asks for the lift of a flag; it takes two people. */
const LIFTED_BY = ['lp_1', 'lp_2'];

/** Returns flags set on customers by mistake, and their lifts within three days. */
export function flagNotices({ options, buyers }: Cast, build: EventBuilder): readonly TimedEvent[] {
  const random = new Random(options.seed, 'flags');
  const flags = Math.max(1, Math.round((MISTAKEN_FLAGS * options.refunds) / 306_000));
  return Array.from({ length: flags }, () => {
    const country = random.weighted(COUNTRIES, ({ share }) => share);
    const subject = { kind: 'customer', id: buyers.pick(random, country).customerId };
    const atMs = Math.round(anyMoment(random, options));
    const clearedMs = Math.round(atMs + random.between(2, 60) * HOUR_MS);
    const flagged = { subject, reason: 'Name like one on a list.' };
    const cleared = { subject, reason: 'Another person.' };
    return [
      { atMs, event: build.event('subject.flagged', new Date(atMs), flagged) },
      ...LIFTED_BY.map((by) => ({
        atMs: clearedMs,
        event: build.event('subject.cleared', new Date(clearedMs), { ...cleared, by }),
      })),
    ];
  }).flat();
}

function anyMoment(random: Random, { days, startsAt = WORLD_START }: WorldOptions): number {
  return startsAt.getTime() + random.between(0.05, 0.9) * days * DAY_MS;
}
