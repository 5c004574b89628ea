import type { QueueAnswer, QueueDetails, QueuePlace, QueueRow } from '../../contracts/queue-answer.ts';
import { leaseOf } from '../../domain/refund/leases.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { Claim } from '../../domain/refund/refund-request.ts';
import { mayLook } from '../../domain/refund/sees-review.ts';
import { type Stops, stopsCovering } from '../../domain/refund/stops.ts';
import { REASONS, type ReasonCode } from '../../domain/shared/reasons.ts';
import type { Store } from '../ports.ts';
import { statedReasons } from '../refund/outcome-event.ts';
import { reviewerConflict } from '../review/reviewer-conflict.ts';
import { unlessUnreadable } from '../unreadable-error.ts';
import type { DeskStore } from './desk-store.ts';
import { onceRead } from './once-read.ts';

/** How many refunds one page of the queue shows. */
export const PAGE_SIZE = 25;

/** How many open reviews a filtered page looks at before it stops and offers to look further. */
export const LOOKED_AT = 100;

/** Which refunds of the queue to show; without a field, all. */
export interface QueueFilters {
  readonly claim?: Claim | undefined;
  readonly site?: string | undefined;
  readonly rmaId?: string | undefined;
  readonly reason?: ReasonCode | undefined;
  readonly tier?: number | undefined;
  /** `free`: nobody has taken it. `mine`: the person who looks has. */
  readonly taken?: 'free' | 'mine' | undefined;
}

/** What the queue needs. */
export interface QueueDeps {
  /** The currency of expected losses. */
  readonly baseCurrency: string;
  readonly store: Pick<Store, 'refund' | 'trail' | 'ignoredScans' | 'profile' | 'reviewers' | 'stops'> &
    Pick<DeskStore, 'openReviews' | 'leases'>;
  readonly now: () => Date;
}

/** Who looks, from which place on, and at which refunds. */
export interface QueueQuery {
  /** Undefined on a gate of one's own, where nobody signs in: then nobody has a part in anything. */
  readonly personId: string | undefined;
  readonly after?: QueuePlace | undefined;
  readonly filters: QueueFilters;
}

/**
 * Returns a page of the open reviews, the largest expected loss first. Without a filter it looks at {@link PAGE_SIZE} of them,
 * with one at no more than {@link LOOKED_AT}, however many there are.
 */
export async function listQueue(deps: QueueDeps, query: QueueQuery): Promise<QueueAnswer> {
  const once = { ...deps, store: onceRead(deps.store) };
  const [leases, stops] = await Promise.all([once.store.leases(), once.store.stops('eventual')]);
  const rows: QueueRow[] = [];
  let after = query.after;
  let lookedAt = 0;
  for (;;) {
    const part = await once.store.openReviews(after, PAGE_SIZE);
    const looked = await Promise.all(
      part.places.map((place) => rowOf({ ...once, stops }, query.personId, place)),
    );
    for (const [index, row] of looked.entries()) {
      after = part.places[index];
      lookedAt += 1;
      // Who is part of a refund does not find it here: even its place would say what it is worth.
      if (row === undefined || !mayLook(row.why)) continue;
      const shown = { ...row, taken: leaseOf(leases, row.refundId, deps.now()) };
      if (fits(shown, query)) rows.push(shown);
      if (rows.length === PAGE_SIZE) {
        const isLast = !part.more && index === looked.length - 1;
        return { rows, lookedAt, next: isLast ? undefined : after };
      }
    }
    if (!part.more || part.places.length === 0) return { rows, lookedAt, next: undefined };
    if (lookedAt >= LOOKED_AT || !isFiltered(query.filters)) return { rows, lookedAt, next: after };
  }
}

/**
 * Returns the next refund after a place that a person may decide and has not answered: one that nobody else has taken, if there
 * is one. Bounded as a filtered page is.
 */
export async function nextInQueue(
  deps: QueueDeps,
  { personId, after }: Omit<QueueQuery, 'filters'>,
): Promise<QueueRow | undefined> {
  const mine = ({ why, answered, details }: QueueRow): boolean =>
    why === undefined && answered !== true && details !== undefined;
  const free = await listQueue(deps, { personId, after, filters: { taken: 'free' } });
  const found = free.rows.find(mine);
  if (found !== undefined) return found;
  return (await listQueue(deps, { personId, after, filters: {} })).rows.find(mine);
}

type RowDeps = QueueDeps & { readonly stops: Stops };

/** One refund whose data cannot be read hides no other: it is shown as such. */
async function rowOf(
  deps: RowDeps,
  personId: string | undefined,
  place: QueuePlace,
): Promise<Omit<QueueRow, 'taken'> | undefined> {
  const problems: string[] = [];
  const row = await unlessUnreadable(problems, () => readRow(deps, personId, place));
  return problems.length === 0 ? row : { place, refundId: place.refundId };
}

async function readRow(
  { store, now, baseCurrency, stops }: RowDeps,
  personId: string | undefined,
  place: QueuePlace,
): Promise<Omit<QueueRow, 'taken'> | undefined> {
  const refund = await store.refund(place.refundId, 'eventual');
  // The list may lag behind the row.
  if (refund?.status !== 'escalated') return undefined;
  const reviewed = { refund, tier: refund.review?.tier ?? 1, now: now() };
  const why = personId === undefined ? undefined : await reviewerConflict(store, reviewed, personId);
  return {
    place,
    refundId: refund.refundId,
    askedAt: refund.askedAt,
    decideBy: refund.review?.slaAt,
    why,
    answered: refund.review?.votes.some(({ reviewerId }) => reviewerId === personId) === true,
    details: {
      ...detailsOf(refund, baseCurrency),
      stopped: stopsCovering(stops, refund.request, now()).length > 0,
    },
  };
}

function detailsOf(refund: Refund, baseCurrency: string): QueueDetails {
  const { request, decision, review } = refund;
  const reasons = decision === null ? [] : statedReasons(refund, decision);
  const [first] = reasons;
  return {
    orderId: request.orderId,
    rmaId: request.rmaId,
    claim: request.claim,
    amount: request.amount,
    expectedLoss:
      decision?.scores === null || decision === null
        ? null
        : { currency: baseCurrency, minor: decision.scores.expectedLossMinor },
    siteId: request.siteId,
    reason: first === undefined ? undefined : { code: first.code, message: REASONS[first.code].message },
    codes: reasons.map(({ code }) => code),
    tier: review?.tier ?? 1,
    votes: review?.votes.length ?? 0,
    quorum: review?.quorum ?? (refund.twoReviewers ? 2 : 1),
  };
}

function isFiltered(filters: QueueFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

function fits({ details, taken }: QueueRow, { personId, filters }: QueueQuery): boolean {
  const { claim, site, rmaId, reason, tier } = filters;
  return (
    (claim === undefined || details?.claim === claim) &&
    (site === undefined || details?.siteId === site) &&
    (rmaId === undefined || details?.rmaId === rmaId) &&
    (reason === undefined || details?.codes?.includes(reason) === true) &&
    (tier === undefined || details?.tier === tier) &&
    (filters.taken === undefined || (filters.taken === 'free' ? taken === undefined : taken?.by === personId))
  );
}
