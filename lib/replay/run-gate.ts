import { announceOutcome } from '../app/announce-outcome.ts';
import { employeeRiskOf } from '../app/check-employee-risk.ts';
import { scanEvidenceOf } from '../app/check-scan-evidence.ts';
import { valueThresholdsOf } from '../app/check-value-thresholds.ts';
import { decideLoaded, needsReviewer } from '../app/decide-refund.ts';
import type { GateDeps } from '../app/gate-deps.ts';
import { openReview } from '../app/open-review.ts';
import { ContendedError } from '../app/optimistic-update.ts';
import { publishRelease } from '../app/publish-release.ts';
import { type LoadedRefund, loadWithPolicies } from '../app/refund/load-refund.ts';
import type { DecidedStep, DecideStep } from '../contracts/step-contracts.ts';
import { isTerminal } from '../domain/refund/status.ts';

/** How often the evidence may change during one run before the run fails. */
const MAX_ROUNDS = 10;

/**
 * Runs the gate for one refund in this process: the same steps in the same order as the state machine. It is for
 * replays, where there is no Step Functions. A fault is thrown, not judged: in a replay it is a defect.
 */
export async function runGate(deps: GateDeps, refundId: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const one = await loadWithPolicies(deps, refundId);
    const findings = await findingsFor(deps, one);
    // Decides on the row that was just checked. Nothing changes it in between, and a conflicting write is refused
    // anyway.
    const decided = await decideLoaded(deps, one.refund, findings);
    if (decided.outcome !== 'again') return await followUp(deps, decided);
  }
  throw new ContendedError(`the evidence of refund ${refundId}`, MAX_ROUNDS);
}

const SCANS_NOT_ASKED = { check: 'scan-evidence', state: 'unknown' } as const;
const VALUE_NOT_ASKED = { check: 'value-thresholds', state: 'unknown' } as const;
const EMPLOYEE_NOT_ASKED = { check: 'employee-risk', state: 'unknown' } as const;

/**
 * Returns the findings to decide on. A refund that only waits for people is not checked again: a year of refunds
 * nobody decides on would cost a year of checks. For a refund that has ended only the scans are checked: only they
 * change what it adds to histories.
 */
async function findingsFor(deps: GateDeps, one: LoadedRefund): Promise<DecideStep['findings']> {
  const { refund } = one;
  if (refund.status === 'escalated' && needsReviewer(refund, deps.now())) {
    return [SCANS_NOT_ASKED, VALUE_NOT_ASKED, EMPLOYEE_NOT_ASKED];
  }
  const scan = await scanEvidenceOf(deps, one);
  if (isTerminal(refund.status)) return [scan, VALUE_NOT_ASKED, EMPLOYEE_NOT_ASKED];
  return [scan, await valueThresholdsOf(deps, one), await employeeRiskOf(deps, one)];
}

async function followUp(deps: GateDeps, { refundId, outcome, version }: DecidedStep): Promise<void> {
  switch (outcome) {
    case 'approve': {
      const step = await publishRelease(deps, refundId);
      if (step.outcome === 'hold') await announceOutcome(deps, step);
      return;
    }
    case 'hold':
    case 'announce':
      return announceOutcome(deps, { refundId, version });
    case 'escalate':
      await announceOutcome(deps, { refundId, version });
      await openReview(deps, { refundId, token: refundId });
      return;
    case 'none':
    case 'again':
      return;
  }
}
