import type { Attestor, Scan } from './scan.ts';

/** What a scan may show, in the trade's words; the table of sources is in `docs/MODEL.md`. */
export const EVIDENCE_KINDS = [
  'carrier_accept',
  'carrier_transit',
  'carrier_delivered',
  'dock',
  'intake_mark',
  'weight_match',
  'weight_mismatch',
  'serial_match',
  'serial_mismatch',
  'serial_manual',
  'condition_pass',
  'condition_fail',
  'put_away',
  'seen_again',
  'outbound_delivered',
] as const;

/** A kind of evidence. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** One thing one scan shows. `independent` is true when it counts towards R1, R5 and the collusion number. */
export interface Fact {
  readonly kind: EvidenceKind;
  readonly at: string;
  readonly attestor: Attestor;
  /** The witness whose word it is: the same for two facts if their attestors share a device or an event. */
  readonly witness: string;
  /** True if it is the word of somebody other than the marker, however it was captured. */
  readonly byAnother: boolean;
  readonly independent: boolean;
  readonly serials: readonly string[];
  readonly delivery: Scan['delivery'];
}
