import { type Lease, leaseOf } from '../../domain/refund/leases.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { Claim } from '../../domain/refund/refund-request.ts';
import type { Ineligibility } from '../../domain/refund/review.ts';
import { mayLook } from '../../domain/refund/sees-review.ts';
import type { Money } from '../../domain/shared/money.ts';
import { REASONS, type ReasonCode } from '../../domain/shared/reasons.ts';
import type { Store } from '../ports.ts';
import { statedReasons } from '../refund/outcome-event.ts';
import { conflictIn, involvedIn } from '../review/reviewer-conflict.ts';
import type { DeskStore, QueuePlace } from './desk-store.ts';
import { onceRead } from './once-read.ts';

/** How many refunds one page of the queue shows. */
export const PAGE_SIZE = 25;

/** How many open reviews a filtered page looks at before it stops and offers to look further. */
export const LOOKED_AT = 100;

/** Which refunds of the queue to show; without a field, all. */
export interface QueueFilters {
  readonly claim?: Claim | undefined;
  readonly site?: string | undefined;
  readonly reason?: ReasonCode | undefined;
  readonly tier?: number | undefined;
  /** `free`: nobody has taken it. `mine`: the person who looks has. */
  readonly taken?: 'free' | 'mine' | undefined;
}

/** What a queue shows of a refund to people who may look at it. */
export interface QueueDetails {
  readonly orderId: string;
  readonly rmaId: string | undefined;
  readonly claim: Claim;
  readonly amount: Money;
  /** In minor units of the base currency; null if no probability could be calculated. */
  readonly expectedLossMinor: number | null;
  readonly siteId: string | undefined;
  readonly reason: { readonly code: ReasonCode; readonly message: string } | undefined;
  readonly tier: number;
  readonly votes: number;
  readonly quorum: number;
}

/** One refund of the queue. */
export interface QueueRow {
  readonly place: QueuePlace;
  readonly refundId: string;
  readonly askedAt: string;
  readonly decideBy: string | undefined;
  readonly taken: Lease | undefined;
  /** Why the person who looks may not decide it; undefined if they may. */
  readonly why: Ineligibility | undefined;
  /** Undefined for people who are part of the refund. */
  readonly details: QueueDetails | undefined;
}

/** One page of the queue. */
export interface QueuePage {
  readonly rows: readonly QueueRow[];
  /** How many open reviews were looked at for it. */
  readonly lookedAt: number;
  /** Where the next page starts; undefined at the end of the queue. */
  readonly next: QueuePlace | undefined;
}

/** What the queue needs. */
export interface QueueDeps {
  readonly store: Pick<Store, 'refund' | 'trail' | 'ignoredScans' | 'profile' | 'reviewers'> &
    Pick<DeskStore, 'openReviews' | 'leases'>;
  readonly now: () => Date;
}

/** Who looks, from which place on, and at which refunds. */
export interface QueueQuery {
  readonly personId: string;
  readonly after?: QueuePlace | undefined;
  readonly filters: QueueFilters;
}

/**
 * Returns a page of the open reviews, the largest expected loss first. Without a filter it looks at {@link PAGE_SIZE} of them,
 * with one at no more than {@link LOOKED_AT}, however many there are.
 */
export async function listQueue(deps: QueueDeps, query: QueueQuery): Promise<QueuePage> {
  const once = { ...deps, store: onceRead(deps.store) };
  const leases = await once.store.leases();
  const rows: QueueRow[] = [];
  let after = query.after;
  let lookedAt = 0;
  for (;;) {
    const part = await once.store.openReviews(after, PAGE_SIZE);
    const looked = await Promise.all(part.places.map((place) => rowOf(once, query.personId, place)));
    for (const [index, row] of looked.entries()) {
      after = part.places[index];
      lookedAt += 1;
      if (row === undefined) continue;
      const shown = { ...row, taken: leaseOf(leases, row.refundId, deps.now()) };
      if (fits(shown, query)) rows.push(shown);
      if (rows.length === PAGE_SIZE) {
        const isLast = !part.more && index === looked.length - 1;
        return { rows, lookedAt, next: isLast ? undefined : after };
      }
    }
    if (!part.more) return { rows, lookedAt, next: undefined };
    if (lookedAt >= LOOKED_AT || !isFiltered(query.filters)) return { rows, lookedAt, next: after };
  }
}

/** Returns the next refund after a place that a person may decide and nobody else has taken; bounded as a filtered page is. */
export async function nextInQueue(
  deps: QueueDeps,
  { personId, after }: Omit<QueueQuery, 'filters'>,
): Promise<QueueRow | undefined> {
  const { rows } = await listQueue(deps, { personId, after, filters: { taken: 'free' } });
  return rows.find(({ why }) => why === undefined);
}

async function rowOf(
  { store, now }: QueueDeps,
  personId: string,
  place: QueuePlace,
): Promise<Omit<QueueRow, 'taken'> | undefined> {
  const refund = await store.refund(place.refundId, 'eventual');
  // The list may lag behind the row.
  if (refund?.status !== 'escalated') return undefined;
  const involved = await involvedIn(store, { refund, tier: refund.review?.tier ?? 1, now: now() });
  const why = await conflictIn(store, involved, personId);
  return {
    place,
    refundId: refund.refundId,
    askedAt: refund.askedAt,
    decideBy: refund.review?.slaAt,
    why,
    details: mayLook(why) ? detailsOf(refund) : undefined,
  };
}

function detailsOf(refund: Refund): QueueDetails {
  const { request, decision, review } = refund;
  const [first] = decision === null ? [] : statedReasons(refund, decision);
  return {
    orderId: request.orderId,
    rmaId: request.rmaId,
    claim: request.claim,
    amount: request.amount,
    expectedLossMinor: decision?.scores?.expectedLossMinor ?? null,
    siteId: request.siteId,
    reason: first === undefined ? undefined : { code: first.code, message: REASONS[first.code].message },
    tier: review?.tier ?? 1,
    votes: review?.votes.length ?? 0,
    quorum: review?.quorum ?? (refund.twoReviewers ? 2 : 1),
  };
}

function isFiltered(filters: QueueFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

function fits({ details, taken }: QueueRow, { personId, filters }: QueueQuery): boolean {
  const { claim, site, reason, tier } = filters;
  // What people may not see of a refund, they may not find out with a filter either.
  const asksDetails = [claim, site, reason, tier].some((value) => value !== undefined);
  if (details === undefined && asksDetails) return false;
  return (
    (claim === undefined || details?.claim === claim) &&
    (site === undefined || details?.siteId === site) &&
    (reason === undefined || details?.reason?.code === reason) &&
    (tier === undefined || details?.tier === tier) &&
    (filters.taken === undefined || (filters.taken === 'free' ? taken === undefined : taken?.by === personId))
  );
}
