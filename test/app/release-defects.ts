import { loadRefund } from '../../lib/app/refund/load-refund.ts';
import { outcomeEvent } from '../../lib/app/refund/outcome-event.ts';
import { reviewEnded } from '../../lib/app/refund/transitions.ts';
import { reviewerConflict } from '../../lib/app/review/reviewer-conflict.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { castVote } from '../../lib/domain/refund/review.ts';
import type { Stops } from '../../lib/domain/refund/stops.ts';
import type { Broken } from './schedules.ts';
import { USE_CASES, type UseCases } from './use-cases.ts';

const { checkValueThresholds, decideRefund, publishRelease, reviewRefund } = USE_CASES;

/** Claims the units of the order once the release is out, and only looks at them before. */
export function claimAfterRelease(): Broken {
  return {
    doubles: {
      checkValueThresholds: (deps, refundId) => {
        const store = { ...deps.store, saveOrder: async () => 'saved' as const };
        return checkValueThresholds({ ...deps, store }, refundId);
      },
      publishRelease: async (deps, refundId) => {
        const step = await publishRelease(deps, refundId);
        await checkValueThresholds(deps, refundId);
        return step;
      },
    },
  };
}

/** Releases the row as it was decided, whatever it says by now. */
export function unconditionalRelease(): Broken {
  const approved = new Map<string, Refund>();
  return {
    doubles: {
      decideRefund: async (deps, step) => {
        const decided = await decideRefund(deps, step);
        const row = await loadRefund(deps.store, step.refundId, 'strong');
        if (decided.outcome === 'approve' && row.status === 'approved') approved.set(row.refundId, row);
        return decided;
      },
      publishRelease: async (deps, refundId) => {
        const row = approved.get(refundId);
        if (row !== undefined) await released(deps, row);
        return publishRelease(deps, refundId);
      },
    },
  };
}

async function released(deps: Parameters<UseCases['publishRelease']>[0], row: Refund): Promise<void> {
  await deps.publish(await outcomeEvent(deps, row));
}

/** Looks at the stops when it decides, and never again. */
export function stopsReadTooEarly(): Broken {
  const seen = new Map<string, Stops>();
  return {
    doubles: {
      decideRefund: async (deps, step) => {
        const stops = await deps.store.stops('strong');
        const decided = await decideRefund(deps, step);
        if (decided.outcome === 'approve' && !seen.has(step.refundId)) seen.set(step.refundId, stops);
        return decided;
      },
      publishRelease: (deps, refundId) => {
        const stops = seen.get(refundId);
        const store = stops === undefined ? deps.store : { ...deps.store, stops: async () => stops };
        return publishRelease({ ...deps, store }, refundId);
      },
    },
  };
}

/** Lets the token that ends a wait carry the decision, and releases by what it carries. */
export function decisionInToken(): Broken {
  const carried = new Map<string, Refund>();
  return {
    doubles: {
      reviewRefund: async (deps, command) => {
        const row = await deps.store.refund(command.refundId, 'strong');
        const { reviewerId, decision, verdict } = command;
        const vote = { reviewerId, decision, verdict, at: deps.now().toISOString() };
        if (row?.status === 'escalated' && row.review?.token !== undefined) {
          const conflict = await reviewerConflict(
            deps.store,
            { refund: row, tier: row.review.tier, now: deps.now() },
            reviewerId,
          );
          const { result, ...cast } = castVote(row.review, vote);
          if (conflict === undefined && result === 'approved' && 'review' in cast) {
            carried.set(
              row.refundId,
              reviewEnded(row, { review: cast.review, outcome: result, agreeing: [vote], at: deps.now() }),
            );
            await deps.endReview(row.review.token);
          }
        }
        return reviewRefund(deps, command);
      },
      decideRefund: async (deps, step) => {
        const row = carried.get(step.refundId);
        if (row === undefined) return decideRefund(deps, step);
        return { refundId: row.refundId, outcome: 'approve', version: row.version };
      },
      publishRelease: async (deps, refundId) => {
        const row = carried.get(refundId);
        carried.delete(refundId);
        if (row !== undefined) await released(deps, row);
        return publishRelease(deps, refundId);
      },
    },
  };
}
