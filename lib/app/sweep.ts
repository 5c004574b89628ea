import type { Uses } from './gate-deps.ts';
import { inBatches } from './in-batches.ts';

/** The most refunds one sweep starts; the next one, a minute later, goes on. */
export const MAX_SWEPT = 1000;

/**
 * Starts the gate for every refund that is due, whatever step it stopped at, and returns how many. One start that
 * fails does not stop the others: that refund is due again at the next sweep.
 */
export async function sweep(
  deps: Uses<'now' | 'startGate', 'refundsDue'>,
): Promise<{ readonly started: number; readonly failed: number; readonly more: boolean }> {
  const due = await deps.store.refundsDue(deps.now(), MAX_SWEPT);
  let failed = 0;
  await inBatches(due, (refundId) =>
    deps.startGate(refundId).catch(() => {
      failed += 1;
    }),
  );
  return { started: due.length - failed, failed, more: due.length === MAX_SWEPT };
}
