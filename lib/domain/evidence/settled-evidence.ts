import type { Likelihood, PhotoState } from '../policy/model-parameters.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { type Attested, evidenceOf } from './evidence.ts';
import type { EvidenceKind } from './fact.ts';
import {
  type EvidenceAge,
  type EvidenceItem,
  type EvidenceToWeigh,
  evidenceScore,
  likelihoodOf,
  nothingShare,
  type WeighedEvidence,
} from './likelihood.ts';
import { type Support, supportOf } from './return-support.ts';
import { weighEvidence } from './weigh-evidence.ts';

/** What the scans say about a refund once all expected evidence should have come. */
export interface SettledEvidence {
  /** As in the check's finding, in thousandths. */
  readonly exceptionPermille: number;
  readonly nothingPermille: number;
  /** Every kind that the scans show. */
  readonly kinds: readonly EvidenceKind[];
}

/** Returns the part of the scan check that still matters after the decision, without the rest of the check. */
export function settledEvidence(
  request: RefundRequest,
  { photo, ...attested }: Attested & { readonly photo: PhotoState },
  policy: Policy,
): SettledEvidence {
  const facts = evidenceOf(request, attested, policy);
  const support = supportOf(request, facts, policy);
  const settled = likelihoodForGood({ request, facts, photo }, support, policy);
  return {
    exceptionPermille: permilleMissing(settled),
    nothingPermille: permilleNothing(settled, { request, facts }),
    kinds: facts.map(({ kind }) => kind),
  };
}

/** Returns how likely the evidence is under each hypothesis, once all of it should have come. */
export function likelihoodForGood(evidence: EvidenceToWeigh, support: Support, policy: Policy): Likelihood {
  return likelihoodOf(weighEvidence(evidence, SETTLED, policy).filter((one) => countsForGood(one, support)));
}

/** The age of settled evidence: `since` has no effect then. */
const SETTLED: EvidenceAge = { since: new Date(0), at: 'settled' };

/** The items that may be missing without counting against anybody, once independent evidence supports the return. */
const OPTIONAL_WITH_SUPPORT: ReadonlySet<EvidenceItem> = new Set(['put_away']);

/** Returns true if a piece of evidence counts once the evidence is settled. */
export function countsForGood({ item, present }: WeighedEvidence, { supported }: Support): boolean {
  return present || !supported || !OPTIONAL_WITH_SUPPORT.has(item);
}

/** Returns the soft exception 1 − s of the evidence score s, in thousandths. */
export function permilleMissing(likelihood: Likelihood): number {
  return Math.round((1 - evidenceScore(likelihood)) * 1000);
}

/**
 * Returns how strongly the evidence says that nothing came, in whole thousandths, rounded down. It is 0 if anybody but the
 * marker says that the goods were there: that may not count as independent, but it is no ground to accuse the marker. And
 * it is 0 if the employee named by the request scanned no mark on the return: anybody can name or key in another.
 */
export function permilleNothing(
  likelihood: Likelihood,
  { request, facts }: Pick<EvidenceToWeigh, 'request' | 'facts'>,
): number {
  const marks = facts.filter(({ kind }) => kind === 'intake_mark');
  const markers = new Set([request.markedBy, ...marks.map(({ attestor }) => attestor.id)]);
  const isSeenByOther = facts.some(({ attestor }) => !markers.has(attestor.id));
  const isTheirs = marks.some(
    ({ attestor: { id, capture } }) => id === request.markedBy && capture === 'scanned',
  );
  return isSeenByOther || !isTheirs ? 0 : Math.floor(nothingShare(likelihood) * 1000);
}
