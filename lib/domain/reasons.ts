/** A hard rule of the judgement, by its number in `docs/MODEL.md`. */
export type RuleId = 'R0' | 'R1' | 'R2' | 'R3' | 'R5' | 'R6' | 'R7' | 'R8';

/**
 * What a reason does: `hold` waits for evidence and then asks a person, `escalate` asks a person at once,
 * `support` speaks for the refund, `record` states what people or time did.
 */
export type ReasonEffect = 'hold' | 'escalate' | 'support' | 'record';

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
  E04_EVIDENCE_CONTRADICTS: {
    effect: 'hold',
    message: 'A scan contradicts the return: wrong weight, wrong serial number or failed inspection.',
  },
  E05_CLAIM_NEEDS_PERSON: {
    effect: 'escalate',
    message: 'This kind of claim cannot be supported by scans at this value; a person decides.',
  },
  E06_DELIVERY_CONTRADICTS: {
    effect: 'escalate',
    message: 'The carrier recorded the parcel as delivered.',
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
    effect: 'escalate',
    message:
      'Refunds without independent evidence have used up what may be paid unseen for one of its subjects.',
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
  H01_WAIT_OVER: { effect: 'record', message: 'The evidence that was waited for did not come in time.' },
  P01_APPROVED_BY_REVIEWERS: { effect: 'record', message: 'The reviewers approved the refund.' },
  P02_DENIED_BY_REVIEWERS: { effect: 'record', message: 'A reviewer denied the refund.' },
  P03_NOT_DECIDED_IN_TIME: {
    effect: 'record',
    message: 'No decision came in time; the case goes one tier up and needs more reviewers.',
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
}

/** Answers a reason with the facts behind it. */
export function because(code: ReasonCode, facts: Readonly<Record<string, ReasonFact>> = {}): Reason {
  return { code, facts };
}

/** Answers what a reason does to a refund. */
export function effectOf(reason: Reason): ReasonEffect {
  return REASONS[reason.code].effect;
}
