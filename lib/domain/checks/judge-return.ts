import type { Attested } from '../evidence/evidence.ts';
import { type EvidenceKind, type Fact, isContradiction } from '../evidence/fact.ts';
import type { Support } from '../evidence/return-support.ts';
import { baseValueOf, type Policy, registerOf, requiredCollusion } from '../policy/policy.ts';
import { type Expectation, expectationOf } from '../producers/expectation.ts';
import { unreachableDemands } from '../producers/reach.ts';
import { wordOf } from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { because, type Reason } from '../shared/reasons.ts';
import type { ScanEvidenceFinding } from './findings.ts';
import { SUPPORTING, VOUCHING, VOUCHING_OR_STOWED, whyNoneCounts } from './why-none-counts.ts';

/** What the hard rules say of the scans. */
export type Judged = Pick<ScanEvidenceFinding, 'reasons' | 'collusion' | 'mayStillCome'>;

/** A return, and what its scans show. */
export interface JudgedReturn extends Attested {
  readonly request: RefundRequest;
  readonly facts: readonly Fact[];
  readonly support: Support;
}

const CARRIER_KINDS: ReadonlySet<EvidenceKind> = new Set([
  'carrier_accept',
  'carrier_transit',
  'carrier_delivered',
]);

/** Returns what R1, R5 and the collusion number say of a return, and which evidence may still come. */
export function judgeReturn(one: JudgedReturn, policy: Policy): Judged {
  const { request, support, facts } = one;
  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  const required = support.carrierSuffices ? 0 : requiredCollusion(policy, baseMinor);
  const observed = countingFacts(facts, support).reduce(
    (seen, { witness }) => seen.add(witness),
    new Set(),
  ).size;
  const reasons = [
    ...demandsOn(one, baseMinor, policy),
    ...(observed < required ? [because('E03_TOO_FEW_ATTESTORS', { required, observed })] : []),
  ];
  const unreachable: readonly string[] = unreachableDemands(policy, request.siteId, baseMinor);
  const beyond = reasons.map(({ code }) => code).filter((code) => unreachable.includes(code));
  if (beyond.length > 0) reasons.push(because('E14_OUT_OF_REACH', { demands: beyond }));
  const needsCarrier = request.trigger === 'instant' && !facts.some(({ kind }) => CARRIER_KINDS.has(kind));
  if (needsCarrier) {
    reasons.push(because('E10_NO_CARRIER_SCAN', request.rmaId === undefined ? { missing: 'rmaId' } : {}));
  }
  const expectation = expectationOf(registerOf(policy), request);
  return {
    reasons,
    collusion: { required, observed },
    mayStillCome: missingOf(one, needsCarrier, expectation),
  };
}

function demandsOn(
  { request, support, ...shown }: JudgedReturn,
  baseMinor: number,
  policy: Policy,
): Reason[] {
  const { supported, contentVouched, putAway, carrierSuffices } = support;
  const reasons: Reason[] = [];
  if (baseMinor >= policy.independentScanFromMinor && !supported) {
    reasons.push(because('E01_NO_INDEPENDENT_SCAN', { because: whyNoneCounts(SUPPORTING, request, shown) }));
  }
  if (carrierSuffices) return reasons;
  const putAwaySuffices = baseMinor < policy.content.putAwayNotEnoughFromMinor;
  if (baseMinor >= policy.content.fromMinor && !contentVouched && !(putAway && putAwaySuffices)) {
    const kinds = putAwaySuffices ? VOUCHING_OR_STOWED : VOUCHING;
    reasons.push(because('E02_CONTENT_NOT_VOUCHED', { because: whyNoneCounts(kinds, request, shown) }));
  }
  const isDemanded = registerOf(policy) !== undefined && baseMinor >= policy.carrierSufficesBelowMinor;
  const required = requiredCollusion(policy, baseMinor);
  const isFromOne = supported && isDemanded && isFromOneGroup(shown.facts, support, required);
  if (baseMinor >= policy.independentScanFromMinor && isFromOne) reasons.push(because('E13_ONE_SOURCE'));
  return reasons;
}

/** Returns the facts that count: a dock scan that a scale contradicts does not, nor do serial numbers of some units. */
function countingFacts(facts: readonly Fact[], { docked, serials }: Support): readonly Fact[] {
  return facts.filter(
    ({ kind, independent }) =>
      independent && (kind !== 'dock' || docked) && (kind !== 'serial_match' || serials),
  );
}

/**
 * Returns true if all that counts comes from one group and nothing of another supports it. A system that reports the scans
 * of many people can make up all of them: where two witnesses are demanded, two groups have to count.
 */
function isFromOneGroup(facts: readonly Fact[], support: Support, required: number): boolean {
  const groups = new Set(countingFacts(facts, support).map(({ group }) => group));
  if (groups.size >= 2 || required >= 2) return groups.size < 2;
  return !facts.some((one) => !groups.has(one.group) && supportsFromOutside(one, support));
}

/** Anybody may have keyed in what a machine does not say that it scanned or measured. */
function supportsFromOutside({ kind, attestor, byAnother }: Fact, { docked }: Support): boolean {
  if (isContradiction(kind) || kind === 'intake_mark' || !byAnother) return false;
  if (kind === 'dock' && !docked) return false;
  if (kind === 'carrier_delivered' || attestor.class === 'organization') return true;
  return attestor.class === 'sensor' && attestor.capture !== undefined;
}

function missingOf(
  { facts, support }: JudgedReturn,
  needsCarrier: boolean,
  { expects }: Expectation,
): readonly EvidenceKind[] {
  const { docked, serials, passed, putAway } = support;
  const missing: EvidenceKind[] = [];
  if (needsCarrier) missing.push('carrier_accept');
  if (!facts.some(({ kind }) => kind === 'carrier_delivered')) missing.push('carrier_delivered');
  if (!docked) missing.push('dock');
  if (!serials) missing.push('serial_match');
  if (!passed) missing.push('condition_pass');
  if (!putAway) missing.push('put_away');
  return missing.filter((kind) => {
    const word = wordOf(kind);
    return word !== undefined && expects(word);
  });
}
