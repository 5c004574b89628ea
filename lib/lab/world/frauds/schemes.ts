import { DAY_MS, HOUR_MS } from '../../../domain/shared/calendar.ts';
import type { Buyer } from '../buyers.ts';
import { type Cast, idsOf, onDuty, type Scene, siteFor } from '../cast.ts';
import { callAgent, DELIVERED, deliver } from '../claims.ts';
import { type Basket, dearBasket, plainBasket, priceOf, serialOf, serialsOf } from '../goods.ts';
import { type HonestReturn, playReturn } from '../honest-return.ts';
import { inspect } from '../inspection.ts';
import { mark, stow, unload, whenDone } from '../intake.ts';
import type { Random } from '../random.ts';
import { requestOf, usualSession } from '../request.ts';
import { truthOf } from '../reviewers.ts';
import { carry, returnedGrams } from '../transit.ts';
import { anyCountry, fraudulently } from './crime.ts';
import { askOnTracking, loneCheat } from './customers.ts';
import { anyTime, span, type Thread, thread } from './thread.ts';

/**
 * Returns the frauds of methods 11 and 13: one thief with several customers' logins; the money goes to the thief's
 * card.
 */
export function impersonations(cast: Cast, random: Random): readonly Thread[] {
  const beginMs = anyTime(random, cast.options);
  const country = anyCountry(random);
  const device = cast.crooks.id('dev');
  const card = cast.crooks.id('card');
  const { toMs } = span(cast.options);
  return Array.from({ length: random.whole(2, 6) }, () => {
    const startMs = Math.min(toMs, beginMs + random.between(0, 9) * DAY_MS);
    return thread(startMs, (scene) => {
      const buyer = cast.buyers.pick(scene.random, country);
      const basket = dearBasket(scene.random, { euros: [180, 1400] });
      const links = { ...buyer.links, device };
      askOnTracking(scene, { buyer, basket, method: 'impersonated', payTo: card, links });
    });
  });
}

/**
 * Returns the frauds of method 17: one job cut into refunds that each stay just below a limit the ring has heard
 * of, in euros.
 */
export function structuredJob(cast: Cast, random: Random): readonly Thread[] {
  const beginMs = anyTime(random, cast.options);
  const { toMs } = span(cast.options);
  const ring = cast.crooks.ring(anyCountry(random), random.whole(1, 3));
  // Rumours about what is paid without a look: round sums.
  const limit = random.pick([150, 150, 250, 400, 400, 500, 1000, 2000]);
  return Array.from({ length: random.whole(3, 7) }, () => {
    const startMs = Math.min(toMs, beginMs + random.between(0, 16) * DAY_MS);
    return thread(startMs, (scene) => {
      const euros = limit * scene.random.between(0.86, 0.985);
      const basket =
        limit < 300
          ? plainBasket(scene.random, euros)
          : dearBasket(scene.random, { euros: [euros * 0.995, euros] });
      askOnTracking(scene, { buyer: scene.random.pick(ring), basket, method: 'structuring' });
    });
  });
}

/**
 * Returns a fraud of methods 14 to 16: the same unit twice, more than was shipped or paid, or another unit's
 * return.
 */
export function overRefund(cast: Cast, random: Random): Thread {
  const startMs = anyTime(random, cast.options);
  const kind = random.next();
  if (kind < 0.5) return { startMs, refunds: 2, play: playDoubleDip };
  if (kind < 0.68) return thread(startMs, playOverQuantity);
  if (kind < 0.78) return thread(startMs, playOverAmount);
  return thread(startMs, playSerialSwap);
}

interface Start {
  readonly buyer: Buyer;
  readonly basket: Basket;
  readonly returned: HonestReturn;
}

function begin(scene: Scene): Start {
  const { random, startMs } = scene;
  const { buyer } = loneCheat(scene);
  const basket = random.chance(0.6)
    ? dearBasket(random, { euros: [200, 1500] })
    : plainBasket(random, random.between(60, 400));
  const site = siteFor(scene, buyer.country);
  const clerk = onDuty(random, site.crew.clerks, startMs);
  return { buyer, basket, returned: { ids: idsOf(scene), buyer, basket, site, clerk } };
}

/** Plays a true return, and days before or after it a claim that the same order never came or came damaged. */
function playDoubleDip(scene: Scene): void {
  const { cast, random, journal } = scene;
  const { buyer, basket, returned } = begin(scene);
  playReturn(scene, returned);
  const ids = { ...idsOf(scene, 1), orderId: returned.ids.orderId };
  deliver(scene, { orderId: ids.orderId, country: buyer.country }, DELIVERED);
  const { agent, atMs } = callAgent(scene, buyer.country);
  const claim = random.chance(0.7) ? 'not_received' : 'damaged';
  const session = usualSession(random, agent);
  const request = requestOf({ ids, buyer, basket, claim, marker: agent, session });
  const truth = fraudulently(ids, 'over_refund', 'claim_false');
  journal.refund(atMs + random.between(0, 12) * DAY_MS, request, truthOf(cast, random, truth));
}

/** Plays a return of one unit whose form says more than were ever shipped. */
function playOverQuantity(scene: Scene): void {
  const { returned, basket, buyer } = begin(scene);
  const extra = scene.random.whole(1, 3);
  const lines = basket.lines.map((line) => ({ ...line, quantity: line.quantity + extra }));
  const { currency, minor } = priceOf(basket, buyer.currency);
  const amount = { currency, minor: minor * (1 + extra) };
  handBack(scene, returned, { lines, amount, serials: serialsOf(basket), happened: 'goods_came' });
}

/** Plays a return of the goods whose form asks for more than was paid. */
function playOverAmount(scene: Scene): void {
  const { returned, basket, buyer } = begin(scene);
  const { currency, minor } = priceOf(basket, buyer.currency);
  const amount = { currency, minor: Math.round(minor * scene.random.between(1.15, 2)) };
  handBack(scene, returned, {
    lines: basket.lines,
    amount,
    serials: serialsOf(basket),
    happened: 'goods_came',
  });
}

/** Plays a return of a broken unit of the same model instead of the new one. */
function playSerialSwap(scene: Scene): void {
  const start = begin(scene);
  const { random } = scene;
  const basket = dearBasket(random, { euros: [250, 1600] });
  const serials = [serialOf(random, basket.lines[0]?.category ?? '')];
  const amount = priceOf(basket, start.buyer.currency);
  handBack(
    scene,
    { ...start.returned, basket },
    { lines: basket.lines, amount, serials, happened: 'decoy_came' },
  );
}

interface HandedBack {
  readonly lines: Basket['lines'];
  readonly amount: { readonly currency: string; readonly minor: number };
  /** The serial numbers on what really came. */
  readonly serials: readonly string[];
  readonly happened: 'goods_came' | 'decoy_came';
}

/** Plays a return through honest staff, with a form that does not fit it. */
function handBack(scene: Scene, one: HonestReturn, { lines, amount, serials, happened }: HandedBack): void {
  const { cast, random, journal, startMs } = scene;
  const { ids, buyer, basket, site, clerk } = one;
  const grams = returnedGrams(random, basket.grams);
  const { arrivesMs } = carry(scene, { rmaId: ids.rmaId, country: buyer.country, site, grams });
  // If the carrier loses it, it is handed in at the counter eight days after it was sent.
  const queuedMs =
    arrivesMs === undefined
      ? startMs + 8 * DAY_MS
      : unload(scene, { rmaId: ids.rmaId, site }, { arrivesMs, grams });
  const markMs = whenDone(scene, { site, person: clerk }, { fromMs: queuedMs, hours: 2.5 });
  mark(scene, { rmaId: ids.rmaId, clerk, atMs: markMs });
  const inspector = random.pick(site.crew.inspectors);
  const openedMs = whenDone(scene, { site, person: inspector }, { fromMs: markMs, hours: 1.5 });
  if (random.chance(0.85)) inspect(scene, { rmaId: ids.rmaId, site, inspector, atMs: openedMs, serials });
  const stower = random.pick(site.crew.stowers);
  if (random.chance(0.9))
    stow(scene, { rmaId: ids.rmaId, stower, atMs: openedMs + random.between(1, 9) * HOUR_MS });
  const request = requestOf({
    ids,
    buyer,
    basket: { ...basket, lines },
    claim: 'returned',
    marker: clerk,
    session: usualSession(random, clerk),
    captured: priceOf(basket, buyer.currency),
    amount,
  });
  const truth = fraudulently(ids, 'over_refund', happened);
  journal.refund(markMs, request, truthOf(cast, random, truth));
}
