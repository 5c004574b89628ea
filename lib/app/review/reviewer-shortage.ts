import type { Review } from '../../domain/refund/review.ts';
import { because, type Reason } from '../../domain/shared/reasons.ts';
import type { Store } from '../ports.ts';
import { conflictIn, involvedIn, type Reviewed } from './reviewer-conflict.ts';

/** The most reviewers looked at for one refund. A longer list is taken to have enough who are not part of it. */
export const MAX_LOOKED_AT = 100;

/** How many of them are read at the same time. */
const AT_ONCE = 10;

/**
 * Returns the reason if the directory knows fewer people who may decide a refund than its review needs. Returns
 * undefined if there are enough, or if the directory knows nobody at all.
 */
export async function reviewerShortage(
  store: Pick<Store, 'trail' | 'ignoredScans' | 'profile' | 'reviewers'>,
  { refund, now }: Pick<Reviewed, 'refund' | 'now'>,
  { tier, quorum }: Pick<Review, 'tier' | 'quorum'>,
): Promise<Reason | undefined> {
  const involved = await involvedIn(store, { refund, tier, now });
  const { reviewers } = involved;
  if (reviewers === undefined || reviewers.length > MAX_LOOKED_AT) return undefined;
  let found = 0;
  for (let from = 0; from < reviewers.length && found < quorum; from += AT_ONCE) {
    const some = reviewers.slice(from, from + AT_ONCE);
    const conflicts = await Promise.all(some.map((id) => conflictIn(store, involved, id)));
    found += conflicts.filter((conflict) => conflict === undefined).length;
  }
  return found < quorum ? because('P05_NOBODY_MAY_DECIDE', { needed: quorum, found }) : undefined;
}

/** Returns true if a reason says that too few people may decide. */
export function isShortage({ code }: Reason): boolean {
  return code === 'P05_NOBODY_MAY_DECIDE';
}
