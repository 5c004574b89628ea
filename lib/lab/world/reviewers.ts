import type { FraudMethod, ReviewIfAsked, TrueRefund } from '../truth.ts';
import type { Cast } from './cast.ts';
import type { Random } from './random.ts';

type Verdict = ReviewIfAsked['verdict'];

/** What is true of a refund, before anybody is asked. */
export type Happening = Omit<TrueRefund, 'kind' | 'ifReviewed'>;

/** How many reviewers may be asked about a refund: a quorum of three at most, and one more. */
const ASKED = 4;

/** The longest a reviewer takes: until the shift after next. */
const LONGEST_MINUTES = 30 * 60;

/** Frauds that are made to look right are recognised less often: this share is taken off the reviewer's skill. */
const HARDER: Readonly<Partial<Record<FraudMethod, number>>> = {
  adaptive_ghost: 0.07,
  supervisor_override: 0.03,
  not_received_lie: 0.04,
  damage_lie: 0.04,
};

/** Returns the truth of a refund, with what four reviewers would say of it if asked. */
export function truthOf(cast: Cast, random: Random, happening: Happening): TrueRefund {
  const reviewers = random.shuffled(cast.staff.reviewers).slice(0, ASKED);
  const { method } = happening;
  const skill = cast.parameters.reviewerSkill - (method === null ? 0 : (HARDER[method] ?? 0));
  const ifReviewed = reviewers.map(({ id, pace }): ReviewIfAsked => {
    // A slow reviewer (a pace above 1) is right a little less often.
    const right = random.chance(Math.min(0.97, skill - (pace - 1) * 0.04));
    const paid = right !== happening.fraud;
    return {
      reviewerId: id,
      decision: paid ? 'approve' : 'deny',
      verdict: paid ? 'genuine' : deniedBecause(random, happening),
      afterMinutes: Math.round(Math.min(LONGEST_MINUTES, Math.max(20, random.logNormal(300, 0.8)))),
    };
  });
  return { kind: 'refund', ...happening, ifReviewed };
}

/** Returns the verdict of a reviewer who does not believe in a refund. */
function deniedBecause(random: Random, { fraud, method, happened, insiderIds }: Happening): Verdict {
  // A reviewer who doubts an honest refund seldom accuses a colleague.
  if (!fraud) {
    const doubts: readonly (readonly [Verdict, number])[] = [
      ['nothing_arrived', 0.5],
      ['wrong_goods', 0.28],
      ['other', 0.18],
      ['false_attestation', 0.04],
    ];
    return random.weighted(doubts, ([, share]) => share)[0];
  }
  if (happened === 'decoy_came') return random.chance(0.93) ? 'wrong_goods' : 'other';
  if (insiderIds.length > 0 || method === 'phished_account') {
    // An agent who grants a claim they know to be false is less obvious than a mark without goods.
    return random.chance(happened === 'claim_false' ? 0.7 : 0.93) ? 'false_attestation' : 'nothing_arrived';
  }
  // The tracking of a fake parcel shows that the marker was fooled; now and then the marker is blamed anyway.
  return random.chance(0.92) ? 'nothing_arrived' : random.chance(0.4) ? 'false_attestation' : 'other';
}
