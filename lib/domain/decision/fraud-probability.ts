import type { EvidenceItem, WeighedEvidence } from '../evidence/likelihood.ts';
import { sessionRatio } from '../history/account-takeover.ts';
import type { Likelihood } from '../policy/model-parameters.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { byValue } from './prior-by-value.ts';

/** All that a refund's probability is made of. */
export interface ProbabilityInputs {
  readonly request: Pick<RefundRequest, 'claim' | 'session'>;
  /** Minor units of the base currency. */
  readonly baseMinor: number;
  readonly weighed: readonly WeighedEvidence[];
  /** True if the marker passed the goods' condition. */
  readonly passedByMarker: boolean;
  readonly qEmployee: number;
  readonly qRing: number;
  readonly broken: readonly BrokenRule[];
}

/** The hard rules that are evidence of fraud by themselves. They also send the refund to a person. */
export const BROKEN_RULES = ['R6', 'R7'] as const;

/** A hard rule that is evidence of fraud by itself. */
export type BrokenRule = (typeof BROKEN_RULES)[number];

/** What a weight of evidence comes from. */
export type WeightSource =
  | 'base_rate'
  | 'employee_history'
  | 'linked_history'
  | 'session'
  | 'broken_rule'
  | 'condition_pass_by_marker'
  | EvidenceItem;

/** One weight of evidence in decibans: above 0 it points to fraud, below 0 to an honest refund. */
export interface Weight {
  readonly source: WeightSource;
  readonly present: boolean;
  readonly db: number;
}

/** Prior probabilities that nothing came and that a decoy came. */
interface Priors {
  readonly nothing: number;
  readonly decoy: number;
}

type Risks = Pick<ProbabilityInputs, 'qEmployee' | 'qRing'>;

/**
 * Returns the probability that a refund is fraud: priors from base rates, employee, ring and session, then the
 * evidence. Source: docs/MODEL.md, "From evidence to a probability".
 */
export function fraudProbability(inputs: ProbabilityInputs, policy: Policy): number {
  return weighAll(inputs, policy);
}

/**
 * Returns the weights that make up that probability, in the order in which they were weighed. Each is what its piece
 * adds to the log odds after the pieces before it. With the base rate they sum to the log odds of the probability.
 */
export function fraudWeights(inputs: ProbabilityInputs, policy: Policy): readonly Weight[] {
  const weights: Weight[] = [];
  let before = 0;
  weighAll(inputs, policy, (source, odds, present = true) => {
    const db = 10 * Math.log10(odds);
    weights.push({ source, present, db: db - before });
    before = db;
  });
  return weights;
}

/** Receives the odds of fraud after each piece. */
type Hear = (source: WeightSource, odds: number, present?: boolean) => void;

function weighAll(inputs: ProbabilityInputs, policy: Policy, hear?: Hear): number {
  if (hear !== undefined) weighRisks(inputs, policy, hear);
  const ratio = sessionRatio(inputs.request.session, policy);
  const priors = afterSession(priorsOf(inputs, inputs, policy), inputs, { ratio, policy });
  if (ratio !== 1) hear?.('session', oddsOf(priors));

  let { nothing, decoy } = priors;
  let goods = 1 - nothing - decoy;
  if (inputs.broken.length > 0) {
    goods /= inputs.broken.reduce((product, rule) => product * policy.ruleRatios[rule], 1);
    hear?.('broken_rule', (nothing + decoy) / goods);
  }
  const weigh = (item: WeightSource, likelihood: Likelihood, present: boolean): void => {
    goods *= likelihood[0];
    nothing *= likelihood[1];
    decoy *= likelihood[2];
    hear?.(item, (nothing + decoy) / goods, present);
  };
  for (const { item, present, likelihood } of inputs.weighed) weigh(item, likelihood, present);
  if (inputs.passedByMarker) {
    weigh('condition_pass_by_marker', markerPass(inputs.qEmployee, policy), true);
  }
  return (nothing + decoy) / (goods + nothing + decoy);
}

/** Passes on the odds after the base rate, and then after each history. */
function weighRisks(inputs: ProbabilityInputs, policy: Policy, hear: Hear): void {
  const nobody: Risks = { qEmployee: 0, qRing: 0 };
  const { qEmployee } = inputs;
  hear('base_rate', oddsOf(priorsOf(inputs, nobody, policy)));
  hear('employee_history', oddsOf(priorsOf(inputs, { ...nobody, qEmployee }, policy)));
  hear('linked_history', oddsOf(priorsOf(inputs, inputs, policy)));
}

/** Returns the likelihood of a pass by the marker. A dishonest marker always passes a decoy. */
function markerPass(qEmployee: number, policy: Policy): Likelihood {
  const { goods, decoyIfHonest } = policy.likelihoods.conditionPassByMarker;
  return [goods, 1, qEmployee + (1 - qEmployee) * decoyIfHonest];
}

function oddsOf({ nothing, decoy }: Priors): number {
  return (nothing + decoy) / (1 - nothing - decoy);
}

function priorsOf({ request, baseMinor }: ProbabilityInputs, risks: Risks, policy: Policy): Priors {
  const { qEmployee, qRing } = risks;
  const { priors } = policy;
  const at = byValue(baseMinor, priors.atMinor);
  const { prior } = policy.employeeRisk;
  const isReturn = request.claim === 'returned';
  const ofEmployee = isReturn ? priors.employee : priors.employeeGoodless;
  // Nearly everybody is at the prior: no power is needed then. NaN fails the test, stays NaN and leads to a review.
  const byEmployee = qEmployee <= prior ? 0 : excess(qEmployee, prior) * at(ofEmployee);
  const ofRing = isReturn ? priors.ring : priors.ringGoodless;
  const ringPrior = policy.ringRisk.prior;
  const byRing = qRing <= ringPrior ? 0 : excessAt(qRing, ringPrior, at(priors.ringValue)) * at(ofRing);
  const byAny = (base: number, byPeople: number): number =>
    1 - (1 - base) * (1 - byEmployee) * (1 - byPeople);
  switch (request.claim) {
    case 'returned': {
      // A ring sends back nothing or a decoy, so the two share the ring's probability.
      const half = byRing / 2;
      const nothing = byAny(at(priors.nothing), half);
      const byInsider = priors.employeeDecoyShare * byEmployee;
      const decoy = 1 - (1 - at(priors.decoy)) * (1 - byInsider) * (1 - half / (1 - half));
      return { nothing, decoy: decoy * (1 - nothing) };
    }
    case 'not_received':
      return { nothing: byAny(at(priors.notReceived), byRing), decoy: 0 };
    case 'damaged':
    case 'returnless':
      return { nothing: byAny(at(priors[request.claim]), byRing), decoy: 0 };
  }
}

/** Returns how far a probability exceeds its prior: the base rates include subjects without a known history. */
function excess(q: number, prior: number): number {
  return Math.max(0, (q - prior) / (1 - prior));
}

/** Returns the same once the refund's value is counted, for which rings ask more often than others, by `ratio`. */
function excessAt(q: number, prior: number, ratio: number): number {
  return excess(afterRatio(q, ratio), afterRatio(prior, ratio));
}

function afterRatio(probability: number, ratio: number): number {
  return (probability * ratio) / (1 - probability + probability * ratio);
}

/**
 * Returns the priors after the session's signs. The signs point to an account in other hands, which makes it
 * likelier that nothing came: they raise those odds by `ratio`. Most false claims without goods are lies of
 * customers, whose sessions show no signs. There the signs raise only the odds of accounts in other hands.
 */
function afterSession(
  { nothing, decoy }: Priors,
  { request, baseMinor }: ProbabilityInputs,
  { ratio, policy }: { readonly ratio: number; readonly policy: Policy },
): Priors {
  if (ratio === 1) return { nothing, decoy };
  const odds = nothing / (1 - nothing);
  const account = byValue(baseMinor, policy.priors.atMinor)(policy.priors.nothing);
  const moved = request.claim === 'returned' ? odds : account / (1 - account);
  const raisedOdds = odds + moved * (ratio - 1);
  const raised = raisedOdds / (1 + raisedOdds);
  return { nothing: raised, decoy: (decoy / (1 - nothing)) * (1 - raised) };
}

/** What is lost on average if the refund is paid, and whether a review is worth its price. */
export interface ExpectedCost {
  /** p·A: minor units of the base currency, rounded. */
  readonly lossMinor: number;
  /** True when a review is worth its price. */
  readonly isReviewWorth: boolean;
}

/**
 * Returns the expected loss, and whether a person should look:
 * p·A > shadow·review + (1 − p)·friction + (1 − sensitivity)·p·A.
 * Source: docs/MODEL.md, "From evidence to a probability".
 */
export function expectedCost(probability: number, baseMinor: number, policy: Policy): ExpectedCost {
  const { reviewMinor, frictionMinor, reviewerSensitivity, shadowPrice } = policy.costs;
  const loss = probability * baseMinor;
  const price =
    shadowPrice * reviewMinor + (1 - probability) * frictionMinor + (1 - reviewerSensitivity) * loss;
  // Written with `!`, so that a loss of NaN leads to a review.
  return { lossMinor: Math.round(loss), isReviewWorth: !(loss <= price) };
}
