import {
  giveBack,
  LEASE_MS,
  type Lease,
  type LeaseChange,
  type Leases,
  takeLease,
} from '../../domain/refund/leases.ts';
import { updateItem } from '../optimistic-update.ts';
import type { DeskStore } from './desk-store.ts';

/** What taking a refund needs. */
export interface TakeDeps {
  readonly store: Pick<DeskStore, 'leases' | 'saveLeases'>;
  readonly now: () => Date;
}

/** The refund to take or give back, and who does it. */
export type Taking = Pick<Lease, 'refundId' | 'by'>;

/** Notes for the others that a person works on a refund. It gives no authority, and ends by itself. */
export function takeRefund(deps: TakeDeps, taking: Taking): Promise<LeaseChange> {
  return change(deps, (leases, now) => {
    const until = new Date(now.getTime() + LEASE_MS).toISOString();
    return takeLease(leases, { ...taking, until }, now);
  });
}

/** Takes that note back. */
export function giveRefundBack(deps: TakeDeps, taking: Taking): Promise<LeaseChange> {
  return change(deps, (leases, now) => giveBack(leases, taking, now));
}

function change(
  { store, now }: TakeDeps,
  next: (leases: Leases, now: Date) => LeaseChange,
): Promise<LeaseChange> {
  return updateItem<Leases, LeaseChange>({
    what: 'the list of taken refunds',
    read: () => store.leases(),
    change: (leases) => {
      const result = next(leases, now());
      return 'leases' in result ? { write: result.leases, result } : { result };
    },
    save: (after, seen) => store.saveLeases(after, seen.version),
  });
}
