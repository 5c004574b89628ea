import type { Store } from '../../lib/app/ports.ts';
import { loadRefund } from '../../lib/app/refund/load-refund.ts';
import { employeeFinding } from '../builders.ts';
import * as release from './release-defects.ts';
import * as review from './review-defects.ts';
import type { Broken } from './schedules.ts';
import * as stores from './store-defects.ts';
import { USE_CASES } from './use-cases.ts';

const { checkEmployeeRisk, checkScanEvidence, checkValueThresholds, decideRefund, sweep, takeEvent } =
  USE_CASES;

/** A mistake that a gate could have, made on a double of one of its parts. */
export interface Defect {
  readonly name: string;
  /** The invariants that it breaks. */
  readonly breaks: RegExp;
  /** True if it takes hundreds of schedules to find it. */
  readonly isRare: boolean;
  /** Returns the broken parts for one schedule. */
  readonly make: () => Broken;
}

/** Judges by the policy that is present, whatever the refund entered under. */
function policyNotPinned(): Broken {
  const unpinned = <Deps extends { readonly store: Store; readonly policy: { readonly hash: string } }>(
    deps: Deps,
  ): Deps => {
    const { hash: policyHash } = deps.policy;
    const refund: Store['refund'] = async (id, consistency) => {
      const row = await deps.store.refund(id, consistency);
      return row === undefined ? undefined : { ...row, policyHash };
    };
    return { ...deps, store: { ...deps.store, refund } };
  };
  return {
    doubles: {
      checkScanEvidence: (deps, refundId) => checkScanEvidence(unpinned(deps), refundId),
      checkValueThresholds: (deps, refundId) => checkValueThresholds(unpinned(deps), refundId),
      checkEmployeeRisk: (deps, refundId) => checkEmployeeRisk(unpinned(deps), refundId),
      decideRefund: (deps, step) => decideRefund(unpinned(deps), step),
    },
  };
}

/** Sweeps all but what is approved and not yet published. */
function sweeperSkipsApproved(): Broken {
  return {
    doubles: {
      sweep: (deps) => {
        const refundsDue: Store['refundsDue'] = async (now, limit) => {
          const due = await deps.store.refundsDue(now, limit);
          const rows = await Promise.all(due.map((id) => loadRefund(deps.store as Store, id, 'strong')));
          return rows.filter(({ status }) => status !== 'approved').map(({ refundId }) => refundId);
        };
        return sweep({ ...deps, store: { refundsDue } });
      },
    },
  };
}

/** Takes a check that failed for one that found nothing. */
function failedCheckIsClear(): Broken {
  return {
    doubles: {
      checkEmployeeRisk: (deps, refundId) =>
        checkEmployeeRisk(deps, refundId).catch(() => ({
          check: 'employee-risk',
          state: 'known',
          pinned: employeeFinding(),
        })),
    },
  };
}

/** Believes what it hears last of an employee, not what happened last. */
function lateNewsWins(): Broken {
  return {
    doubles: {
      takeEvent: (deps, parsed) => {
        const profile: Store['profile'] = async (ref, consistency) => ({
          ...(await deps.store.profile(ref, consistency)),
          employee: undefined,
        });
        return takeEvent({ ...deps, store: { ...deps.store, profile } }, parsed);
      },
    },
  };
}

/** Drops what it cannot read. */
function dropsWhatIsNone(): Broken {
  return {
    doubles: { takeEvent: async (deps, parsed) => (parsed.ok ? takeEvent(deps, parsed) : 'rejected') },
  };
}

/** A defect that shows within some 100 schedules. */
function common(name: string, breaks: RegExp, make: Defect['make']): Defect {
  return { name, breaks, isRare: false, make };
}

/** A defect that takes hundreds of schedules. */
function rare(name: string, breaks: RegExp, make: Defect['make']): Defect {
  return { name, breaks, isRare: true, make };
}

/** Every defect that is tried, by the name it has in the catalogue of failures. */
export const DEFECTS: readonly Defect[] = [
  common('counter per delivery', /I9/, () => ({ wrap: stores.countedPerDelivery() })),
  rare('idempotency by expiring key', /I5|I1/, () => ({ wrap: stores.expiringKeys() })),
  rare('claim after release', /I1/, release.claimAfterRelease),
  rare('unconditional release', /I6/, release.unconditionalRelease),
  rare('wake-up not retried', /I10/, () => ({ wrap: stores.wakesOnce })),
  common('check-then-register hold', /I10/, () => ({ wrap: stores.registersUnseen })),
  rare('lost acknowledgement taken for a conflict', /I11/, review.lostAcknowledgementIsConflict),
  rare('loser told ok', /I11/, review.loserToldOk),
  rare('kill switch read too early', /I8/, release.stopsReadTooEarly),
  rare('decision carried in the token', /I6|I11/, release.decisionInToken),
  common('sweeper that skips a status', /I4/, sweeperSkipsApproved),
  rare('quorum counted with duplicates', /I2/, review.quorumWithDuplicates),
  common('policy not pinned', /I12/, policyNotPinned),
  common('late scan adding twice', /I9/, () => ({ wrap: stores.addsLateScansTwice() })),
  common('budget read instead of reserved', /R2/, () => ({ wrap: stores.readsBudgets })),
  rare('failed check taken for a clear one', /I16/, failedCheckIsClear),
  rare('late news of an employee believed', /I16/, lateNewsWins),
  common('unreadable event dropped', /I13/, dropsWhatIsNone),
];
