import type { ModelPolicy } from '../policy/model-parameters.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { type CommonCause, likelihoodOf, type WeighedEvidence } from './likelihood.ts';

/** The scans of a parcel on its way and at the dock. */
const WAY: ReadonlySet<string> = new Set(['carrier_accept', 'carrier_delivered', 'dock']);

/** The scans that show that there is a parcel: by the dock's scanner, or by a scale, which may be the carrier's. */
const PARCEL: ReadonlySet<string> = new Set(['dock', 'weight_match', 'weight_mismatch']);

/** The scans that follow once somebody at the bench works on the parcel. */
const BENCH: ReadonlySet<string> = new Set([
  'serial_match',
  'serial_mismatch',
  'condition_pass',
  'condition_fail',
  'put_away',
  'seen_again',
]);

/** The scans that are missing while nobody at the bench has worked on the parcel. */
const AWAITS_BENCH: ReadonlySet<string> = new Set(['weight', 'serial', 'put_away']);

/**
 * Returns an honest cause that may explain several missing scans at once, if there is one. The likelihoods treat the
 * pieces of evidence as independent. Without a common cause, a parcel that was handed over the counter would look
 * like one that never came. The cause is one more way that goods or a decoy may have gone, with a share c of all
 * returns: L becomes L + c·(the likelihood of what that way leaves). A parcel that a carrier scanned was not handed
 * over the counter.
 */
export function commonCauses(
  weighed: readonly WeighedEvidence[],
  trigger: RefundRequest['trigger'],
  { overTheCounter, lostOnTheWay, waitingAtTheSite }: ModelPolicy['likelihoods']['commonCauses'],
): readonly WeighedEvidence[] {
  const there = weighed.filter(({ present }) => present);
  const missing = weighed.filter(({ present }) => !present);
  const isThere = (kinds: ReadonlySet<string>): boolean => there.some(({ item }) => kinds.has(item));
  if (missing.length === 0) return [];
  if (trigger === 'attested' && !isThere(WAY)) {
    const way = missing.filter(({ item }) => WAY.has(item));
    return [beside('over_the_counter', overTheCounter, way)];
  }
  if (there.every(({ item }) => item === 'carrier_accept')) {
    return [beside('lost_on_the_way', lostOnTheWay[trigger], missing)];
  }
  if (!isThere(PARCEL) || isThere(BENCH)) return [];
  const awaited = missing.filter(({ item }) => AWAITS_BENCH.has(item));
  return [beside('waiting_at_the_site', waitingAtTheSite, awaited)];
}

/** Returns how much likelier a cause makes the missing scans, given its share of all returns. */
function beside(item: CommonCause, share: number, missing: readonly WeighedEvidence[]): WeighedEvidence {
  const [goods, , decoy] = likelihoodOf(missing);
  return { item, present: false, likelihood: [1 + share / goods, 1, 1 + share / decoy] };
}
