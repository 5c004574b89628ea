import { DAY_MS, HOUR_MS } from '../../../domain/shared/calendar.ts';
import type { Buyer } from '../buyers.ts';
import { type Cast, idsOf, type Scene } from '../cast.ts';
import { DELIVERED, deliver, type GrantedClaim } from '../claims.ts';
import type { Employee } from '../employee.ts';
import { dearBasket, plainBasket } from '../goods.ts';
import type { Random } from '../random.ts';
import { requestOf, usualSession } from '../request.ts';
import { truthOf } from '../reviewers.ts';
import { atWork } from '../staff.ts';
import { countryOf, fraudulently } from './crime.ts';
import type { Insiders } from './insiders.ts';
import { drawCareer, type Thread, thread, timesOf } from './thread.ts';

/** What partners ask for. Keeping the goods is the simplest; the other claims look more like everyday work. */
const CLAIMS: readonly (readonly [GrantedClaim, number])[] = [
  ['returnless', 0.42],
  ['not_received', 0.33],
  ['damaged', 0.25],
];

/**
 * Returns the frauds of method 4: service agents who grant their partners' claims, again and again, mostly without
 * a ticket.
 */
export function bribedAgents(cast: Cast, insiders: Insiders, random: Random): readonly Thread[] {
  return insiders.of('bribed_agent').flatMap((agent) => {
    const ring = cast.crooks.ring(countryOf(agent.country), random.whole(6, 14));
    const career = drawCareer(random, cast.options, [12, 44]);
    return timesOf(random, career, random.between(1.6, 3)).map((atMs) =>
      thread(Math.max(atMs, agent.startsMs), (scene) => playConcession(scene, { agent, ring })),
    );
  });
}

function playConcession(scene: Scene, { agent, ring }: { agent: Employee; ring: readonly Buyer[] }): void {
  const { cast, random, journal, startMs } = scene;
  const ids = idsOf(scene);
  const claim = random.weighted(CLAIMS, ([, share]) => share)[0];
  // Four in five buyers belong to the agent's own ring; the others are friends with accounts of their own.
  const buyer = random.chance(0.82) ? random.pick(ring) : cast.crooks.client(countryOf(agent.country));
  const basket = random.chance(0.75)
    ? dearBasket(random, { euros: [180, 2200] })
    : plainBasket(random, random.between(60, 350));
  deliver(scene, { orderId: ids.orderId, country: buyer.country }, DELIVERED);
  const atMs = atWork(agent, startMs + HOUR_MS + random.exponential(2) * DAY_MS);
  const photo = random.chance(0.12) ? [{ kind: 'photo', sha256: random.hex(64) } as const] : [];
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim,
    marker: agent,
    session: usualSession(random, agent),
    ticket: random.chance(0.18),
    ...(photo.length > 0 ? { attachments: photo } : {}),
  });
  const truth = fraudulently(ids, 'bribed_agent', 'claim_false', [agent]);
  journal.refund(atMs, request, truthOf(cast, random, truth));
}
