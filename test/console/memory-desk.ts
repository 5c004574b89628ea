import { isDeepStrictEqual } from 'node:util';
import type { DeskStore } from '../../lib/app/console/desk-store.ts';
import type { SaveResult, Store } from '../../lib/app/ports.ts';
import type { QueuePlace } from '../../lib/contracts/queue-answer.ts';
import { NO_SESSIONS, type Sessions } from '../../lib/domain/people/sessions.ts';
import { type Leases, NO_LEASES } from '../../lib/domain/refund/leases.ts';

/** Returns what the console keeps, in memory; the open reviews are those among some refunds. */
export function memoryDesk(store: Pick<Store, 'refund'>, refundIds: () => readonly string[]): DeskStore {
  const sessions = new Map<string, Sessions>();
  let leases: Leases = NO_LEASES;
  return {
    sessions: async (employeeId) => sessions.get(employeeId) ?? NO_SESSIONS,
    saveSessions: async (employeeId, next, seen) => {
      const known = sessions.get(employeeId) ?? NO_SESSIONS;
      const result = outcome(known, next, seen);
      if (result === 'saved') sessions.set(employeeId, next);
      return result;
    },
    leases: async () => leases,
    saveLeases: async (next, seen) => {
      const result = outcome(leases, next, seen);
      if (result === 'saved') leases = next;
      return result;
    },
    openReviews: async (after, limit) => {
      const rows = await Promise.all(refundIds().map((id) => store.refund(id, 'strong')));
      const places = rows
        .flatMap((row): QueuePlace[] =>
          row?.status === 'escalated'
            ? [
                {
                  refundId: row.refundId,
                  rank: row.decision?.scores?.expectedLossMinor ?? row.baseMinor ?? 0,
                },
              ]
            : [],
        )
        .toSorted((a, b) => b.rank - a.rank || (a.refundId < b.refundId ? 1 : -1));
      const from =
        after === undefined ? 0 : places.findIndex(({ refundId }) => refundId === after.refundId) + 1;
      return { places: places.slice(from, from + limit), more: places.length > from + limit };
    },
  };
}

function outcome<Item extends { readonly version: number }>(
  known: Item,
  next: Item,
  seen: number,
): SaveResult {
  if (known.version === seen) return 'saved';
  return isDeepStrictEqual(known, next) ? 'saved' : 'moved';
}
