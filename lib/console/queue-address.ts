import type { QueueFilters } from '../app/console/list-queue.ts';
import { placeIn, placeText, type QueuePlace } from '../contracts/queue-answer.ts';
import { CLAIMS } from '../domain/refund/refund-request.ts';
import { TOP_TIER } from '../domain/refund/review.ts';
import { isReasonCode } from '../domain/shared/reasons.ts';

/** A page of the queue, as its address names it. */
export interface QueueAddress {
  readonly filters: QueueFilters;
  readonly after: QueuePlace | undefined;
}

/** The tiers of a review. */
export const TIERS = Array.from({ length: TOP_TIER }, (_, index) => index + 1);

/** The values of the filter by who has a refund. */
export const TAKEN = ['free', 'mine'] as const;

/** Returns the page of the queue that a query names. What it cannot read counts as not given. */
export function readQueueAddress(query: URLSearchParams): QueueAddress {
  const value = (name: string): string | undefined => query.get(name) || undefined;
  const reason = value('reason');
  const filters = {
    claim: CLAIMS.find((one) => one === value('claim')),
    site: value('site')?.trim().toLowerCase(),
    rmaId: value('rmaId')?.trim(),
    reason: reason !== undefined && isReasonCode(reason) ? reason : undefined,
    tier: TIERS.find((one) => String(one) === value('tier')),
    taken: TAKEN.find((one) => one === value('taken')),
  };
  return { filters, after: placeIn(value('after')) };
}

/** Returns the address of a page of the queue. */
export function queueHref({ filters, after }: QueueAddress): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined) query.set(name, String(value));
  if (after !== undefined) query.set('after', placeText(after));
  return query.size === 0 ? '/queue' : `/queue?${query.toString()}`;
}
