import type { RefundRequest } from '../../../domain/refund/refund-request.ts';
import { DAY_MS } from '../../../domain/shared/calendar.ts';
import type { Buyer } from '../buyers.ts';
import { idsOf, onDuty, type Scene, siteFor } from '../cast.ts';
import { callAgent, DELIVERED, deliver } from '../claims.ts';
import { type Basket, dearBasket, plainBasket, serialsOf } from '../goods.ts';
import { mark, whenDone } from '../intake.ts';
import { Random } from '../random.ts';
import { requestOf, usualSession } from '../request.ts';
import { truthOf } from '../reviewers.ts';
import { atWork } from '../staff.ts';
import { anyCountry, dealWithDecoy, fakeTracking, fraudulently, sendDecoy } from './crime.ts';

/** A person who cheats as a customer: the account, and the files that go around in their ring. */
export interface Cheat {
  readonly buyer: Buyer;
  /** Digests of photos and papers that others in the ring use too. */
  readonly album: readonly string[];
}

/** Returns the goods of a fraud. About half are expensive and sell on; the rest are goods a cheat wants anyway. */
function wanted(random: Random): Basket {
  if (random.chance(0.55)) return dearBasket(random, { euros: [220, 1900] });
  return plainBasket(random, Math.min(900, Math.max(35, random.logNormal(110, 0.7))));
}

/** Plays method 6: other goods or an empty box, sent back by the customer alone to honest staff. */
export function playWrongGoods(scene: Scene, { buyer }: Cheat): void {
  const { cast, random, journal, startMs } = scene;
  const ids = idsOf(scene);
  const basket = wanted(random);
  const site = siteFor(scene, buyer.country);
  const clerk = onDuty(random, site.crew.clerks, startMs);
  const isInstant = basket.euros < 250 && random.chance(0.25);
  const sent = {
    ids,
    country: buyer.country,
    site,
    grams: decoyGrams(random, basket.grams),
    isScannedIn: isInstant,
  };
  const { acceptToldMs, queuedMs } = sendDecoy(scene, sent);
  // A lost decoy is refunded anyway, 9 to 16 days later: the receipt is real.
  const markMs =
    queuedMs === undefined
      ? atWork(clerk, startMs + random.between(9, 16) * DAY_MS)
      : whenDone(scene, { site, person: clerk }, { fromMs: queuedMs, hours: 2.5 });
  if (queuedMs !== undefined) {
    mark(scene, { rmaId: ids.rmaId, clerk, atMs: markMs });
    // Numbered goods are opened more often than a shirt. Most of what stays sealed is shelved like any return.
    const fate = { opened: basket.numbered ? 0.72 : 0.5, shelvedSealed: 0.85, fromMs: markMs };
    dealWithDecoy(scene, { ids, site, serials: serialsOf(basket) }, fate);
  }
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim: 'returned',
    siteId: site.id,
    ...(isInstant ? {} : { marker: clerk, session: usualSession(random, clerk) }),
  });
  const happened = queuedMs === undefined ? 'nothing_came' : 'decoy_came';
  const truth = fraudulently(ids, 'wrong_goods', happened);
  journal.refund(isInstant ? (acceptToldMs ?? startMs) : markMs, request, truthOf(cast, random, truth));
}

/**
 * Returns a decoy's weight. A third weigh as much as the goods, a third are guesses, the rest are an empty box or
 * a stone.
 */
function decoyGrams(random: Random, grams: number): number {
  const care = random.next();
  if (care < 0.36) return grams * random.normal(1, 0.025);
  if (care < 0.68) return grams * random.between(0.55, 1.5);
  return Math.max(60, grams * random.between(0.08, 0.4));
}

/** Plays method 7: the label is on a letter to somebody else, and the tracking page says "delivered". */
export function playFakeTracking(scene: Scene, { buyer }: Cheat): void {
  const { random } = scene;
  const basket = random.chance(0.5)
    ? dearBasket(random, { euros: [220, 1500] })
    : plainBasket(random, random.between(45, 260));
  askOnTracking(scene, { buyer, basket, method: 'fake_tracking' });
}

interface Tracked {
  readonly buyer: Buyer;
  readonly basket: Basket;
  readonly method: 'fake_tracking' | 'structuring' | 'impersonated';
  readonly payTo?: string;
  readonly links?: NonNullable<RefundRequest['links']>;
}

/**
 * Asks for a refund of goods that only a tracking page shows: at the first scan, or through a clerk who believes
 * it.
 */
export function askOnTracking(scene: Scene, { buyer, basket, method, payTo, links }: Tracked): void {
  const { cast, random, journal, startMs } = scene;
  const ids = idsOf(scene);
  const site = siteFor(scene, buyer.country);
  const clerk = onDuty(random, site.crew.clerks, startMs);
  const told = fakeTracking(scene, {
    rmaId: ids.rmaId,
    country: buyer.country,
    isDelivered: random.chance(0.9),
  });
  const isInstant = basket.euros < 300 && random.chance(0.65);
  const atMs = isInstant
    ? told.acceptToldMs
    : atWork(clerk, told.deliveredToldMs + random.exponential(1) * DAY_MS);
  if (!isInstant && random.chance(0.8)) mark(scene, { rmaId: ids.rmaId, clerk, atMs });
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim: 'returned',
    siteId: site.id,
    ...(isInstant ? {} : { marker: clerk, session: usualSession(random, clerk) }),
    ...(payTo === undefined ? {} : { payTo }),
    ...(links === undefined ? {} : { links }),
  });
  journal.refund(atMs, request, truthOf(cast, random, fraudulently(ids, method, 'nothing_came')));
}

/** Plays methods 8 and 9: the parcel came, the customer says it did not, and an honest agent believes it. */
export function playNotReceivedLie(scene: Scene, cheat: Cheat): void {
  const { random } = scene;
  const basket = wanted(random);
  lie(scene, { cheat, basket, claim: 'not_received', attachments: papers(random, cheat, 0.06) });
}

/**
 * Plays methods 9 and 10: a photo of something broken, in a third of the frauds a photo that others have sent
 * before.
 */
export function playDamageLie(scene: Scene, cheat: Cheat): void {
  const { random } = scene;
  const basket = wanted(random);
  const isReused = random.chance(0.32);
  const sha256 = isReused ? random.pick(cheat.album) : random.hex(64);
  const photos = random.chance(0.86) ? [{ kind: 'photo', sha256 } as const] : [];
  lie(scene, { cheat, basket, claim: 'damaged', attachments: [...photos, ...papers(random, cheat, 0.03)] });
}

/** Returns a police report now and then, forged once and sent by several people. */
function papers(random: Random, { album }: Cheat, share: number): NonNullable<RefundRequest['attachments']> {
  return random.chance(share) ? [{ kind: 'police_report', sha256: album[0] ?? random.hex(64) }] : [];
}

interface Lie {
  readonly cheat: Cheat;
  readonly basket: Basket;
  readonly claim: 'not_received' | 'damaged';
  readonly attachments: NonNullable<RefundRequest['attachments']>;
}

function lie(scene: Scene, { cheat: { buyer }, basket, claim, attachments }: Lie): void {
  const { cast, random, journal } = scene;
  const ids = idsOf(scene);
  deliver(scene, { orderId: ids.orderId, country: buyer.country }, DELIVERED);
  const { agent, atMs } = callAgent(scene, buyer.country);
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim,
    marker: agent,
    session: usualSession(random, agent),
    ticket: random.chance(0.93),
    ...(attachments.length > 0 ? { attachments } : {}),
  });
  const method = claim === 'damaged' ? 'damage_lie' : 'not_received_lie';
  journal.refund(atMs, request, truthOf(cast, random, fraudulently(ids, method, 'claim_false')));
}

/** Returns one to three pictures, the same for everybody in a ring. */
export function drawAlbum(random: Random): readonly string[] {
  return Array.from({ length: random.whole(1, 3) }, () => random.hex(64));
}

/** Returns a person who cheats alone, once. */
export function loneCheat(scene: Scene): Cheat {
  const { cast, random } = scene;
  const country = anyCountry(random);
  // Half of them are ordinary customers until then.
  const buyer = random.chance(0.5) ? cast.buyers.pick(random, country) : cast.crooks.client(country);
  // Pictures of broken screens go around; a person who cheats alone uses these.
  const album = Array.from({ length: 3 }, () => new Random('found pictures', random.below(15)).hex(64));
  return { buyer, album };
}
