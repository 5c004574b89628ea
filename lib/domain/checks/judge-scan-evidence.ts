import { type Attested, shownBy, strangersCountAt } from '../evidence/evidence.ts';
import { type EvidenceKind, type Fact, isContradiction } from '../evidence/fact.ts';
import { type EvidenceAge, evidenceScore, likelihoodOf } from '../evidence/likelihood.ts';
import { type MarkerTurn, markerTurns } from '../evidence/marker-turns.ts';
import { supportOf } from '../evidence/return-support.ts';
import type { Trail } from '../evidence/scan.ts';
import { scansOfPlace } from '../evidence/scans-of-place.ts';
import {
  countsForGood,
  likelihoodForGood,
  permilleMissing,
  permilleNothing,
} from '../evidence/settled-evidence.ts';
import { weighEvidence } from '../evidence/weigh-evidence.ts';
import type { PhotoState } from '../policy/model-parameters.ts';
import { type Policy, registerOf } from '../policy/policy.ts';
import { expectationOf } from '../producers/expectation.ts';
import { type RefundRequest, trailIdOf } from '../refund/refund-request.ts';
import { because, type Reason, type ReasonCode } from '../shared/reasons.ts';
import type { ScanEvidenceFinding } from './findings.ts';
import { type Judged, judgeReturn } from './judge-return.ts';
import { promiseReasons } from './promise-reasons.ts';
import { strictest } from './strictest-finding.ts';
import { witnessesOf } from './witness-list.ts';

/** What the scan check reads. */
export interface ScanFacts extends Attested {
  /** Whether the claim's photos or documents were on an earlier claim. */
  readonly photo: PhotoState;
  readonly age: EvidenceAge;
}

/**
 * Returns what physical scans say about a refund: who vouches for it, whether that is enough for its value
 * (R1, R5 and the collusion number), what each piece of evidence is worth, and what may still come. If nobody knows who
 * marked it, each employee and each organization is taken for the marker in turn, and the strictest result counts.
 */
export function judgeScanEvidence(
  request: RefundRequest,
  facts: ScanFacts,
  policy: Policy,
): ScanEvidenceFinding {
  const { trail, people, register } = facts;
  const strangersCount = strangersCountAt(request, policy);
  const turns = markerTurns(request, { scans: trail.scans, people, register, strangersCount });
  return strictest(turns.map((turn) => judgeTurn(turn, request, facts, policy)));
}

/**
 * @param turn - the refund with the marker that it is judged with.
 * @param request - the refund as it was asked for.
 */
function judgeTurn(
  { request: turn, markedThrough }: MarkerTurn,
  request: RefundRequest,
  { photo, age, ...shown }: ScanFacts,
  policy: Policy,
): ScanEvidenceFinding {
  const attested = { ...shown, markedThrough };
  const { trail, askedBy } = attested;
  const { facts, voided, discredited, disbelieved } = shownBy(turn, attested, policy);
  const id = trailIdOf(request);
  const support = supportOf(turn, facts, policy);
  const judged =
    request.claim === 'returned'
      ? judgeReturn({ request: turn, facts, support, ...attested }, policy)
      : { ...UNSUPPORTED, mayStillCome: deliveryMayCome(request, facts, policy) };
  const weighed = weighEvidence({ request: turn, facts, photo }, age, policy);
  const lasting = weighed.filter((one) => countsForGood(one, support));
  // Evidence that is there weighs the same at any time; only missing evidence makes a difference.
  const settled = lasting.every(({ present }) => present)
    ? likelihoodOf(lasting)
    : likelihoodForGood({ request: turn, facts, photo }, support, policy);
  const now = likelihoodOf(weighed);
  return {
    check: 'scan-evidence',
    state: 'known',
    trail: id === undefined ? null : { id, version: trail.version },
    witnesses: witnessesOf(facts),
    reasons: [
      ...judged.reasons,
      ...promiseReasons(
        request,
        { scans: scansOfPlace(trail.scans, request, shown.register), askedBy, register: registerOf(policy) },
        policy,
      ),
      ...trailReasons(request, trail),
      ...conflictReasons(request, [...facts, ...voided, ...discredited]),
      ...voidReasons(voided),
      ...noteReasons('E12_SCANS_DO_NOT_COUNT', discredited),
      ...noteReasons('E15_NOT_BELIEVED', disbelieved),
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

const UNSUPPORTED: Judged = { reasons: [], collusion: { required: 0, observed: 0 }, mayStillCome: [] };

/** Of a parcel that the customer misses, only the carrier's record of its delivery may still come. */
function deliveryMayCome(
  request: RefundRequest,
  facts: readonly Fact[],
  policy: Policy,
): readonly EvidenceKind[] {
  const isExpected = expectationOf(registerOf(policy), request).expects('outbound_delivered');
  const isThere = facts.some(({ kind }) => kind === 'outbound_delivered');
  return request.claim === 'not_received' && isExpected && !isThere ? ['outbound_delivered'] : [];
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

function noteReasons(code: ReasonCode, facts: readonly Fact[]): readonly Reason[] {
  return facts.length === 0 ? [] : [because(code, saidBy(facts))];
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
