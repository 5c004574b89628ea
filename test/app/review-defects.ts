import type { Store } from '../../lib/app/ports.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import type { Broken } from './schedules.ts';
import * as stores from './store-defects.ts';
import { USE_CASES } from './use-cases.ts';

const { reviewRefund } = USE_CASES;

/** Hears that its write met another, and says so to the reviewer without a look at whose it was. */
export function lostAcknowledgementIsConflict(): Broken {
  return {
    wrap: stores.lostAnswersAsMoved,
    doubles: {
      reviewRefund: async (deps, command) => {
        const { store, hasMoved } = noticingMoves(deps.store);
        const result = await reviewRefund({ ...deps, store }, command);
        return hasMoved() ? { result: 'already_decided', status: 'approved', by: 'somebody' } : result;
      },
    },
  };
}

/** Tells a reviewer whose write met another that all is well. */
export function loserToldOk(): Broken {
  return {
    doubles: {
      reviewRefund: async (deps, command) => {
        const { store, hasMoved } = noticingMoves(deps.store);
        const result = await reviewRefund({ ...deps, store }, command);
        const status = command.decision === 'approve' ? 'approved' : 'denied';
        return hasMoved() ? { result: 'accepted', status, approvals: 1, quorum: 1 } : result;
      },
    },
  };
}

function noticingMoves(store: Store): { readonly store: Store; readonly hasMoved: () => boolean } {
  let moved = false;
  const saveRefund: Store['saveRefund'] = async (next, seen) => {
    const result = await store.saveRefund(next, seen);
    moved ||= result === 'moved';
    return result;
  };
  return { store: { ...store, saveRefund }, hasMoved: () => moved };
}

/** Does not know that one person voted before: earlier votes seem to be those of a twin whom the directory knows too. */
export function quorumWithDuplicates(): Broken {
  const twinOf = (id: string): string => `${id}*`;
  const personOf = (id: string): string => id.replaceAll('*', '');
  const renamed = (row: Refund, rename: (id: string) => string): Refund =>
    row.review === null
      ? row
      : {
          ...row,
          review: {
            ...row.review,
            votes: row.review.votes.map((vote) => ({ ...vote, reviewerId: rename(vote.reviewerId) })),
          },
        };
  return {
    doubles: {
      reviewRefund: (deps, command) => {
        const store: Store = {
          ...deps.store,
          refund: async (id, consistency) => {
            const row = await deps.store.refund(id, consistency);
            return row === undefined ? undefined : renamed(row, twinOf);
          },
          profile: (ref, consistency) => deps.store.profile({ ...ref, id: personOf(ref.id) }, consistency),
          saveRefund: (next, seen) => deps.store.saveRefund(renamed(next, personOf), seen),
        };
        return reviewRefund({ ...deps, store }, command);
      },
    },
  };
}
