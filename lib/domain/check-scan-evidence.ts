import { compareText, type EvidenceKind, evidenceOf, type Fact, serialsCovered } from './evidence.ts';
import type { ScanEvidenceFinding, Witness } from './findings.ts';
import type { PhotoState } from './model-policy.ts';
import { baseValueOf, type Policy, requiredCollusion } from './policy.ts';
import { because, type Reason } from './reasons.ts';
import { type RefundRequest, trailIdOf } from './refund-request.ts';
import type { Trail } from './scan.ts';
import { weighEvidence } from './weigh-evidence.ts';
import { type EvidenceAge, type EvidenceItem, evidenceScore } from './weighed-evidence.ts';

/** The most witnesses a decision lists; the rest are counted, not shown. */
const MAX_WITNESSES = 20;

/** What the scan check reads. */
export interface ScanFacts {
  readonly trail: Trail;
  /** Whether the claim's photos or documents were on an earlier claim. */
  readonly photo: PhotoState;
  readonly age: EvidenceAge;
}

/**
 * Answers what physical scans say about a refund: who vouches for it, whether that is enough for its value
 * (R1, R5 and the collusion number), what each piece of evidence is worth, and what may still come.
 */
export function checkScanEvidence(
  request: RefundRequest,
  { trail, photo, age }: ScanFacts,
  policy: Policy,
): ScanEvidenceFinding {
  const facts = evidenceOf(request, trail, policy);
  const id = trailIdOf(request);
  const judged = request.claim === 'returned' ? judgeReturn(request, facts, policy) : UNSUPPORTED;
  const reasons = [...judged.reasons, ...trailReasons(request, trail), ...conflictReasons(request, facts)];
  const weighed = weighEvidence({ request, facts, photo }, age, policy);
  const settled = weighEvidence({ request, facts, photo }, { ...age, at: 'settled' }, policy).filter(
    ({ item, present }) => present || !judged.supported || !OPTIONAL_WITH_SUPPORT.has(item),
  );
  const evidence = evidenceScore(weighed);
  return {
    check: 'scan-evidence',
    state: 'known',
    trail: id === undefined ? null : { id, version: trail.version },
    witnesses: witnessesOf(facts).slice(0, MAX_WITNESSES),
    ...judged,
    reasons,
    weighed,
    passedByMarker: facts.some(({ kind, independent }) => kind === 'condition_pass' && !independent),
    evidence,
    exceptionPermille: { now: permille(1 - evidence), settled: permille(1 - evidenceScore(settled)) },
  };
}

type Judged = Pick<
  ScanEvidenceFinding,
  'reasons' | 'supported' | 'contentVouched' | 'collusion' | 'mayStillCome'
>;

/** What is missing of these is nothing to hold against anybody, once independent evidence supports the return. */
const OPTIONAL_WITH_SUPPORT: ReadonlySet<EvidenceItem> = new Set(['put_away']);

/** Claims without goods coming back have no scan that could support them; probabilities and budgets judge them. */
const UNSUPPORTED: Judged = {
  reasons: [],
  supported: false,
  contentVouched: false,
  collusion: { required: 0, observed: 0 },
  mayStillCome: [],
};

function permille(share: number): number {
  return Math.round(share * 1000);
}

function judgeReturn(request: RefundRequest, facts: readonly Fact[], policy: Policy): Judged {
  const has = (kind: EvidenceKind): boolean => facts.some((fact) => fact.kind === kind);
  const independent = (kind: EvidenceKind): boolean =>
    facts.some((fact) => fact.kind === kind && fact.independent);
  const docked = independent('dock') && !has('weight_mismatch');
  const serials = serialsCovered(request, facts);
  const putAway = independent('put_away');
  const inspected = serials || independent('condition_pass');
  const supported = docked || putAway || serials;

  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  const required = requiredCollusion(policy, baseMinor);
  const observed = countingAttestors(facts, { docked, serials });
  const putAwaySuffices = baseMinor < policy.content.putAwayNotEnoughFromMinor;

  const reasons: Reason[] = [];
  if (baseMinor >= policy.independentScanFromMinor && !supported)
    reasons.push(because('E01_NO_INDEPENDENT_SCAN'));
  if (baseMinor >= policy.content.fromMinor && !inspected && !(putAway && putAwaySuffices)) {
    reasons.push(because('E02_CONTENT_NOT_VOUCHED'));
  }
  if (observed < required) reasons.push(because('E03_TOO_FEW_ATTESTORS', { required, observed }));

  const wanted: readonly EvidenceKind[] = [
    'carrier_delivered',
    'dock',
    'serial_match',
    'condition_pass',
    'put_away',
  ];
  const vouched: readonly boolean[] = [
    has('carrier_delivered'),
    docked,
    serials,
    independent('condition_pass'),
    putAway,
  ];
  const mayStillCome = wanted.filter((_, index) => vouched[index] !== true);
  return {
    reasons,
    supported,
    contentVouched: inspected,
    collusion: { required, observed },
    mayStillCome,
  };
}

/** People and sensors are counted once each, however many scans they made. */
function countingAttestors(
  facts: readonly Fact[],
  valid: { readonly docked: boolean; readonly serials: boolean },
): number {
  const counting = facts.filter(
    (fact) =>
      fact.independent &&
      (fact.kind !== 'dock' || valid.docked) &&
      (fact.kind !== 'serial_match' || valid.serials),
  );
  return new Set(counting.map((fact) => fact.attestor.id)).size;
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

function conflictReasons(request: RefundRequest, facts: readonly Fact[]): readonly Reason[] {
  const vouching = facts.filter((fact) => fact.attestor.class === 'site');
  const shared = vouching.filter(
    ({ attestor }) =>
      attestor.id === request.customerId ||
      (attestor.deviceId !== undefined && attestor.deviceId === request.links?.device),
  );
  const attestors = [...new Set(shared.map((fact) => fact.attestor.id))];
  return attestors.length === 0 ? [] : [because('C01_CONFLICT_OF_INTEREST', { attestors })];
}

function witnessesOf(facts: readonly Fact[]): readonly Witness[] {
  const byAttestor = Map.groupBy(facts, (fact) => `${fact.attestor.class} ${fact.attestor.id}`);
  return [...byAttestor.values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const kinds = [...new Set(own.map((fact) => fact.kind))];
      const { id, class: attestorClass } = first.attestor;
      return [
        { attestor: id, class: attestorClass, kinds, independent: own.some((fact) => fact.independent) },
      ];
    })
    .toSorted((a, b) => compareText(a.attestor, b.attestor));
}
