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

/** The kinds that contradict a return. */
const CONTRADICTING: ReadonlySet<EvidenceKind> = new Set([
  'weight_mismatch',
  'serial_mismatch',
  'condition_fail',
]);

/** Returns true if a kind contradicts the refund. A delivered outbound parcel contradicts the customer's claim. */
export function isContradiction(kind: EvidenceKind): boolean {
  return CONTRADICTING.has(kind) || kind === 'outbound_delivered';
}

/** One thing one scan shows. `independent` is true when it counts towards R1, R5 and the collusion number. */
export interface Fact {
  readonly kind: EvidenceKind;
  readonly at: string;
  readonly attestor: Attestor;
  /** The witness whose word it is: the same for two facts if their attestors share a device or an event. */
  readonly witness: string;
  /** The group of the producer that reported it: sources under one control. */
  readonly group: string;
  /** True if it is the word of somebody other than the marker, however it was captured. */
  readonly byAnother: boolean;
  readonly independent: boolean;
  readonly serials: readonly string[];
  readonly delivery: Scan['delivery'];
}
