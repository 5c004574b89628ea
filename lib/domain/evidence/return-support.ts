import { baseValueOf, type Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { type EvidenceKind, type Fact, isContradiction } from './fact.ts';
import { serialsCovered } from './serial-evidence.ts';

/** What independent evidence there is of a return. */
export interface Support {
  /** Independent evidence of the return supports the refund. */
  readonly supported: boolean;
  /** Somebody other than the marker, or a machine, opened the parcel and vouches for what was in it. */
  readonly contentVouched: boolean;
  /** A machine scanned it in at the dock, and no scale contradicts it. */
  readonly docked: boolean;
  /** All serial numbers of the refunded units were scanned. */
  readonly serials: boolean;
  /** Somebody other than the marker opened the parcel and passed the goods. */
  readonly passed: boolean;
  readonly putAway: boolean;
  /** Its carrier delivered it and nothing contradicts it, at a value for which the policy demands no more. */
  readonly carrierSuffices: boolean;
}

/** Returns what independent evidence there is of a return; none for a claim without goods. */
export function supportOf(request: RefundRequest, facts: readonly Fact[], policy: Policy): Support {
  if (request.claim !== 'returned') return NO_SUPPORT;
  const independent = (kind: EvidenceKind): boolean =>
    facts.some((fact) => fact.kind === kind && fact.independent);
  const docked = independent('dock') && !facts.some(({ kind }) => kind === 'weight_mismatch');
  const serials = serialsCovered(request, facts);
  const passed = independent('condition_pass');
  const putAway = independent('put_away');
  const baseMinor = baseValueOf(policy, request.amount) ?? Number.POSITIVE_INFINITY;
  const carrierSuffices =
    baseMinor < policy.carrierSufficesBelowMinor &&
    facts.some(({ kind }) => kind === 'carrier_delivered') &&
    !facts.some(({ kind }) => isContradiction(kind));
  return {
    carrierSuffices,
    docked,
    serials,
    passed,
    putAway,
    supported: docked || putAway || serials || carrierSuffices,
    contentVouched: serials || passed,
  };
}

/** No scan can support a claim without goods. Probabilities and budgets judge such claims. */
const NO_SUPPORT: Support = {
  docked: false,
  serials: false,
  passed: false,
  putAway: false,
  carrierSuffices: false,
  supported: false,
  contentVouched: false,
};
