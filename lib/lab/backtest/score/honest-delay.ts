import { DAY_MS, HOUR_MS } from '../../../domain/shared/calendar.ts';
import type { RefundRecord } from '../records.ts';
import { quantile, share } from './statistics.ts';

/** How long honest customers wait for their money, counted from the request to the first approval. */
export interface HonestDelay {
  readonly refunds: number;
  readonly bands: readonly DelayBand[];
  /** Hours; null where it falls on refunds that were never paid. */
  readonly p90Hours: number | null;
  readonly p99Hours: number | null;
}

/** The honest refunds that waited as long as the label says. */
export interface DelayBand {
  readonly label: string;
  readonly refunds: number;
  readonly share: number | null;
}

/** Upper ends, inclusive, in milliseconds. */
const BANDS: readonly (readonly [label: string, upToMs: number])[] = [
  ['at once', 60_000],
  ['up to 1 hour', HOUR_MS],
  ['up to 6 hours', 6 * HOUR_MS],
  ['up to 24 hours', DAY_MS],
  ['up to 3 days', 3 * DAY_MS],
  ['up to 7 days', 7 * DAY_MS],
  ['longer', Number.MAX_VALUE],
  ['never paid', Number.POSITIVE_INFINITY],
];

/** Returns how long the honest refunds among these waited. */
export function honestDelay(refunds: readonly RefundRecord[]): HonestDelay {
  const waits = refunds
    .filter(({ fraud }) => !fraud)
    .map(({ approvedAtMs, requestedAtMs }) =>
      approvedAtMs === null ? Number.POSITIVE_INFINITY : approvedAtMs - requestedAtMs,
    );
  const counts = new Map<string, number>();
  for (const wait of waits) {
    const [label] = BANDS.find(([, upToMs]) => wait <= upToMs) ?? ['never paid'];
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const bands = BANDS.map(([label]): DelayBand => {
    const count = counts.get(label) ?? 0;
    return { label, refunds: count, share: share(count, waits.length) };
  });
  return {
    refunds: waits.length,
    bands,
    p90Hours: inHours(quantile(waits, 0.9)),
    p99Hours: inHours(quantile(waits, 0.99)),
  };
}

function inHours(ms: number | null): number | null {
  return ms === null || !Number.isFinite(ms) ? null : ms / HOUR_MS;
}
