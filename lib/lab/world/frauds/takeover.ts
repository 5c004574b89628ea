import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../domain/shared/calendar.ts';
import { type Cast, idsOf, type Scene } from '../cast.ts';
import type { Employee } from '../employee.ts';
import { dearBasket } from '../goods.ts';
import { madeBy } from '../intake.ts';
import type { Random } from '../random.ts';
import { newTerminal, requestOf, usualSession } from '../request.ts';
import { truthOf } from '../reviewers.ts';
import { atWork } from '../staff.ts';
import { countryOf, fraudulently } from './crime.ts';
import type { Insiders } from './insiders.ts';
import { anyTime, drawCareer, type Thread, thread, timesOf } from './thread.ts';

/**
 * Returns the frauds of method 2: a phished password, used from elsewhere for a few expensive marks within hours.
 */
export function phishedAccounts(cast: Cast, insiders: Insiders, random: Random): readonly Thread[] {
  return insiders.of('phished').flatMap((victim) => {
    // Nobody's password is phished before the first day at work.
    const beginMs = Math.max(anyTime(random, cast.options), victim.startsMs + DAY_MS / 2);
    const marks = random.whole(3, 7);
    const hours = random.between(1, 4);
    const country = countryOf(victim.country);
    const buyers = cast.crooks.ring(country, random.whole(1, 4));
    // A few thieves use the victim's own machine, which is not a new device.
    const newDevice = random.chance(0.93);
    const deviceId = newDevice ? newTerminal(random) : victim.stationId;
    const offShift = random.chance(0.75);
    const session = { deviceId, newDevice, offShift, wrongSite: !offShift || random.chance(0.3) };
    return Array.from({ length: marks }, () =>
      thread(beginMs + random.next() * hours * HOUR_MS, (scene) =>
        playTakeover(scene, { victim, session, buyer: scene.random.pick(buyers) }),
      ),
    );
  });
}

interface Takeover {
  readonly victim: Employee;
  readonly session: NonNullable<Parameters<typeof requestOf>[0]['session']>;
  readonly buyer: Parameters<typeof requestOf>[0]['buyer'];
}

function playTakeover(scene: Scene, { victim, session, buyer }: Takeover): void {
  const { cast, random, journal, startMs } = scene;
  const ids = idsOf(scene);
  const units = random.chance(0.35) ? random.whole(2, 5) : 1;
  const basket = dearBasket(random, { euros: units > 1 ? [900, 6000] : [380, 2600], units });
  if (random.chance(0.85)) {
    const by = madeBy(victim, 'keyed');
    const attestor = { ...by.attestor, deviceId: session.deviceId ?? victim.stationId };
    journal.scan(startMs, { ...by, rmaId: ids.rmaId, step: 'receiving', disposition: 'returned', attestor });
  }
  const request = requestOf({ ids, buyer, basket, claim: 'returned', marker: victim, session });
  const truth = fraudulently(ids, 'phished_account', 'nothing_came');
  journal.refund(startMs, request, truthOf(cast, random, truth));
}

/**
 * Returns the frauds of method 3: a status changed through an interface, days after the event it claims, by an
 * employee with access.
 */
export function systemChanges(cast: Cast, insiders: Insiders, random: Random): readonly Thread[] {
  // Access is rarer than a station: one bribed clerk in eight has it.
  const clerks = insiders.of('bribed_clerk');
  const writers = clerks.slice(0, Math.max(1, Math.round(clerks.length / 8)));
  return writers.flatMap((writer) => {
    const career = drawCareer(random, cast.options, [8, 36]);
    return timesOf(random, career, random.between(0.7, 1.1)).map((atMs) =>
      thread(Math.max(atMs, writer.startsMs), (scene) => playChange(scene, writer)),
    );
  });
}

function playChange(scene: Scene, writer: Employee): void {
  const { cast, random, journal, startMs } = scene;
  const ids = idsOf(scene);
  const basket = dearBasket(random, { euros: [300, 3200] });
  const buyer = cast.crooks.client(countryOf(writer.country));
  const atMs = random.chance(0.5) ? atWork(writer, startMs) : startMs;
  const agoMs = random.between(2, 20) * DAY_MS;
  if (random.chance(0.7)) {
    const scan = { rmaId: ids.rmaId, step: 'receiving', disposition: 'returned', ...madeBy(writer, 'api') };
    journal.late(atMs - agoMs, agoMs, scan);
  }
  const session = {
    ...usualSession(random, writer),
    newDevice: random.chance(0.25),
    offShift: random.chance(0.4),
  };
  const request = requestOf({ ids, buyer, basket, claim: 'returned', marker: writer, session });
  const truth = fraudulently(ids, 'changed_in_system', 'nothing_came', [writer]);
  journal.refund(atMs + random.between(0, 5) * MINUTE_MS, request, truthOf(cast, random, truth));
}

/**
 * Returns the frauds of methods 5 and 18: a supervisor who signs what a bribed clerk marks, or what they marked
 * themselves.
 */
export function supervisorOverrides(cast: Cast, insiders: Insiders, random: Random): readonly Thread[] {
  return insiders.of('bribed_supervisor').flatMap((supervisor) => {
    const partners = insiders.of('bribed_clerk').filter(({ country }) => country === supervisor.country);
    const partner = partners[0];
    const career = drawCareer(random, cast.options, [10, 40]);
    return timesOf(random, career, random.between(0.6, 1.2)).map((atMs) =>
      thread(Math.max(atMs, partner?.startsMs ?? 0), (scene) => playOverride(scene, { supervisor, partner })),
    );
  });
}

function playOverride(
  scene: Scene,
  { supervisor, partner }: { supervisor: Employee; partner: Employee | undefined },
): void {
  const { cast, random, journal, startMs } = scene;
  const ids = idsOf(scene);
  const marker = partner === undefined || random.chance(0.3) ? supervisor : partner;
  const atMs = atWork(marker, startMs);
  const units = random.chance(0.4) ? random.whole(2, 5) : 1;
  const basket = dearBasket(random, { euros: units > 1 ? [1800, 8500] : [900, 3500], units });
  const buyer = cast.crooks.client(countryOf(marker.country));
  if (random.chance(0.9)) {
    const by = madeBy(marker, 'keyed');
    journal.scan(atMs, { rmaId: ids.rmaId, step: 'receiving', disposition: 'returned', ...by });
  }
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim: 'returned',
    marker,
    session: usualSession(random, marker),
    approvedBy: supervisor.id,
  });
  const insiders = marker === supervisor ? [supervisor] : [marker, supervisor];
  const truth = fraudulently(ids, 'supervisor_override', 'nothing_came', insiders);
  // The signature comes within minutes, and the request with it.
  journal.refund(atMs + random.between(1, 8) * MINUTE_MS, request, truthOf(cast, random, truth));
}
