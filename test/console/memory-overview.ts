import type { OverviewStore } from '../../lib/app/overview/overview-store.ts';
import type { Store } from '../../lib/app/ports.ts';
import { type DecidedDays, lastReviewEnd } from '../../lib/domain/overview/decided-days.ts';
import type { OpenCounts } from '../../lib/domain/overview/open-counts.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';

/** Returns the numbers of the overview, in memory; they are counted among some refunds. */
export function memoryOverview(
  store: Pick<Store, 'refund'>,
  refundIds: () => readonly string[],
): OverviewStore {
  let open: OpenCounts | undefined;
  let decided: DecidedDays | undefined;
  const rows = async (isCounted: (refund: Refund) => boolean): Promise<readonly Refund[]> => {
    const all = await Promise.all(refundIds().map((id) => store.refund(id, 'strong')));
    return all.filter((row) => row !== undefined).filter(isCounted);
  };
  return {
    reviewsWaiting: async (limit) => {
      const waiting = await rows(({ status }) => status === 'escalated');
      const reviews = waiting.slice(0, limit).map(({ askedAt, baseMinor, decision }) => ({
        askedAt,
        baseMinor,
        expectedLossMinor: decision?.scores?.expectedLossMinor ?? baseMinor,
      }));
      return { reviews, more: waiting.length > limit };
    },
    openCounts: async () => open,
    saveOpenCounts: async (counts) => {
      open = counts;
    },
    decidedOn: async (day, outcome) => {
      const ended = await rows((row) => {
        const end = row.status === 'escalated' ? undefined : lastReviewEnd(row);
        return end?.day === day && end.outcome === outcome;
      });
      return ended.length;
    },
    decidedDays: async () => decided,
    saveDecidedDays: async (days) => {
      decided = days;
    },
  };
}
