import type { Checked } from '../contracts/step-contracts.ts';
import type { ScanEvidenceFinding } from '../domain/checks/findings.ts';
import { judgeScanEvidence } from '../domain/checks/judge-scan-evidence.ts';
import { EMPTY_TRAIL, withinLife } from '../domain/evidence/scan.ts';
import type { PhotoState } from '../domain/policy/model-parameters.ts';
import { registerOf } from '../domain/policy/policy.ts';
import type { Refund } from '../domain/refund/refund.ts';
import { trailIdOf } from '../domain/refund/refund-request.ts';
import type { Uses } from './gate-deps.ts';
import { checkedUnder } from './judging/judging-policies.ts';
import type { PhotoUse, Store } from './ports.ts';
import { type CheckDeps, type LoadedRefund, loadWithPolicies } from './refund/load-refund.ts';
import { lookUpPeople } from './refund/look-up-people.ts';

type Deps = CheckDeps & Uses<never, 'trail' | 'seePhoto' | 'profile'>;

/** Returns what the scans say about a refund now. If the read lags, the decision notices it. */
export async function checkScanEvidence(deps: Deps, refundId: string): Promise<Checked<ScanEvidenceFinding>> {
  return scanEvidenceOf(deps, await loadWithPolicies(deps, refundId));
}

/** Returns the same for a refund that is already loaded. */
export async function scanEvidenceOf(
  deps: Deps,
  { refund, policies }: LoadedRefund,
): Promise<Checked<ScanEvidenceFinding>> {
  const { request } = refund;
  const trailId = trailIdOf(request);
  const [stored, photo] = await Promise.all([
    trailId === undefined ? EMPTY_TRAIL : deps.store.trail(trailId, 'eventual'),
    photoState(deps.store, refund),
  ]);
  const trail = withinLife(stored, refund.askedAt);
  const register = registerOf(deps.policy.policy);
  const people = await lookUpPeople(deps.store, { refund, trail, policy: policies.pinned, register });
  const age = { since: new Date(refund.askedAt), at: deps.now() };
  return checkedUnder('scan-evidence', policies, (policy) =>
    judgeScanEvidence(request, { trail, people, register, askedBy: refund.sender, photo, age }, policy),
  );
}

/** The most photos and documents of one claim that are looked up. */
const MAX_LOOKED_UP = 10;

/**
 * Records that a claim uses its photos and documents. Returns `seen_before` if one of them was on an earlier claim
 * of another order; otherwise `unique` if the claim has a photo, and `none` if not.
 */
async function photoState(store: Pick<Store, 'seePhoto'>, { request, askedAt }: Refund): Promise<PhotoState> {
  const { refundId, orderId, attachments = [] } = request;
  if (attachments.length === 0) return 'none';
  const own: PhotoUse = { refundId, orderId, at: askedAt };
  const uses = await Promise.all(
    attachments.slice(0, MAX_LOOKED_UP).map(({ sha256 }) => store.seePhoto(sha256, own)),
  );
  if (uses.flat().some((use) => isEarlier(use, own))) return 'seen_before';
  return attachments.some(({ kind }) => kind === 'photo') ? 'unique' : 'none';
}

function isEarlier(use: PhotoUse, own: PhotoUse): boolean {
  if (use.orderId === own.orderId) return false;
  return use.at < own.at || (use.at === own.at && use.refundId < own.refundId);
}
