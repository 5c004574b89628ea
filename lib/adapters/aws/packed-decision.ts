import type { Decision } from '../../app/refund/refund-row.ts';
import type { Witness } from '../../domain/checks/findings.ts';
import type { Scores } from '../../domain/decision/decision-inputs.ts';
import type { Reason } from '../../domain/shared/reasons.ts';
import { isRecord } from './item-checks.ts';
import { eachOf, type FieldOrder, pack, unpack, withField } from './packed.ts';
import { packInputs, unpackInputs } from './packed-basis.ts';
import { packNumber, unpackNumber } from './packed-number.ts';

const DECISION_ORDER: FieldOrder<Decision> = {
  outcome: true,
  decidedAt: true,
  by: true,
  collusion: true,
  reasons: true,
  witnesses: true,
  waitingFor: true,
  dueAt: true,
  scores: true,
  inputs: true,
  shadow: true,
  judgedBy: true,
};

const REASON_ORDER: FieldOrder<Reason> = { code: true, facts: true, weightDb: true };
const WITNESS_ORDER: FieldOrder<Witness> = { attestor: true, class: true, kinds: true, independent: true };
const COLLUSION_ORDER: FieldOrder<Decision['collusion']> = { required: true, observed: true };
const SHADOW_ORDER: FieldOrder<NonNullable<Decision['shadow']>> = {
  policyHash: true,
  outcome: true,
  fraudProbability: true,
};

/** The evidence score is in the inputs as well, and is written once. */
const SCORES_ORDER: FieldOrder<Scores> = { fraudProbability: true, expectedLossMinor: true, evidence: true };

/** Answers a decision as a list, its numbers to the bit. */
export function packDecision(decision: Decision): readonly unknown[] {
  const { reasons, witnesses, collusion, waitingFor, scores, inputs, shadow } = decision;
  return pack(DECISION_ORDER, {
    ...decision,
    collusion: pack(COLLUSION_ORDER, collusion),
    reasons: reasons.map((one) =>
      pack(REASON_ORDER, { ...one, facts: Object.keys(one.facts).length === 0 ? null : one.facts }),
    ),
    witnesses: witnesses.map((one) => pack(WITNESS_ORDER, one)),
    waitingFor: waitingFor.length === 0 ? null : waitingFor,
    scores: scores && packScores(scores, inputs?.evidence),
    inputs: inputs && packInputs(inputs),
    shadow: shadow && pack(SHADOW_ORDER, shadow),
  });
}

/** Answers a list as the decision it was packed from; what is none is answered as something a check refuses. */
export function unpackDecision(list: unknown): unknown {
  const decision = unpack(DECISION_ORDER, list);
  if (!isRecord(decision)) return decision;
  const inputs = decision['inputs'] === undefined ? null : unpackInputs(decision['inputs']);
  const whole = {
    waitingFor: [],
    ...decision,
    collusion: unpack(COLLUSION_ORDER, decision['collusion']),
    reasons: eachOf(decision['reasons'], unpackReason),
    witnesses: eachOf(decision['witnesses'], (one) => unpack(WITNESS_ORDER, one)),
    scores: decision['scores'] === undefined ? null : unpackScores(decision['scores'], inputs),
    inputs,
  };
  return withField(whole, 'shadow', (one) => withNull(unpack(SHADOW_ORDER, one)));
}

function unpackReason(list: unknown): unknown {
  const reason = unpack(REASON_ORDER, list);
  return isRecord(reason) ? { facts: {}, ...reason } : reason;
}

/** A probability that is not known is null, and so was left out. */
function withNull(shadow: unknown): unknown {
  return isRecord(shadow) ? { fraudProbability: null, ...shadow } : shadow;
}

function packScores(scores: Scores, known: number | undefined): readonly unknown[] {
  const { fraudProbability, evidence } = scores;
  return pack(SCORES_ORDER, {
    ...scores,
    fraudProbability: packNumber(fraudProbability),
    evidence: evidence === known ? null : packNumber(evidence),
  });
}

function unpackScores(list: unknown, inputs: unknown): unknown {
  const scores = unpack(SCORES_ORDER, eachOf(list, unpackNumber));
  return isRecord(scores) && isRecord(inputs) ? { evidence: inputs['evidence'], ...scores } : scores;
}
