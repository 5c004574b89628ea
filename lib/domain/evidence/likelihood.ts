import { type Likelihood, type PhotoState, RETURN_EVIDENCE } from '../policy/model-parameters.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { Fact } from './fact.ts';

/** What one piece of evidence, there or missing, is worth: how likely it is under each hypothesis. */
export interface WeighedEvidence {
  readonly item: EvidenceItem;
  readonly present: boolean;
  /** For claims without goods the decoy has no part: its likelihood equals that of a false claim. */
  readonly likelihood: Likelihood;
}

/** The honest causes that take several scans away at once; each stands beside what is missing. */
export const COMMON_CAUSES = ['over_the_counter', 'lost_on_the_way', 'waiting_at_the_site'] as const;

/** One of them. */
export type CommonCause = (typeof COMMON_CAUSES)[number];

/** The pieces of evidence the model weighs, in the order of the evidence chain. */
export const EVIDENCE_ITEMS = [
  ...RETURN_EVIDENCE,
  'weight',
  'serial',
  ...COMMON_CAUSES,
  'outbound_delivered',
  'delivery_gps',
  'delivery_photo',
  'delivery_pin',
  'photo_none',
  'photo_unique',
  'photo_seen_before',
] as const;

/** One piece of evidence. */
export type EvidenceItem = (typeof EVIDENCE_ITEMS)[number];

/** What is weighed. */
export interface EvidenceToWeigh {
  readonly request: RefundRequest;
  readonly facts: readonly Fact[];
  readonly photo: PhotoState;
}

/** When it is weighed: scans that may still come count as missing only in so far as they should be there by now. */
export interface EvidenceAge {
  /** When the refund was asked for. */
  readonly since: Date;
  /** The moment of the judgement, or `settled`: everything that was to come has come. */
  readonly at: Date | 'settled';
}

/** Returns the product of the likelihoods of all pieces, by hypothesis. */
export function likelihoodOf(weighed: readonly WeighedEvidence[]): Likelihood {
  let goods = 1;
  let nothing = 1;
  let decoy = 1;
  for (const { likelihood } of weighed) {
    goods *= likelihood[0];
    nothing *= likelihood[1];
    decoy *= likelihood[2];
  }
  return [goods, nothing, decoy];
}

/** Returns the evidence score s = L_G / (L_G + (L_N + L_D)/2), from 0 (none) to 1. Source: the model's section 1. */
export function evidenceScore([goods, nothing, decoy]: Likelihood): number {
  return goods / (goods + (nothing + decoy) / 2);
}

/** Returns how much of what the evidence says is that nothing came: L_N / (L_G + L_N + L_D), from 0 to 1. */
export function nothingShare([goods, nothing, decoy]: Likelihood): number {
  return nothing / (goods + nothing + decoy);
}
