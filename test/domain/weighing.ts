import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import type { EvidenceAge } from '../../lib/domain/evidence/likelihood.ts';
import type { Scan } from '../../lib/domain/evidence/scan.ts';
import { weighEvidence } from '../../lib/domain/evidence/weigh-evidence.ts';
import type { PhotoState } from '../../lib/domain/policy/model-parameters.ts';
import type { Policy } from '../../lib/domain/policy/policy.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aPolicy, aRefund, aTrail, attested, NOW } from '../builders.ts';

export const POLICY = aPolicy();
export const TABLE = POLICY.likelihoods.returned;
/** When all that was to come has come. */
const SETTLED: EvidenceAge = { since: NOW, at: 'settled' };
/** So many hours after the refund was asked for. */
export const aged = (hours: number): EvidenceAge => ({
  since: NOW,
  at: new Date(NOW.getTime() + hours * 3_600_000),
});

/** Returns what these scans weigh for a refund. */
export function weigh(
  scans: readonly Scan[],
  overrides: Partial<RefundRequest> = {},
  {
    age = SETTLED,
    photo = 'none',
    policy = POLICY,
  }: { age?: EvidenceAge; photo?: PhotoState; policy?: Policy } = {},
) {
  const request = aRefund(overrides);
  const facts = evidenceOf(request, attested(aTrail(scans)), POLICY);
  return weighEvidence({ request, facts, photo }, age, policy);
}

/** Returns what one piece is worth, or undefined when it is not weighed. */
export const pieceOf = (item: string, ...of: Parameters<typeof weigh>) =>
  weigh(...of).find((one) => one.item === item);
/** Returns which pieces are weighed. */
export const itemsOf = (...of: Parameters<typeof weigh>) => weigh(...of).map(({ item }) => item);
