/** A hard rule of the judgement, by its number in `docs/MODEL.md`. */
export type RuleId = 'R0' | 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8';

/**
 * What a reason does: `hold` waits for evidence and then asks a person, `escalate` asks a person at once,
 * `support` speaks for the refund, `weigh` is a weight of evidence, `record` states what people or time did.
 */
export type ReasonEffect = 'hold' | 'escalate' | 'support' | 'weigh' | 'record';

interface ReasonText {
  readonly rule?: RuleId;
  readonly effect: ReasonEffect;
  readonly message: string;
}

/**
 * Every reason the gate can give, as one plain sentence. Sentences are constant: what differs from refund to
 * refund stands in the reason's facts, so that no field of an event ever reaches a mail or a page as prose.
 */
export const REASONS = {
  S01_STOPPED: { rule: 'R0', effect: 'hold', message: 'A kill switch covers this refund.' },
  S02_EMPLOYEE_NOT_ACTIVE: {
    rule: 'R0',
    effect: 'hold',
    message: 'An employee behind this refund is suspended or compromised.',
  },
  S03_SUBJECT_FLAGGED: { rule: 'R0', effect: 'hold', message: 'A subject linked to this refund is flagged.' },
  E01_NO_INDEPENDENT_SCAN: {
    rule: 'R1',
    effect: 'hold',
    message: 'No fixed dock scan, put-away by another or independent serial scan supports the return.',
  },
  E02_CONTENT_NOT_VOUCHED: {
    rule: 'R5',
    effect: 'hold',
    message: 'Nobody but the marker vouches for what was in the parcel.',
  },
  E03_TOO_FEW_ATTESTORS: {
    rule: 'R5',
    effect: 'hold',
    message: 'Fewer independent people or devices vouch for the return than its value demands.',
  },
  L01_EXPECTED_LOSS: {
    effect: 'hold',
    message: 'What would be lost if this refund were false is, by its probability, more than a review costs.',
  },
  E07_TRAIL_UNUSABLE: {
    effect: 'escalate',
    message: 'The scans of this return are too many or conflict under one event id.',
  },
  E08_RETURN_OF_ANOTHER_ORDER: {
    rule: 'R7',
    effect: 'escalate',
    message: 'The return already supports a refund of another order.',
  },
  B01_UNSUPPORTED_BUDGET: {
    rule: 'R2',
    effect: 'hold',
    message:
      'Refunds without independent evidence have used up what may be paid unseen for one of its subjects; a scan of the return would support it.',
  },
  T01_TAKEOVER_SUSPECTED: {
    rule: 'R3',
    effect: 'escalate',
    message: 'The return was marked from a new device, off shift or at the wrong site.',
  },
  C01_CONFLICT_OF_INTEREST: {
    rule: 'R6',
    effect: 'escalate',
    message: 'Somebody who vouches for the return shares an identity or device with the customer.',
  },
  C02_MARKED_AND_APPROVED_ALONE: {
    rule: 'R6',
    effect: 'escalate',
    message: 'The same person marked the return and approved it.',
  },
  A03_RISK_IS_SMALL: {
    effect: 'support',
    message: 'No scan can support this claim; by its probability, what it may cost is less than a review.',
  },
  Q01_AUDIT_SAMPLE: {
    rule: 'R4',
    effect: 'escalate',
    message: 'Drawn at random for an audit; nothing is held against anybody.',
  },
  V01_NO_LIMIT_FOR_CURRENCY: {
    rule: 'R8',
    effect: 'hold',
    message: 'The policy has no limit or reference rate for this currency.',
  },
  V02_MORE_THAN_CAPTURED: {
    rule: 'R7',
    effect: 'escalate',
    message: 'The refunds of these lines would exceed what was paid for them.',
  },
  V03_MORE_THAN_SHIPPED: {
    rule: 'R7',
    effect: 'escalate',
    message: 'More units would be refunded than were shipped.',
  },
  V04_UNIT_ALREADY_CLAIMED: {
    rule: 'R7',
    effect: 'escalate',
    message: 'Another refund already claims the same unit.',
  },
  V05_ORDER_FACTS_DISAGREE: {
    rule: 'R7',
    effect: 'escalate',
    message: 'This refund states other facts of the order than an earlier one did.',
  },
  V06_OVER_LIMIT: {
    rule: 'R8',
    effect: 'escalate',
    message: 'The amount is over the limit for automatic refunds.',
  },
  V07_LINKED_SUM_OVER_LIMIT: {
    rule: 'R8',
    effect: 'escalate',
    message: 'The refunds of linked subjects in the last days are together over the limit.',
  },
  F01_CHECK_UNAVAILABLE: {
    effect: 'hold',
    message: 'A check could not be made; nothing is approved on what is not known.',
  },
  A01_EVIDENCE_SUFFICES: {
    effect: 'support',
    message: 'Independent evidence supports the return and no rule objects.',
  },
  A02_WITHIN_BUDGET: {
    effect: 'support',
    message: 'A small amount, within what may be paid without independent evidence.',
  },
  W01_BASE_RATE: { effect: 'weigh', message: 'How often refunds of this kind and value are false.' },
  W02_EMPLOYEE_HISTORY: {
    effect: 'weigh',
    message:
      'How many returns attested by the employee behind this refund reviewers found false, compared with the same role.',
  },
  W04_LINKED_HISTORY: {
    effect: 'weigh',
    message: 'The history of the customer and of what is linked to the refund.',
  },
  W05_SESSION: { effect: 'weigh', message: 'The session: a new device, off shift or the wrong site.' },
  W08_RULE_BROKEN: {
    effect: 'weigh',
    message: 'A rule is broken that honest refunds seldom break: amounts, units or conflicts of interest.',
  },
  W06_EVIDENCE_PRESENT: { effect: 'weigh', message: 'A scan, document or delivery record that is there.' },
  W07_EVIDENCE_MISSING: {
    effect: 'weigh',
    message: 'A scan or record that should be there by now and is not.',
  },
  W09_COMMON_CAUSE: {
    effect: 'weigh',
    message:
      'Several scans may be missing for one honest cause: over the counter, lost on the way, or waiting.',
  },
  K02_FALSE_ATTESTATIONS: {
    effect: 'record',
    message: 'Several reviewers found returns attested that never came.',
  },
  K03_CLAIMS_FOUND_FALSE: {
    effect: 'record',
    message: 'Reviewers found more of the claims this employee granted false than peers and chance explain.',
  },
  K04_NEVER_CAME: {
    effect: 'record',
    message:
      'By their scans, more returns that this employee attested never came than peers and chance explain.',
  },
  P04_LATER_POLICY: {
    effect: 'record',
    message: 'A later policy is stricter than the one the refund entered under; the stricter one counts.',
  },
  H01_WAIT_OVER: { effect: 'record', message: 'The evidence that was waited for did not come in time.' },
  P01_APPROVED_BY_REVIEWERS: { effect: 'record', message: 'The reviewers approved the refund.' },
  P02_DENIED_BY_REVIEWERS: { effect: 'record', message: 'A reviewer denied the refund.' },
  P03_NOT_DECIDED_IN_TIME: {
    effect: 'record',
    message: 'Nobody decided in time; more people may decide now, as many as before have to.',
  },
  P05_NOBODY_MAY_DECIDE: {
    effect: 'record',
    message:
      'The directory knows too few people who may decide this refund: the others are part of it or have another role. Add a reviewer who is not.',
  },
  P06_REMINDER: {
    effect: 'record',
    message: 'Everybody who may decide was asked before, and nobody has. Nothing else has changed.',
  },
} as const satisfies Record<string, ReasonText>;

/** The code of a reason. */
export type ReasonCode = keyof typeof REASONS;

/** A plain value that a reason may carry as evidence: ids, counts, minor units. */
export type ReasonFact = string | number | boolean | readonly string[];

/** One reason of one decision. */
export interface Reason {
  readonly code: ReasonCode;
  readonly facts: Readonly<Record<string, ReasonFact>>;
  /** Weight of evidence in decibans, to a tenth, above 0 for fraud; only where a probability speaks. */
  readonly weightDb?: number | undefined;
}

/** Returns a reason with the facts behind it. */
export function because(code: ReasonCode, facts: Readonly<Record<string, ReasonFact>> = {}): Reason {
  return { code, facts };
}

/** Returns what a reason does to a refund. */
export function effectOf(reason: Reason): ReasonEffect {
  return REASONS[reason.code].effect;
}

/** Returns the hard rule a reason stands for, if it stands for one. */
export function ruleOf(code: ReasonCode): RuleId | undefined {
  const text: ReasonText = REASONS[code];
  return text.rule;
}
