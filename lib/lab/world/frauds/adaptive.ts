import { HOUR_MS, MINUTE_MS } from '../../../domain/shared/calendar.ts';
import type { Buyer } from '../buyers.ts';
import { type Cast, idsOf, type Scene } from '../cast.ts';
import type { Employee } from '../employee.ts';
import { type Basket, dearBasket, plainBasket, serialsOf } from '../goods.ts';
import { mark } from '../intake.ts';
import type { Random } from '../random.ts';
import { requestOf, usualSession } from '../request.ts';
import { truthOf } from '../reviewers.ts';
import type { Site } from '../sites.ts';
import { atWork } from '../staff.ts';
import { clientFor, countryOf, dealWithDecoy, fraudulently, sendDecoy } from './crime.ts';
import type { Insiders } from './insiders.ts';
import { drawCareer, type Thread, thread, timesOf } from './thread.ts';

/**
 * What the adversary has read in the published policy, in euros. Below the first value nobody asks for a scan.
 * Below the second a shelf scan is enough. Below the third a sealed parcel need not be opened. These are the
 * adversary's own notes: they are not read from the policy that judges.
 */
const NOTES = { unseenBelow: 150, sealedBelow: 400, unopenedBelow: 2000 };

/** The part of a limit that such a clerk stays under: the rest is a margin for the exchange rate. */
const MARGIN = 0.93;

/**
 * Returns the frauds of methods 1 and 6 by clerks who know the policy: small and without a parcel, or with a decoy
 * of the right weight.
 */
export function adaptiveGhosts(cast: Cast, insiders: Insiders, random: Random): readonly Thread[] {
  return insiders.of('adaptive_clerk').flatMap((clerk) => {
    const site = cast.siteById.get(clerk.siteId);
    if (site === undefined) return [];
    const career = drawCareer(random, cast.options, [16, 48]);
    const ring = cast.crooks.ring(countryOf(clerk.country), random.whole(3, 5));
    return timesOf(random, career, random.between(0.8, 1.4)).map((atMs) =>
      thread(Math.max(atMs, clerk.startsMs), (scene) => {
        const buyer = clientFor(scene, countryOf(clerk.country), ring);
        if (scene.random.chance(0.22)) playUnseen(scene, { clerk, site, buyer });
        else playDecoy(scene, { clerk, site, buyer });
      }),
    );
  });
}

interface Plan {
  readonly clerk: Employee;
  readonly site: Site;
  readonly buyer: Buyer;
}

/** Plays a fraud under the first threshold: a mark like any other, rare enough not to add up. */
function playUnseen(scene: Scene, plan: Plan): void {
  const { random, startMs } = scene;
  const basket = plainBasket(random, random.between(0.7, MARGIN) * NOTES.unseenBelow);
  ask(scene, plan, { basket, atMs: atWork(plan.clerk, startMs), happened: 'nothing_came' });
}

/**
 * Plays a fraud with a decoy: a parcel of the right weight comes, the clerk marks it unopened, and an honest
 * colleague puts it away sealed.
 */
function playDecoy(scene: Scene, plan: Plan): void {
  const { random, startMs } = scene;
  const { clerk, site, buyer } = plan;
  const ids = idsOf(scene);
  // Goods worth more than the last limit go as several jobs. The upper band pays best, so it is the usual one.
  const band: readonly [number, number] = random.chance(0.3)
    ? [NOTES.unseenBelow, NOTES.sealedBelow * MARGIN]
    : [NOTES.sealedBelow, NOTES.unopenedBelow * MARGIN];
  const basket = dearBasket(random, { euros: band });
  const grams = basket.grams * random.normal(1, 0.015);
  const { queuedMs } = sendDecoy(scene, { ids, country: buyer.country, site, grams });
  const readyMs = queuedMs ?? startMs + 5 * 24 * HOUR_MS;
  const atMs = atWork(clerk, readyMs + random.between(10, 150) * MINUTE_MS);
  if (queuedMs !== undefined) {
    // The clerk keeps it away from the bench as well as they can; now and then somebody opens it anyway.
    const fate = { opened: 0.18, shelvedSealed: 0.8, fromMs: atMs };
    dealWithDecoy(scene, { ids, site, serials: serialsOf(basket) }, fate);
  }
  ask(scene, plan, { basket, atMs, happened: queuedMs === undefined ? 'nothing_came' : 'decoy_came' });
}

function ask(
  scene: Scene,
  { clerk, buyer }: Plan,
  { basket, atMs, happened }: { basket: Basket; atMs: number; happened: 'nothing_came' | 'decoy_came' },
): void {
  const { cast, random, journal } = scene;
  const ids = idsOf(scene);
  mark(scene, { rmaId: ids.rmaId, clerk, atMs });
  const session = usualSession(random, clerk);
  const request = requestOf({ ids, buyer, basket, claim: 'returned', marker: clerk, session });
  const truth = fraudulently(ids, 'adaptive_ghost', happened, [clerk]);
  journal.refund(atMs, request, truthOf(cast, random, truth));
}
