import { type DecidedDay, daysCounted, KEPT_DAYS } from '../../domain/overview/decided-days.ts';
import { dayNumber, dayOf, dayOfNumber } from '../../domain/shared/calendar.ts';
import { inBatches } from '../in-batches.ts';
import { MAX_COUNTED } from './count-open-reviews.ts';
import type { OverviewStore } from './overview-store.ts';

/** How many days each night counts again: an entry of the index that came late is then seen a night later. */
const RECOUNTED_DAYS = 3;

/** What counting the decided days needs. */
export interface CountDecidedDeps {
  readonly store: Pick<OverviewStore, 'decidedOn' | 'decidedDays' | 'saveDecidedDays'>;
  readonly now: () => Date;
}

/**
 * Counts what people decided on the days that have ended since the last night, and a few before, and returns the last day
 * counted. The refunds themselves are counted, so a repeat gives the same numbers, and a night that did not run is made up
 * for by the next.
 */
export async function countDecided({
  store,
  now,
}: CountDecidedDeps): Promise<{ readonly decidedThrough: string }> {
  const last = dayNumber(dayOf(now())) - 1;
  const known = await store.decidedDays();
  // Counted by a clock that was ahead of this one.
  if (known !== undefined && dayNumber(known.through) > last) return { decidedThrough: known.through };
  const first = known === undefined ? 0 : dayNumber(known.through) - RECOUNTED_DAYS + 1;
  const kept = Math.max(first, last - KEPT_DAYS + 1);
  const days = Array.from({ length: last - kept + 1 }, (_, index) => dayOfNumber(kept + index));
  const counted: DecidedDay[] = [];
  await inBatches(days, async (day) => {
    const [approved, denied] = await Promise.all([
      store.decidedOn(day, 'approved', MAX_COUNTED),
      store.decidedOn(day, 'denied', MAX_COUNTED),
    ]);
    counted.push({ day, approved, denied });
  });
  const through = dayOfNumber(last);
  await store.saveDecidedDays(daysCounted(known, { counted, through }));
  return { decidedThrough: through };
}
