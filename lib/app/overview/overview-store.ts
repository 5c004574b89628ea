import type { DecidedDays, ReviewOutcome } from '../../domain/overview/decided-days.ts';
import type { CountedReview, OpenCounts } from '../../domain/overview/open-counts.ts';

/** The numbers of the console's overview. Nothing is decided on them: the refunds' rows stay the truth. */
export interface OverviewStore {
  /** The open reviews, the largest expected loss first; `more` if there may be more than the limit. May lag a moment. */
  reviewsWaiting(
    limit: number,
  ): Promise<{ readonly reviews: readonly CountedReview[]; readonly more: boolean }>;
  /** The numbers of the open reviews as they were counted last; undefined if they never were. */
  openCounts(): Promise<OpenCounts | undefined>;
  /** Replaces the numbers of the open reviews, unless they were counted later. */
  saveOpenCounts(counts: OpenCounts): Promise<void>;
  /** How many refunds people decided on a UTC day in one way; at most the limit. A refund that is under review again is not in it. */
  decidedOn(day: string, outcome: ReviewOutcome, limit: number): Promise<number>;
  /** What people decided by day, as it was counted last; undefined if it never was. */
  decidedDays(): Promise<DecidedDays | undefined>;
  /** Replaces what people decided by day, unless later days were counted. */
  saveDecidedDays(days: DecidedDays): Promise<void>;
}
