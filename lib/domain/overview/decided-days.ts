import type { AuditEntry, Refund } from '../refund/refund.ts';
import { dayNumber, dayOf } from '../shared/calendar.ts';

/** How a review ends. */
export const REVIEW_OUTCOMES = ['approved', 'denied'] as const;

/** How a review ended. */
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** How many refunds people decided on one UTC day, by outcome. */
export type DecidedDay = { readonly day: string } & Readonly<Record<ReviewOutcome, number>>;

/** What people decided, by day. */
export interface DecidedDays {
  /** The last day that was counted. */
  readonly through: string;
  /** The days on which people decided something, oldest first. */
  readonly days: readonly DecidedDay[];
}

/** How many days are kept. */
export const KEPT_DAYS = 90;

/** Returns the days with some of them counted again, and without those that are no longer kept. */
export function daysCounted(
  known: DecidedDays | undefined,
  { counted, through }: { readonly counted: readonly DecidedDay[]; readonly through: string },
): DecidedDays {
  const again = new Set(counted.map(({ day }) => day));
  const days = [...(known?.days ?? []).filter(({ day }) => !again.has(day)), ...counted]
    .filter((one) => one.approved + one.denied > 0 && dayNumber(one.day) > dayNumber(through) - KEPT_DAYS)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  return { through, days };
}

/**
 * Returns on which UTC day people last decided a refund, and how; undefined if they never did. The audit chain says it for
 * good: what happens to the refund later adds links and takes none away.
 */
export function lastReviewEnd({
  audit,
}: Pick<Refund, 'audit'>): { readonly day: string; readonly outcome: ReviewOutcome } | undefined {
  const ends = audit.flatMap(({ at, by, status }: AuditEntry) => {
    const outcome = by.startsWith('reviewer:') ? REVIEW_OUTCOMES.find((one) => one === status) : undefined;
    return outcome === undefined ? [] : [{ day: dayOf(new Date(at)), outcome }];
  });
  return ends.at(-1);
}
