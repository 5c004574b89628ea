import { DAY_MS } from '../../domain/shared/calendar.ts';
import type { Buyer } from './buyers.ts';
import { idsOf, onDuty, type RefundIds, type Scene, siteFor } from './cast.ts';
import { COUNTRIES } from './countries.ts';
import type { Employee } from './employee.ts';
import { honestBasket, priceOf } from './goods.ts';
import { type AtSite, unload } from './intake.ts';
import { type Handover, processReturn, type Queue } from './processing.ts';
import { type Random, scrambled } from './random.ts';
import { paidBack, requestOf, usualSession } from './request.ts';
import { truthOf } from './reviewers.ts';
import { atWork } from './staff.ts';
import { carry, returnedGrams, type Trip } from './transit.ts';

/** A return by somebody who has a right to it. */
export interface HonestReturn extends Handover {
  readonly buyer: Buyer;
}

/**
 * Shares of returns that are paid at the carrier's first scan, by value in euros: shops promise this mostly for
 * low values.
 */
const INSTANT_SHARES: readonly (readonly [belowEuros: number, share: number])[] = [
  [50, 0.13],
  [150, 0.07],
  [400, 0.015],
  [Number.POSITIVE_INFINITY, 0.003],
];

/** Plays one honest return of any customer and any goods. */
export function playHonestReturn(scene: Scene): void {
  const { random, cast, startMs } = scene;
  const country = random.weighted(COUNTRIES, ({ share }) => share);
  const site = siteFor(scene, country);
  playReturn(scene, {
    ids: idsOf(scene),
    buyer: cast.buyers.pick(random, country),
    basket: honestBasket(random),
    site,
    clerk: onDuty(random, site.crew.clerks, startMs),
  });
}

/** Plays one honest return from the customer's door to the shelf, and asks for its refund. */
export function playReturn(scene: Scene, one: HonestReturn): void {
  const { random, cast, startMs } = scene;
  const { counterShare, instantEase } = cast.parameters;
  if (random.chance(counterShare)) {
    askForMarked(scene, one, { queuedMs: atWork(one.clerk, startMs) });
  } else if (random.chance(instantShare(one.basket.euros) * instantEase)) {
    playInstant(scene, one);
  } else {
    const { arrivesMs, grams } = sendBack(scene, one, false);
    if (arrivesMs === undefined) askForLost(scene, one);
    else askForMarked(scene, one, { queuedMs: unload(scene, rmaAt(one), { arrivesMs, grams }), arrivesMs });
  }
}

function sendBack(
  scene: Scene,
  { ids, buyer, basket, site }: HonestReturn,
  isScannedIn: boolean,
): Trip & { readonly grams: number } {
  const grams = returnedGrams(scene.random, basket.grams);
  return { grams, ...carry(scene, { rmaId: ids.rmaId, country: buyer.country, site, grams, isScannedIn }) };
}

function rmaAt({ ids: { rmaId }, site }: HonestReturn): AtSite {
  return { rmaId, site };
}

/** Asks for the refund at the first scan. The parcel is processed when it comes, if it comes. */
function playInstant(scene: Scene, one: HonestReturn): void {
  const { acceptToldMs = scene.startMs, arrivesMs, grams } = sendBack(scene, one, true);
  ask(scene, one, { atMs: acceptToldMs, came: arrivesMs !== undefined });
  if (arrivesMs === undefined) return;
  const queuedMs = unload(scene, rmaAt(one), { arrivesMs, grams });
  processReturn(scene, one, { queuedMs });
}

function askForMarked(scene: Scene, one: HonestReturn, queue: Queue): void {
  ask(scene, one, { atMs: processReturn(scene, one, queue), came: true, marker: one.clerk });
}

function instantShare(euros: number): number {
  return INSTANT_SHARES.find(([below]) => euros < below)?.[1] ?? 0;
}

function ask(
  scene: Scene,
  { ids, buyer, basket, site, clerk }: HonestReturn,
  { atMs, came, marker }: { atMs: number; came: boolean; marker?: Employee },
): void {
  const { cast, random, journal } = scene;
  const captured = priceOf(basket, buyer.currency);
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim: 'returned',
    captured,
    amount: paidBack(random, captured),
    siteId: site.id,
    ...(marker === undefined ? {} : { marker, session: usualSession(random, clerk) }),
    ...signature(scene, { euros: basket.euros, country: buyer.country.code, marker }),
    ...otherCard(random),
  });
  journal.refund(atMs, request, truthOf(cast, random, honestly(ids, came ? 'goods_came' : 'nothing_came')));
}

/** Returns a supervisor's approval for some expensive goods: many shops require it. */
function signature(
  { cast, random }: Scene,
  { euros, country, marker }: { euros: number; country: string; marker: Employee | undefined },
): { readonly approvedBy?: string } {
  if (marker === undefined || euros < 650 || !random.chance(0.4)) return {};
  const here = cast.staff.supervisors.filter((one) => one.country === country);
  return { approvedBy: random.pick(here.length > 0 ? here : cast.staff.supervisors).id };
}

/** Card numbers that no account has: from 2^31 on, above those of all accounts. */
const OTHER_CARDS = 2 ** 31;

/** Returns another card for a few honest refunds: the first one has expired, or the goods were a present. */
function otherCard(random: Random): { readonly payTo?: string } {
  return random.chance(0.012) ? { payTo: `card_${scrambled(OTHER_CARDS + random.below(OTHER_CARDS))}` } : {};
}

/** Returns what is true of an honest refund. */
export function honestly(
  { refundId }: RefundIds,
  happened: 'goods_came' | 'nothing_came' | 'claim_true',
): Parameters<typeof truthOf>[2] {
  return { refundId, fraud: false, method: null, happened, insiderIds: [] };
}

/** Plays a parcel that was lost on its way: an agent pays on the drop-off receipt, after a wait. */
function askForLost(scene: Scene, { ids, buyer, basket }: HonestReturn): void {
  const { cast, random, journal, startMs } = scene;
  const agent = onDuty(random, cast.staff.agents, startMs);
  const atMs = atWork(agent, startMs + random.between(9, 16) * DAY_MS);
  const receipt = { kind: 'other', sha256: random.hex(64) } as const;
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim: 'returned',
    marker: agent,
    session: usualSession(random, agent),
    attachments: [receipt],
  });
  journal.refund(atMs, request, truthOf(cast, random, honestly(ids, 'nothing_came')));
}
