import type { Findings } from '../checks/findings.ts';
import type { WeighedEvidence } from '../evidence/likelihood.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { RateWeight } from '../risk/gamma-poisson.ts';
import type { RingFinding } from '../risk/linked-risk.ts';
import { type Reason, ruleOf } from '../shared/reasons.ts';
import {
  BROKEN_RULES,
  type BrokenRule,
  expectedCost,
  fraudProbability,
  fraudWeights,
  type ProbabilityInputs,
  type Weight,
} from './fraud-probability.ts';

/**
 * The values a decision was made from, with the versions they were read at: all that its probability is made of.
 * They are kept with the decision, so that it can be made again exactly, whatever has changed since.
 */
export interface DecisionInputs {
  /** Minor units of the base currency. */
  readonly baseMinor: number;
  readonly trailVersion: number;
  /** The snapshot of peers that was read. */
  readonly baselines: string;
  readonly weighed: readonly WeighedEvidence[];
  readonly passedByMarker: boolean;
  /** Evidence score s. */
  readonly evidence: number;
  readonly qEmployee: number;
  /** What Q_e is made of. */
  readonly falseAttestations: RateWeight;
  readonly ring: RingFinding;
  /** The broken hard rules that are evidence of fraud by themselves. */
  readonly broken: readonly BrokenRule[];
}

/** What the probability model says about a refund. */
export interface Scores {
  readonly fraudProbability: number;
  /** Evidence score s, 0 to 1. */
  readonly evidence: number;
  /** Minor units of the base currency. */
  readonly expectedLossMinor: number;
}

/** What the probability model says about the inputs. */
export interface Scored {
  readonly scores: Scores;
  /** True when a review is worth its price. */
  readonly isReviewWorth: boolean;
}

/** Returns what a decision is made from, or null when a check could not be made or the value is unknown. */
export function decisionInputsOf([scan, value, employee]: Findings): DecisionInputs | null {
  if (scan.state !== 'known' || value.state !== 'known' || employee.state !== 'known') return null;
  if (value.baseMinor === null) return null;
  return {
    baseMinor: value.baseMinor,
    trailVersion: scan.trail?.version ?? 0,
    baselines: employee.baselines,
    weighed: scan.weighed,
    passedByMarker: scan.passedByMarker,
    evidence: scan.evidence,
    qEmployee: employee.q,
    falseAttestations: employee.falseAttestations,
    ring: value.ring,
    broken: brokenRules([...scan.reasons, ...value.reasons, ...employee.reasons]),
  };
}

/** Returns the scores of the inputs: the same inputs, request and policy give the same bits. */
export function scoreInputs(inputs: DecisionInputs, request: ScoredRequest, policy: Policy): Scored {
  const probability = fraudProbability(inputsOf(inputs, request), policy);
  const { lossMinor, isReviewWorth } = expectedCost(probability, inputs.baseMinor, policy);
  const scores = {
    fraudProbability: probability,
    evidence: inputs.evidence,
    expectedLossMinor: lossMinor,
  };
  return { scores, isReviewWorth };
}

/** Returns the weights of evidence that make up the probability of the inputs. */
export function weighInputs(
  inputs: DecisionInputs,
  request: ScoredRequest,
  policy: Policy,
): readonly Weight[] {
  return fraudWeights(inputsOf(inputs, request), policy);
}

/** The parts of a request that are scored with the inputs. */
type ScoredRequest = Pick<RefundRequest, 'claim' | 'session'>;

function inputsOf(inputs: DecisionInputs, request: ScoredRequest): ProbabilityInputs {
  const { baseMinor, weighed, passedByMarker, qEmployee, ring, broken } = inputs;
  return { request, baseMinor, weighed, passedByMarker, qEmployee, qRing: ring.q, broken };
}

function brokenRules(reasons: readonly Reason[]): readonly BrokenRule[] {
  return BROKEN_RULES.filter((rule) => reasons.some(({ code }) => ruleOf(code) === rule));
}
