import type { Store } from '../../lib/app/ports.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { dayNumber, dayOfNumber } from '../../lib/domain/shared/calendar.ts';
import { InjectedFault } from './faults.ts';

type Wrap = (store: Store) => Store;

/** Counts a reservation again each time it is made again. */
export function countedPerDelivery(): Wrap {
  let deliveries = 0;
  return (store) => ({
    ...store,
    reserve: async (budget, reserved, entry) => {
      const result = await store.reserve(budget, reserved, entry);
      if (result !== 'repeated') return result;
      deliveries += 1;
      await store.reserve(budget, { ...reserved, refundId: `${reserved.refundId} ${deliveries}` });
      return result;
    },
  });
}

const HOUR_MS = 3_600_000;

/** Knows for an hour that a refund came before; then it enters as a new one under the same id. */
export function expiringKeys(): Wrap {
  const again = new Map<string, Refund>();
  return (store) => ({
    ...store,
    refund: async (id, consistency) => again.get(id) ?? store.refund(id, consistency),
    createRefund: async (refund) => {
      const { refundId, receivedAt } = refund;
      const known = again.get(refundId) ?? (await store.refund(refundId, 'strong'));
      if (known === undefined) return store.createRefund(refund);
      if (Date.parse(receivedAt) - Date.parse(known.receivedAt) < HOUR_MS) return 'moved';
      again.set(refundId, refund);
      return 'saved';
    },
    saveRefund: async (refund, seenVersion) => {
      const known = again.get(refund.refundId);
      if (known === undefined) return store.saveRefund(refund, seenVersion);
      if (known.version !== seenVersion) return 'moved';
      again.set(refund.refundId, refund);
      return 'saved';
    },
  });
}

/** Returns who waits for a scan only when the scan is new. */
export function wakesOnce(store: Store): Store {
  return {
    ...store,
    appendScan: async (trailId, scan) => {
      const appended = await store.appendScan(trailId, scan);
      return appended.result === 'repeated' ? { ...appended, waiting: [] } : appended;
    },
  };
}

/** Registers who waits whatever scans came since the check. */
export function registersUnseen(store: Store): Store {
  return {
    ...store,
    awaitScans: async (trailId, refundId) => {
      const { version } = await store.trail(trailId, 'strong');
      return store.awaitScans(trailId, refundId, version);
    },
  };
}

/** Tries a write again whose answer was lost, and answers what the repeat met: its own write. */
export function lostAnswersAsMoved(store: Store): Store {
  return {
    ...store,
    saveRefund: async (refund, seenVersion) => {
      try {
        return await store.saveRefund(refund, seenVersion);
      } catch (error) {
        if (error instanceof InjectedFault && error.when === 'after') return 'moved';
        throw error;
      }
    },
  };
}

/** Adds what a late scan changes to the next day, beside what the refund had added before. */
export function addsLateScansTwice(): Wrap {
  const added = new Set<string>();
  return (store) => ({
    ...store,
    contribute: async (ref, entry) => {
      const key = `${ref.kind} ${ref.id} ${entry.refundId}`;
      const day = added.has(key) ? dayOfNumber(dayNumber(entry.day) + 1) : entry.day;
      await store.contribute(ref, { ...entry, day });
      added.add(key);
    },
  });
}

/** Reads whether a budget has room, and reserves whatever others reserved since. */
export function readsBudgets(store: Store): Store {
  return {
    ...store,
    reserve: async (budget, reserved, entry) => {
      const { days } = await store.subject(budget.subject);
      const today = days.find(({ day }) => day === budget.day);
      if ((today?.unsupportedMinor ?? 0) + reserved.unsupportedMinor > budget.unsupportedMinor)
        return 'over_budget';
      const endless = { unsupportedMinor: Number.MAX_SAFE_INTEGER, valueMinor: Number.MAX_SAFE_INTEGER };
      return store.reserve({ ...budget, ...endless }, reserved, entry);
    },
  };
}
