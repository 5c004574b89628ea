import { announceOutcome } from '../../lib/app/announce-outcome.ts';
import { checkEmployeeRisk } from '../../lib/app/check-employee-risk.ts';
import { checkScanEvidence } from '../../lib/app/check-scan-evidence.ts';
import { checkValueThresholds } from '../../lib/app/check-value-thresholds.ts';
import { decideRefund } from '../../lib/app/decide-refund.ts';
import type { GateDeps } from '../../lib/app/gate-deps.ts';
import { openReview } from '../../lib/app/open-review.ts';
import { publishRelease } from '../../lib/app/publish-release.ts';
import { reviewRefund } from '../../lib/app/review-refund.ts';
import { sweep } from '../../lib/app/sweep.ts';
import { takeEvent } from '../../lib/app/take-event.ts';

/** The use cases that a harness runs. */
export const USE_CASES = {
  announceOutcome,
  checkEmployeeRisk,
  checkScanEvidence,
  checkValueThresholds,
  decideRefund,
  openReview,
  publishRelease,
  reviewRefund,
  sweep,
  takeEvent,
};

/** The same, each of which a test may replace by a double with a defect, which is given all there is. */
export type UseCases = {
  readonly [Name in keyof typeof USE_CASES]: (typeof USE_CASES)[Name] extends (
    deps: never,
    ...rest: infer Rest
  ) => infer Result
    ? (deps: GateDeps, ...rest: Rest) => Result
    : never;
};
