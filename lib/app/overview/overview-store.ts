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
}
