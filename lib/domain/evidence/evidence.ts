import { baseValueOf, type Policy } from '../policy/policy.ts';
import { SCAN_TYPE } from '../producers/promises.ts';
import {
  mayShow,
  mayVouchThrough,
  producerIn,
  type Register,
  siteIn,
  speaksOfLeg,
  speaksOfSite,
} from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { type Sender, senderIn } from '../shared/sender.ts';
import { type EvidenceKind, type Fact, isContradiction } from './fact.ts';
import { isDiscredited, type People } from './people.ts';
import { compareScans, type Scan, type Trail } from './scan.ts';
import { isIntakeMark, isOnSite, isVoided, isWarehouse, trustedVoids, voidsAmong } from './scans-in-force.ts';
import { scansOfPlace } from './scans-of-place.ts';
import { serialResult } from './serial-evidence.ts';
import { type Witnesses, witnessesAmong } from './witnesses.ts';

/** What is needed to classify a scan, in addition to the scan. */
export interface EvidenceContext {
  readonly request: RefundRequest;
  readonly policy: Pick<Policy, 'weightTolerance'>;
  readonly witnesses: Witnesses;
}

/** The scans of a trail, and what is known of those who made them. */
export interface Attested {
  readonly trail: Trail;
  readonly people: People;
  /** The present register: who may say what now. Undefined in open mode. */
  readonly register: Register | undefined;
  /** Who asked for the refund. Absent if it is not on record. */
  readonly askedBy: Sender | undefined;
  /** The source of an organization that is taken for the marker, as nobody knows who marked it. */
  readonly markedThrough?: string | undefined;
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

/** What the scans of a trail show about a refund. */
export interface Shown {
  readonly facts: readonly Fact[];
  /** What scans showed that the party that made them declared wrong: it is no evidence any more. */
  readonly voided: readonly Fact[];
  /** What scans showed in favour of the refund, by employees whose scans did not count any more. It is no evidence either. */
  readonly discredited: readonly Fact[];
  /** What scans showed whose producer may say nothing of it, or not any more. */
  readonly disbelieved: readonly Fact[];
}

/**
 * Returns every fact that a trail of scans shows about a refund. The same set of scans gives the same facts, whatever
 * the order of arrival.
 */
export function shownBy(request: RefundRequest, attested: Attested, policy: Policy): Shown {
  const { people, register, askedBy, markedThrough } = attested;
  const all = attested.trail.scans.toSorted(compareScans);
  const scans = scansOfPlace(all, request, register);
  const voids = voidsAmong(all);
  const trusted = trustedVoids(voids, people);
  const strangersCount = strangersCountAt(request, policy);
  const witnesses = witnessesAmong(request, scans, {
    people,
    register,
    askedBy,
    markedThrough,
    strangersCount,
  });
  const context: EvidenceContext = { request, policy, witnesses };
  const classify = request.claim === 'returned' ? returnFacts : outboundFacts;
  const facts: Fact[] = [];
  const voided: Fact[] = [];
  const discredited: Fact[] = [];
  const disbelieved: Fact[] = [];
  for (const scan of all) {
    if (scan.voids === true) continue;
    const seen = classify(scan, context);
    const shown =
      register === undefined ? seen : seen.filter((one) => isBelieved(one, scan, register, request));
    if (shown.length === 0) {
      disbelieved.push(...seen);
      if (isRevoked(scan, register)) facts.push(...against(seen));
    }
    if (isVoided(scan, trusted)) voided.push(...shown);
    // A declaration that is not trusted may only make a refund harder to pay.
    else if (isVoided(scan, voids)) facts.push(...against(shown));
    else if (!isDiscredited(scan, people)) facts.push(...shown);
    else {
      discredited.push(...shown.filter(({ kind }) => isInFavour(kind)));
      facts.push(...against(shown));
    }
  }
  return { facts, voided, discredited, disbelieved };
}

/** What a source contradicted before it was revoked stays a contradiction: distrust of it must pay nothing. */
function isRevoked({ key }: Scan, register: Register | undefined): boolean {
  return register !== undefined && producerIn(register, senderIn(key).source) === undefined;
}

/**
 * Returns true if the producer of a scan may say now what it shows, of this way and site. A contradiction is believed of any
 * site: naming another one must not take it away.
 */
function isBelieved(
  { kind, attestor }: Fact,
  { key }: Scan,
  register: Register,
  { claim, siteId }: RefundRequest,
): boolean {
  const producer = producerIn(register, senderIn(key).source);
  return (
    producer?.types.includes(SCAN_TYPE) === true &&
    mayVouchThrough(producer, attestor) &&
    speaksOfLeg(producer, claim === 'returned' ? 'return' : 'outbound') &&
    (claim !== 'returned' || isContradiction(kind) || speaksOfSite(producer, siteIn(register, siteId))) &&
    mayShow(producer, kind)
  );
}

/** Returns true if a refund is so small that an employee counts whom the directory does not know. */
export function strangersCountAt({ amount }: RefundRequest, policy: Policy): boolean {
  const baseMinor = baseValueOf(policy, amount);
  return baseMinor !== undefined && baseMinor < policy.strangersBelowMinor;
}

/** A status may only make a refund harder to pay: a contradiction stays one, and a marker stays the marker. */
function isInFavour(kind: EvidenceKind): boolean {
  return kind !== 'intake_mark' && !isContradiction(kind);
}

/**
 * Returns the facts that do not help a refund. A failed inspection makes a missing put-away likelier, which helps the
 * refund, if somebody else failed the goods: it counts like the marker's own word.
 */
function against(shown: readonly Fact[]): readonly Fact[] {
  return shown.filter(({ kind }) => !isInFavour(kind)).map((one) => ({ ...one, byAnother: false }));
}

/** Returns every fact that a trail of scans shows about a refund, without those that do not count any more. */
export function evidenceOf(request: RefundRequest, attested: Attested, policy: Policy): readonly Fact[] {
  return shownBy(request, attested, policy).facts;
}

/** Returns what a scan of an outbound parcel shows. */
export function outboundFacts(scan: Scan, context: Pick<EvidenceContext, 'witnesses'>): readonly Fact[] {
  const kind = scan.attestor.class === 'carrier' ? CARRIER_STEPS.get(scan.step ?? '') : undefined;
  if (kind === undefined) return NONE;
  return [fact(scan, kind === 'carrier_delivered' ? 'outbound_delivered' : kind, context)];
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

function movementFact(scan: Scan, context: EvidenceContext): Fact | undefined {
  const { attestor, step = '' } = scan;
  const carrierKind = attestor.class === 'carrier' ? CARRIER_STEPS.get(step) : undefined;
  if (carrierKind !== undefined) return fact(scan, carrierKind, context);
  if ((step === 'arriving' || step === 'unloading') && isOnSite(attestor)) {
    return attestor.class === 'sensor' ? vouching(scan, 'dock', context) : fact(scan, 'dock', context);
  }
  if (isIntakeMark(scan)) return fact(scan, 'intake_mark', context);
  if ((step === 'storing' || step === 'stocking') && isWarehouse(attestor)) {
    return vouching(scan, 'put_away', context);
  }
  // The marker cannot count their own return.
  const isSeenAgain = SEEN_AGAIN_STEPS.has(step) && attestor.class !== 'customer';
  return isSeenAgain && context.witnesses.isAnother(scan) ? fact(scan, 'seen_again', context) : undefined;
}

function weightFact(scan: Scan, context: EvidenceContext): Fact | undefined {
  const { attestor, grams } = scan;
  const { weightTolerance } = context.policy;
  if (grams === undefined || (attestor.class !== 'sensor' && attestor.class !== 'carrier')) return undefined;
  const expected = expectedGrams(context.request);
  if (expected === undefined) return undefined;
  const tolerance = Math.max(weightTolerance.grams, (expected * weightTolerance.percent) / 100);
  const isRight = Math.abs(grams - expected) <= tolerance;
  return fact(scan, isRight ? 'weight_match' : 'weight_mismatch', context);
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
  const facts: Fact[] = [];
  const serial = serialResult(scan, context.request);
  const match = vouching(scan, 'serial_match', context);
  if (serial !== undefined && !match.independent) facts.push(fact(scan, 'serial_manual', context));
  if (serial === 'match' && match.independent) facts.push(match);
  if (serial === 'mismatch') facts.push(fact(scan, 'serial_mismatch', context));
  if (disposition === 'conformant') facts.push(vouching(scan, 'condition_pass', context));
  if (disposition === 'damaged' || disposition === 'non_conformant') {
    facts.push(fact(scan, 'condition_fail', context));
  }
  return facts;
}

function fact(scan: Scan, kind: EvidenceKind, { witnesses }: Pick<EvidenceContext, 'witnesses'>): Fact {
  const { at, attestor, delivery } = scan;
  const serials = scan.serials ?? NONE;
  const byAnother = witnesses.isAnother(scan);
  const witness = witnesses.witnessOf(scan);
  const group = witnesses.groupOf(scan);
  return { kind, at, attestor, witness, group, byAnother, independent: false, serials, delivery };
}

/**
 * A fact that counts if somebody other than the marker scanned it: what is keyed or sent by API says that a person said so. An
 * organization speaks through its interface.
 */
function vouching(scan: Scan, kind: EvidenceKind, context: EvidenceContext): Fact {
  const shown = fact(scan, kind, context);
  const { class: of, capture } = scan.attestor;
  const isScanned = capture === 'scanned' || (capture === 'api' && of === 'organization');
  return { ...shown, independent: shown.byAnother && isScanned };
}
