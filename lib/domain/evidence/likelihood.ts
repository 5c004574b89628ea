import { type Likelihood, type PhotoState, RETURN_EVIDENCE } from '../policy/model-parameters.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { HOUR_MS } from '../shared/calendar.ts';
import type { Fact } from './fact.ts';

/** What one piece of evidence, there or missing, is worth: how likely it is under each hypothesis. */
export interface WeighedEvidence {
  readonly item: EvidenceItem;
  readonly present: boolean;
  /** Claims without goods have no decoy: its likelihood is set to that of a false claim. */
  readonly likelihood: Likelihood;
}

/** The honest causes that may explain several missing scans at once. Each is weighed after the missing scans. */
export const COMMON_CAUSES = ['over_the_counter', 'lost_on_the_way', 'waiting_at_the_site'] as const;

/** One honest cause that may explain several missing scans. */
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

/**
 * When evidence is weighed. A scan that may still come counts as missing only as far as it should be there by now.
 */
export interface EvidenceAge {
  /** When the refund was asked for. */
  readonly since: Date;
  /** The moment of the judgement, or `settled`: all expected evidence should have come. */
  readonly at: Date | 'settled';
}

/** Returns the hours from an instant to the moment of the judgement: 0 at the least, infinity once evidence is settled. */
export function hoursSince(since: Date, { at }: EvidenceAge): number {
  return at === 'settled'
    ? Number.POSITIVE_INFINITY
    : Math.max(0, (at.getTime() - since.getTime()) / HOUR_MS);
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

/**
 * Returns the evidence score s = L_G / (L_G + (L_N + L_D)/2), from 0 (none) to 1.
 * Source: docs/MODEL.md, "Three hypotheses".
 */
export function evidenceScore([goods, nothing, decoy]: Likelihood): number {
  return goods / (goods + (nothing + decoy) / 2);
}

/** Returns how strongly the evidence says that nothing came: L_N / (L_G + L_N + L_D), from 0 to 1. */
export function nothingShare([goods, nothing, decoy]: Likelihood): number {
  return nothing / (goods + nothing + decoy);
}
