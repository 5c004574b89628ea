import type { StartGate, Store } from './ports.ts';

/** The most refunds one sweep starts; the next one, a minute later, goes on. */
export const MAX_SWEPT = 1000;

/** How many gate runs one sweep starts at the same time. */
const AT_ONCE = 20;

/**
 * Starts the gate for every refund whose time has come, whatever it stopped at, and answers how many. Starting
 * is only a hint, so one that fails does not keep the others from theirs: it is due again at the next sweep.
 */
export async function sweep(deps: {
  readonly store: Pick<Store, 'refundsDue'>;
  readonly now: () => Date;
  readonly startGate: StartGate;
}): Promise<{ readonly started: number; readonly failed: number; readonly more: boolean }> {
  const due = await deps.store.refundsDue(deps.now(), MAX_SWEPT);
  let failed = 0;
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const starts = due.slice(from, from + AT_ONCE).map((refundId) => deps.startGate(refundId));
    failed += (await Promise.allSettled(starts)).filter((one) => one.status === 'rejected').length;
  }
  return { started: due.length - failed, failed, more: due.length === MAX_SWEPT };
}
