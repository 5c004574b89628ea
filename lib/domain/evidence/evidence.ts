import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { EvidenceKind, Fact } from './fact.ts';
import { type Attestor, compareScans, type Scan, type Trail } from './scan.ts';
import { isAnother, isIntakeMark, isVoided, markersOf, voidsAmong } from './scans-in-force.ts';
import { serialResult } from './serial-evidence.ts';

/** What is needed to classify a scan, in addition to the scan. */
export interface EvidenceContext {
  readonly request: RefundRequest;
  readonly policy: Pick<Policy, 'weightTolerance'>;
  /** The people who marked the goods as returned: `markedBy` and every attestor of an intake mark. */
  readonly markers: ReadonlySet<string>;
}

/** A map, not an object: a producer chooses the text of a step, and an object has keys such as `constructor`. */
const CARRIER_STEPS: ReadonlyMap<string, EvidenceKind> = new Map([
  ['accepting', 'carrier_accept'],
  ['shipping', 'carrier_accept'],
  ['transporting', 'carrier_transit'],
  ['departing', 'carrier_transit'],
  ['arriving', 'carrier_delivered'],
]);

const SEEN_AGAIN_STEPS: ReadonlySet<string> = new Set(['cycle_counting', 'retail_selling', 'repairing']);

/** The kinds that contradict a return. */
const CONTRADICTING: ReadonlySet<EvidenceKind> = new Set([
  'weight_mismatch',
  'serial_mismatch',
  'condition_fail',
]);

/** What the scans of a trail show about a refund. */
export interface Shown {
  readonly facts: readonly Fact[];
  /** What scans showed that the party that made them declared wrong: it is no evidence any more. */
  readonly voided: readonly Fact[];
}

/**
 * Returns every fact that a trail of scans shows about a refund. The same set of scans gives the same facts, whatever
 * the order of arrival.
 */
export function shownBy(request: RefundRequest, trail: Trail, policy: Policy): Shown {
  const scans = trail.scans.toSorted(compareScans);
  const markers = markersOf(request, scans);
  const voids = voidsAmong(scans);
  const context: EvidenceContext = { request, policy, markers };
  const classify = request.claim === 'returned' ? returnFacts : outboundFacts;
  const facts: Fact[] = [];
  const voided: Fact[] = [];
  for (const scan of scans) {
    if (scan.voids === true) continue;
    (isVoided(scan, voids) ? voided : facts).push(...classify(scan, context));
  }
  return { facts, voided };
}

/** Returns every fact that a trail of scans shows about a refund, without voided scans. */
export function evidenceOf(request: RefundRequest, trail: Trail, policy: Policy): readonly Fact[] {
  return shownBy(request, trail, policy).facts;
}

/** Returns true if a kind contradicts the refund. A delivered outbound parcel contradicts the customer's claim. */
export function isContradiction(kind: EvidenceKind): boolean {
  return CONTRADICTING.has(kind) || kind === 'outbound_delivered';
}

/** Returns what a scan of an outbound parcel shows. */
export function outboundFacts(scan: Scan): readonly Fact[] {
  const kind = scan.attestor.class === 'carrier' ? CARRIER_STEPS.get(scan.step ?? '') : undefined;
  if (kind === undefined) return NONE;
  return [fact(scan, kind === 'carrier_delivered' ? 'outbound_delivered' : kind, false)];
}

/** Returns what a scan of a return shows. */
export function returnFacts(scan: Scan, context: EvidenceContext): readonly Fact[] {
  const movement = movementFact(scan, context);
  const weight = weightFact(scan, context);
  // Nearly every scan shows only one fact.
  if (scan.step !== 'inspecting' && weight === undefined) return movement === undefined ? NONE : [movement];
  const inspected = scan.step === 'inspecting' ? inspectionFacts(scan, context) : NONE;
  return [movement, weight, ...inspected].filter((one) => one !== undefined);
}

const NONE: readonly never[] = [];

function movementFact(scan: Scan, { markers }: EvidenceContext): Fact | undefined {
  const { attestor, step = '' } = scan;
  const carrierKind = attestor.class === 'carrier' ? CARRIER_STEPS.get(step) : undefined;
  if (carrierKind !== undefined) return fact(scan, carrierKind, false);
  if ((step === 'arriving' || step === 'unloading') && isOnSite(attestor)) {
    return fact(scan, 'dock', attestor.class === 'sensor' && attestor.capture === 'scanned');
  }
  if (isIntakeMark(scan)) return fact(scan, 'intake_mark', false);
  if ((step === 'storing' || step === 'stocking') && attestor.class === 'site') {
    return fact(scan, 'put_away', isAnother(attestor, markers));
  }
  const isSeenAgain = SEEN_AGAIN_STEPS.has(step) && isSeenByAnother(attestor, markers);
  return isSeenAgain ? fact(scan, 'seen_again', false) : undefined;
}

/** The marker cannot count their own return; while the marker is not known, no employee can. */
function isSeenByAnother(attestor: Attestor, markers: ReadonlySet<string>): boolean {
  if (attestor.class === 'customer') return false;
  return attestor.class === 'site' ? isAnother(attestor, markers) : !markers.has(attestor.id);
}

function weightFact(scan: Scan, { request, policy }: EvidenceContext): Fact | undefined {
  const { attestor, grams } = scan;
  if (grams === undefined || (attestor.class !== 'sensor' && attestor.class !== 'carrier')) return undefined;
  const expected = expectedGrams(request);
  if (expected === undefined) return undefined;
  const tolerance = Math.max(policy.weightTolerance.grams, (expected * policy.weightTolerance.percent) / 100);
  return fact(scan, Math.abs(grams - expected) <= tolerance ? 'weight_match' : 'weight_mismatch', false);
}

/** Returns the shipped weight of the refunded units in grams, or undefined if a line does not state it. */
function expectedGrams(request: RefundRequest): number | undefined {
  let total = 0;
  for (const line of request.lines) {
    if (line.shippedWeightGrams === undefined) return undefined;
    const shipped = line.shippedQuantity ?? line.quantity;
    total += (line.shippedWeightGrams * Math.min(line.quantity, shipped)) / shipped;
  }
  return total;
}

function inspectionFacts(scan: Scan, context: EvidenceContext): readonly Fact[] {
  const { attestor, disposition = '' } = scan;
  if (!isOnSite(attestor)) return NONE;
  const byAnother = isAnother(attestor, context.markers);
  const facts: Fact[] = [];
  const serial = serialResult(scan, context.request);
  if (serial !== undefined) {
    const trusted = byAnother && (attestor.class === 'sensor' || attestor.capture === 'scanned');
    facts.push(
      trusted
        ? fact(scan, serial === 'match' ? 'serial_match' : 'serial_mismatch', serial === 'match')
        : fact(scan, 'serial_manual', false),
    );
    if (!trusted && serial === 'mismatch') facts.push(fact(scan, 'serial_mismatch', false));
  }
  if (disposition === 'conformant') facts.push(fact(scan, 'condition_pass', byAnother));
  if (disposition === 'damaged' || disposition === 'non_conformant') {
    facts.push({ ...fact(scan, 'condition_fail', false), failedByAnother: byAnother });
  }
  return facts;
}

function isOnSite(attestor: Attestor): boolean {
  return attestor.class === 'site' || attestor.class === 'sensor';
}

function fact(scan: Scan, kind: EvidenceKind, independent: boolean): Fact {
  const { at, attestor, delivery } = scan;
  const serials = scan.serials ?? NONE;
  return { kind, at, attestor, independent, failedByAnother: false, serials, delivery };
}
