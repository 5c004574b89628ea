import { countOpen, type OpenCounts } from '../../domain/overview/open-counts.ts';
import { MINUTE_MS } from '../../domain/shared/calendar.ts';
import { canonicalJson } from '../digest.ts';
import type { Log } from '../ports.ts';
import type { OverviewStore } from './overview-store.ts';

/** The most open reviews that are counted. They are read each minute, so without a limit the cost would have none either. */
export const MAX_COUNTED = 25_000;

/** After how long the same numbers are written again, so that people see that they are still true. */
export const RENEWED_MS = 15 * MINUTE_MS;

/** What counting needs. */
export interface CountOpenDeps {
  readonly store: Pick<OverviewStore, 'reviewsWaiting' | 'openCounts' | 'saveOpenCounts'>;
  readonly now: () => Date;
}

/**
 * Counts the open reviews and keeps the numbers in one item, so that a page reads one item however many are open.
 * It writes only if a number changed, or if a quarter of an hour has passed.
 */
export async function countOpenReviews({ store, now }: CountOpenDeps): Promise<OpenCounts> {
  const at = now();
  const [{ reviews, more }, known] = await Promise.all([
    store.reviewsWaiting(MAX_COUNTED),
    store.openCounts(),
  ]);
  const counts = countOpen(reviews, { now: at, more });
  if (known === undefined || isNews(counts, known)) await store.saveOpenCounts(counts);
  return counts;
}

function isNews(counts: OpenCounts, known: OpenCounts): boolean {
  const isDue = Date.parse(counts.asOf) - Date.parse(known.asOf) >= RENEWED_MS;
  return isDue || canonicalJson({ ...counts, asOf: known.asOf }) !== canonicalJson(known);
}

/**
 * Counts the open reviews and returns how many there are; reports a fault instead of throwing it, because the sweep has
 * started what is due by then and is not to count as failed.
 */
export async function countIfPossible(
  deps: CountOpenDeps & { readonly report: Log },
): Promise<{ readonly openReviews?: number }> {
  try {
    return { openReviews: (await countOpenReviews(deps)).open };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    deps.report({ part: 'open reviews', fault: error.name, message: error.message });
    return {};
  }
}
