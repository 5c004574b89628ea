import { checkScanEvidence as judgeScanEvidence } from '../domain/check-scan-evidence.ts';
import type { ScanEvidenceFinding } from '../domain/findings.ts';
import { trailIdOf } from '../domain/refund-request.ts';
import { EMPTY_TRAIL } from '../domain/scan.ts';
import { type CheckDeps, loadCase } from './load-refund.ts';

/** Answers what the scans say about a refund, as they stand now. A lagging read is caught when a hold registers. */
export async function checkScanEvidence(deps: CheckDeps, refundId: string): Promise<ScanEvidenceFinding> {
  const { refund, policy } = await loadCase(deps, refundId);
  const trailId = trailIdOf(refund.request);
  const trail = trailId === undefined ? EMPTY_TRAIL : await deps.store.trail(trailId, 'eventual');
  return judgeScanEvidence(refund.request, trail, policy);
}
