import type { FraudMethod } from '../truth.ts';
import { Random } from './random.ts';

/**
 * What differs from world to world in addition to the people in it. Every seed draws its own parameters, so that a
 * policy tuned on one world is tried on carriers, sites and crime it has not seen. None of these numbers is read
 * from the policy.
 */
export interface WorldParameters {
  /** Share of refunds that are fraud, by count. */
  readonly fraudShare: number;
  /** How many frauds each customer-side method makes, relative to the others. */
  readonly methodWeights: ReadonlyMap<CustomerMethod, number>;
  /** Shares of honest refunds by claim: goods that never came, came broken, or are not worth sending back. */
  readonly notReceivedShare: number;
  readonly damagedShare: number;
  readonly returnlessShare: number;
  /** Share of returns that customers hand in at a site's own counter, without any carrier. */
  readonly counterShare: number;
  /** How readily a refund is paid at the carrier's first scan: scales the shares by value. */
  readonly instantEase: number;
  /** Added to how often each carrier misses the first scan and the delivery scan of a return, as a share. */
  readonly carrierSlack: number;
  /** How often a parcel passes the dock without the fixed scanner seeing it, at a usual site. */
  readonly dockMiss: number;
  /** Multiplies every wait inside a site. */
  readonly slowness: number;
  /** Share of serial-numbered goods that nobody inspects. */
  readonly uninspected: number;
  /** Share of returned goods that are never booked onto a shelf. */
  readonly unshelved: number;
  /** How often a reviewer is right. */
  readonly reviewerSkill: number;
  /** How busy a bribed clerk is, in false marks a week. */
  readonly ghostsPerWeek: number;
}

/** The methods a customer can use alone; those of insiders follow from how many insiders there are. */
export type CustomerMethod = Extract<
  FraudMethod,
  | 'wrong_goods'
  | 'fake_tracking'
  | 'not_received_lie'
  | 'damage_lie'
  | 'impersonated'
  | 'over_refund'
  | 'structuring'
>;

/**
 * Weights of the customers' methods. Claim abuse and decoys are most of what retailers report: no parcel has to be
 * faked, no employee bribed. Takeovers and double dips are rarer, since most platforms stop the plain ones.
 */
const METHOD_WEIGHTS: readonly (readonly [CustomerMethod, number])[] = [
  ['wrong_goods', 29],
  ['not_received_lie', 25],
  ['fake_tracking', 15],
  ['damage_lie', 12],
  ['over_refund', 7],
  ['structuring', 6],
  ['impersonated', 6],
];

/** Returns the parameters of the world of this seed. */
export function drawParameters(seed: number): WorldParameters {
  const random = new Random(seed, 'parameters');
  return {
    fraudShare: random.between(0.0145, 0.0185),
    methodWeights: new Map(
      METHOD_WEIGHTS.map(([method, weight]) => [method, weight * random.between(0.75, 1.35)]),
    ),
    notReceivedShare: random.between(0.045, 0.065),
    damagedShare: random.between(0.03, 0.045),
    returnlessShare: random.between(0.022, 0.036),
    counterShare: random.between(0.012, 0.028),
    instantEase: random.between(0.8, 1.25),
    carrierSlack: random.between(0, 0.02),
    dockMiss: random.between(0.025, 0.04),
    slowness: random.between(0.85, 1.2),
    uninspected: random.between(0.012, 0.024),
    unshelved: random.between(0.018, 0.034),
    reviewerSkill: random.between(0.91, 0.95),
    ghostsPerWeek: random.between(1.25, 1.75),
  };
}
