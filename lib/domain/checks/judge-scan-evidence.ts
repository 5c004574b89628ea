import { type Attested, isContradiction, shownBy } from '../evidence/evidence.ts';
import type { EvidenceKind, Fact } from '../evidence/fact.ts';
import { type EvidenceAge, evidenceScore, likelihoodOf } from '../evidence/likelihood.ts';
import { type Support, supportOf } from '../evidence/return-support.ts';
import type { Trail } from '../evidence/scan.ts';
import {
  countsForGood,
  likelihoodForGood,
  permilleMissing,
  permilleNothing,
} from '../evidence/settled-evidence.ts';
import { weighEvidence } from '../evidence/weigh-evidence.ts';
import type { PhotoState } from '../policy/model-parameters.ts';
import { baseValueOf, type Policy, requiredCollusion } from '../policy/policy.ts';
import { type RefundRequest, trailIdOf } from '../refund/refund-request.ts';
import { compareText } from '../shared/compare-text.ts';
import { because, type Reason } from '../shared/reasons.ts';
import type { ScanEvidenceFinding, Witness } from './findings.ts';
import { SUPPORTING, VOUCHING, VOUCHING_OR_STOWED, whyNoneCounts } from './why-none-counts.ts';

/** The most witnesses a decision lists; the rest are counted, not shown. */
const MAX_WITNESSES = 20;

/** What the scan check reads. */
export interface ScanFacts extends Attested {
  /** Whether the claim's photos or documents were on an earlier claim. */
  readonly photo: PhotoState;
  readonly age: EvidenceAge;
}

/**
 * Returns what physical scans say about a refund: who vouches for it, whether that is enough for its value
 * (R1, R5 and the collusion number), what each piece of evidence is worth, and what may still come.
 */
export function judgeScanEvidence(
  request: RefundRequest,
  { trail, people, photo, age }: ScanFacts,
  policy: Policy,
): ScanEvidenceFinding {
  const { facts, voided, discredited } = shownBy(request, { trail, people }, policy);
  const id = trailIdOf(request);
  const support = supportOf(request, facts);
  const judged =
    request.claim === 'returned'
      ? judgeReturn({ request, facts, support, trail, people }, policy)
      : { ...UNSUPPORTED, mayStillCome: deliveryMayCome(request, facts) };
  const weighed = weighEvidence({ request, facts, photo }, age, policy);
  const lasting = weighed.filter((one) => countsForGood(one, support));
  // Evidence that is there weighs the same at any time; only missing evidence makes a difference.
  const settled = lasting.every(({ present }) => present)
    ? likelihoodOf(lasting)
    : likelihoodForGood({ request, facts, photo }, support, policy);
  const now = likelihoodOf(weighed);
  return {
    check: 'scan-evidence',
    state: 'known',
    trail: id === undefined ? null : { id, version: trail.version },
    witnesses: witnessesOf(facts),
    reasons: [
      ...judged.reasons,
      ...trailReasons(request, trail),
      ...conflictReasons(request, [...facts, ...voided, ...discredited]),
      ...voidReasons(voided),
      ...discreditReasons(discredited),
    ],
    supported: support.supported,
    collusion: judged.collusion,
    mayStillCome: judged.mayStillCome,
    weighed,
    passedByMarker: facts.some(({ kind, byAnother }) => kind === 'condition_pass' && !byAnother),
    evidence: evidenceScore(now),
    exceptionPermille: { now: permilleMissing(now), settled: permilleMissing(settled) },
    nothingPermille: {
      now: permilleNothing(now, { request, facts }),
      settled: permilleNothing(settled, { request, facts }),
    },
  };
}

const CARRIER_KINDS: ReadonlySet<EvidenceKind> = new Set([
  'carrier_accept',
  'carrier_transit',
  'carrier_delivered',
]);

type Judged = Pick<ScanEvidenceFinding, 'reasons' | 'collusion' | 'mayStillCome'>;

const UNSUPPORTED: Judged = { reasons: [], collusion: { required: 0, observed: 0 }, mayStillCome: [] };

/** Of a parcel that the customer misses, only the carrier's record of its delivery may still come. */
function deliveryMayCome({ claim }: RefundRequest, facts: readonly Fact[]): readonly EvidenceKind[] {
  const mayCome = claim === 'not_received' && !facts.some(({ kind }) => kind === 'outbound_delivered');
  return mayCome ? ['outbound_delivered'] : [];
}

interface JudgedReturn extends Attested {
  readonly request: RefundRequest;
  readonly facts: readonly Fact[];
  readonly support: Support;
}

function judgeReturn({ request, support, ...shown }: JudgedReturn, policy: Policy): Judged {
  const { facts } = shown;
  const { docked, serials, passed, putAway, supported, contentVouched } = support;
  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  const required = requiredCollusion(policy, baseMinor);
  const observed = countingAttestors(facts, support);
  const putAwaySuffices = baseMinor < policy.content.putAwayNotEnoughFromMinor;

  const reasons: Reason[] = [];
  if (baseMinor >= policy.independentScanFromMinor && !supported) {
    reasons.push(because('E01_NO_INDEPENDENT_SCAN', { because: whyNoneCounts(SUPPORTING, request, shown) }));
  }
  if (baseMinor >= policy.content.fromMinor && !contentVouched && !(putAway && putAwaySuffices)) {
    const kinds = putAwaySuffices ? VOUCHING_OR_STOWED : VOUCHING;
    reasons.push(because('E02_CONTENT_NOT_VOUCHED', { because: whyNoneCounts(kinds, request, shown) }));
  }
  if (observed < required) reasons.push(because('E03_TOO_FEW_ATTESTORS', { required, observed }));
  const mayStillCome: EvidenceKind[] = [];
  if (request.trigger === 'instant' && !facts.some(({ kind }) => CARRIER_KINDS.has(kind))) {
    reasons.push(because('E10_NO_CARRIER_SCAN', request.rmaId === undefined ? { missing: 'rmaId' } : {}));
    mayStillCome.push('carrier_accept');
  }
  if (!facts.some(({ kind }) => kind === 'carrier_delivered')) mayStillCome.push('carrier_delivered');
  if (!docked) mayStillCome.push('dock');
  if (!serials) mayStillCome.push('serial_match');
  if (!passed) mayStillCome.push('condition_pass');
  if (!putAway) mayStillCome.push('put_away');
  return { reasons, collusion: { required, observed }, mayStillCome };
}

/** Returns how many witnesses count: each person, device and event once, however many scans and names they have. */
function countingAttestors(facts: readonly Fact[], { docked, serials }: Support): number {
  const counting = new Set<string>();
  for (const { kind, independent, witness } of facts) {
    const isValid = (kind !== 'dock' || docked) && (kind !== 'serial_match' || serials);
    if (independent && isValid) counting.add(witness);
  }
  return counting.size;
}

function trailReasons(request: RefundRequest, trail: Trail): readonly Reason[] {
  const reasons: Reason[] = [];
  if (trail.overflowed || trail.conflicted) {
    reasons.push(
      because('E07_TRAIL_UNUSABLE', { overflowed: trail.overflowed, conflicted: trail.conflicted }),
    );
  }
  if (trail.orderId !== undefined && trail.orderId !== request.orderId) {
    reasons.push(because('E08_RETURN_OF_ANOTHER_ORDER', { orderId: trail.orderId }));
  }
  return reasons;
}

function voidReasons(voided: readonly Fact[]): readonly Reason[] {
  const contradicted = voided.filter(({ kind }) => isContradiction(kind));
  if (contradicted.length === 0) return [];
  return [because('E09_CONTRADICTION_VOIDED', saidBy(contradicted))];
}

function discreditReasons(discredited: readonly Fact[]): readonly Reason[] {
  return discredited.length === 0 ? [] : [because('E12_SCANS_DO_NOT_COUNT', saidBy(discredited))];
}

function saidBy(facts: readonly Fact[]): Reason['facts'] {
  return {
    kinds: [...new Set(facts.map(({ kind }) => kind))],
    attestors: [...new Set(facts.map(({ attestor }) => attestor.id))],
  };
}

/** Taking a scan back does not end the conflict: a mark made with a borrowed login would hide who marked otherwise. */
function conflictReasons(request: RefundRequest, facts: readonly Fact[]): readonly Reason[] {
  const shared = facts.filter(
    ({ attestor }) =>
      attestor.class === 'site' &&
      (attestor.id === request.customerId ||
        (attestor.deviceId !== undefined && attestor.deviceId === request.links?.device)),
  );
  if (shared.length === 0) return [];
  const attestors = [...new Set(shared.map((fact) => fact.attestor.id))];
  return [because('C01_CONFLICT_OF_INTEREST', { attestors })];
}

function witnessesOf(facts: readonly Fact[]): readonly Witness[] {
  const witnesses: {
    attestor: string;
    class: Witness['class'];
    kinds: EvidenceKind[];
    independent: boolean;
  }[] = [];
  for (const { kind, attestor, independent } of facts) {
    const known = witnesses.find((one) => one.attestor === attestor.id && one.class === attestor.class);
    if (known === undefined) {
      witnesses.push({ attestor: attestor.id, class: attestor.class, kinds: [kind], independent });
    } else {
      if (!known.kinds.includes(kind)) known.kinds.push(kind);
      known.independent ||= independent;
    }
  }
  const sorted = witnesses.toSorted((a, b) => compareText(a.attestor, b.attestor));
  // Late scans are compared with what is listed, so what contradicts the refund is listed first of all.
  const contradicting = sorted.filter(({ kinds }) => kinds.some(isContradiction));
  const listed = new Set([...new Set([...contradicting, ...sorted])].slice(0, MAX_WITNESSES));
  return sorted.filter((one) => listed.has(one));
}
