import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { DAY_MS, HOUR_MS } from '../../domain/shared/calendar.ts';
import type { Buyer } from './buyers.ts';
import { idsOf, onDuty, type Scene } from './cast.ts';
import { COUNTRIES, type Country, choose } from './countries.ts';
import type { Employee } from './employee.ts';
import { type Basket, honestBasket } from './goods.ts';
import { honestly } from './honest-return.ts';
import { Random } from './random.ts';
import { requestOf, usualSession } from './request.ts';
import { truthOf } from './reviewers.ts';
import { atWork } from './staff.ts';
import { attestorOf, feedDelay } from './transit.ts';

/** A claim without a return: what agents grant. */
export type GrantedClaim = 'not_received' | 'damaged' | 'returnless';

/**
 * How the delivery of outbound parcels was recorded: the share with a delivery scan, and how often each proof was
 * taken.
 */
export interface Delivery {
  readonly scanned: number;
  /** Multiplies the carrier's own rates of proof. */
  readonly proof: number;
}

/** A parcel that the buyer has. */
export const DELIVERED: Delivery = { scanned: 0.97, proof: 1 };

/**
 * A parcel that went to a neighbour, a wrong door or a thief on the porch. It is often scanned anyway, with less
 * proof.
 */
const GONE_ASTRAY: Delivery = { scanned: 0.4, proof: 0.5 };

/** Plays an honest claim of this kind. */
export function playHonestClaim(scene: Scene, claim: GrantedClaim): void {
  const { random, cast, journal } = scene;
  const country = random.weighted(COUNTRIES, ({ share }) => share);
  const ids = idsOf(scene);
  const basket = claim === 'returnless' ? cheapBasket(random) : honestBasket(random);
  const buyer: Buyer = cast.buyers.pick(random, country);
  deliver(scene, { orderId: ids.orderId, country }, claim === 'not_received' ? GONE_ASTRAY : DELIVERED);
  const { agent, atMs } = callAgent(scene, country);
  const attachments = honestPhotos(random, claim);
  const request = requestOf({
    ids,
    buyer,
    basket,
    claim,
    marker: agent,
    session: usualSession(random, agent),
    // Some calls are settled on the phone and never get a ticket.
    ticket: random.chance(0.93),
    ...(attachments.length > 0 ? { attachments } : {}),
  });
  journal.refund(atMs, request, truthOf(cast, random, honestly(ids, 'claim_true')));
}

/** Sends the order to its buyer: out for delivery, with the carrier's delivery scan if it makes one. */
export function deliver(
  scene: Scene,
  { orderId, country }: { readonly orderId: string; readonly country: Country },
  { scanned, proof }: Delivery,
): void {
  const { random, journal, startMs } = scene;
  const isScanned = random.chance(scanned);
  // A stream of its own: the rest of the world stays as it was before carriers told of outbound parcels.
  const carrier = choose(isScanned ? random : new Random('outbound', orderId), country.carriers);
  journal.late(startMs, 0, { orderId, step: 'departing', attestor: attestorOf(carrier, 'hub') });
  if (!isScanned) return;
  journal.late(startMs, feedDelay(random, carrier), {
    orderId,
    step: 'arriving',
    attestor: attestorOf(carrier, `van_${random.below(300)}`),
    delivery: {
      gps: random.chance(carrier.proof.gps * proof),
      photo: random.chance(carrier.proof.photo * proof),
      pin: random.chance(carrier.proof.pin * proof ** 4),
    },
  });
}

/**
 * Returns who takes a customer's call, and when: days after the delivery, mostly an agent of the same country if
 * there is one.
 */
export function callAgent(
  scene: Scene,
  country: Country,
): { readonly agent: Employee; readonly atMs: number } {
  const { cast, random, startMs } = scene;
  const near = cast.staff.agents.filter((one) => one.country === country.code);
  const agent = onDuty(random, near.length > 0 && random.chance(0.85) ? near : cast.staff.agents, startMs);
  return { agent, atMs: atWork(agent, startMs + HOUR_MS + random.exponential(2.2) * DAY_MS) };
}

/** Returns goods that are not worth their postage, so the customer may keep them: mostly under 40 euros. */
function cheapBasket(random: Random): Basket {
  let basket = honestBasket(random);
  for (let tries = 0; tries < 8 && basket.euros > random.exponential(35); tries += 1)
    basket = honestBasket(random);
  return basket;
}

/** How often a customer sends the shop's own picture of the article instead of a photo: honest, but seen before. */
const CATALOGUE_PICTURE_SHARE = 0.004;

/** Returns a photo of what is broken, or nothing. */
function honestPhotos(random: Random, claim: GrantedClaim): NonNullable<RefundRequest['attachments']> {
  const shares = { damaged: 0.87, returnless: 0.45, not_received: 0.03 };
  if (!random.chance(shares[claim])) return [];
  const isCatalogue = random.chance(CATALOGUE_PICTURE_SHARE);
  const sha256 = isCatalogue ? new Random('catalogue', random.below(200)).hex(64) : random.hex(64);
  return [{ kind: 'photo', sha256 }];
}
