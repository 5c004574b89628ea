/** A hard rule of the judgement, by its number in `docs/MODEL.md`. */
export type RuleId = 'R0' | 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8';

/**
 * What a reason does: `hold` waits for evidence and then asks a person, `escalate` asks a person at once, `support`
 * supports the refund, `weigh` is a weight of evidence, `record` states what people or time did.
 */
export type ReasonEffect = 'hold' | 'escalate' | 'support' | 'weigh' | 'record';

interface ReasonText {
  readonly rule?: RuleId;
  readonly effect: ReasonEffect;
  /** What is wrong, or what is so. */
  readonly message: string;
  /**
   * What an analyst does next; absent where nothing is to be done. `{site}` stands for the site of the refund,
   * `{refunds}` for other refunds that the reason names.
   */
  readonly next?: string;
}

/**
 * Every reason the gate can give: what is wrong and what to do next, in an analyst's words. The texts are constant. What
 * differs from refund to refund is in the reason's facts, so that no field of an event reaches a mail or a page as prose.
 */
export const REASONS = {
  S01_STOPPED: {
    rule: 'R0',
    effect: 'hold',
    message: 'A kill switch covers this refund.',
    next: 'Wait until it is lifted, or ask the people who set it.',
  },
  S02_EMPLOYEE_NOT_ACTIVE: {
    rule: 'R0',
    effect: 'hold',
    message: 'An employee behind this refund is suspended or compromised.',
    next: 'Ask HR or security what they know.',
  },
  S03_SUBJECT_FLAGGED: {
    rule: 'R0',
    effect: 'hold',
    message: 'A customer, address, device or other subject of this refund is flagged.',
    next: 'Read the reason of the flag.',
  },
  E01_NO_INDEPENDENT_SCAN: {
    rule: 'R1',
    effect: 'hold',
    message: 'No dock, put-away or serial scan counts.',
    next: 'A machine must scan the goods, or somebody else with a scanner if the marker is known.',
  },
  E02_CONTENT_NOT_VOUCHED: {
    rule: 'R5',
    effect: 'hold',
    message: 'No check of the contents counts.',
    next: 'A machine must inspect the goods, or somebody else with a scanner if the marker is known.',
  },
  E03_TOO_FEW_ATTESTORS: {
    rule: 'R5',
    effect: 'hold',
    message: 'Too few independent people or devices scanned this return for its value.',
    next: 'Other machines must scan it, or other people with a scanner if the marker is known.',
  },
  L01_EXPECTED_LOSS: {
    effect: 'hold',
    message: 'The probable loss is more than a review costs.',
    next: 'Look at what weighs most, then approve or deny.',
  },
  E07_TRAIL_UNUSABLE: {
    effect: 'escalate',
    message: 'This return has too many scans, or two different scans under one event id.',
    next: 'Find out which ones are true.',
  },
  E08_RETURN_OF_ANOTHER_ORDER: {
    rule: 'R7',
    effect: 'escalate',
    message: 'This return already supports a refund of another order.',
    next: 'Find out which order the goods belong to.',
  },
  E09_CONTRADICTION_VOIDED: {
    effect: 'record',
    message: 'A scan that contradicted this refund was declared wrong by the party that made it.',
    next: 'Ask them why.',
  },
  E10_NO_CARRIER_SCAN: {
    effect: 'hold',
    message: 'The carrier has not scanned this parcel, and an instant refund waits for its scan.',
    next: 'Send the request again with its rmaId if that is missing; otherwise ask the carrier, or look for the goods at the site.',
  },
  E11_DELIVERY_RECORD_AWAITED: {
    effect: 'hold',
    message: 'The carrier may still record that it delivered this parcel.',
    next: 'Nothing to do until then.',
  },
  E12_SCANS_DO_NOT_COUNT: {
    effect: 'record',
    message: 'Scans of an employee whose account is suspended or compromised do not count.',
    next: 'Ask for a scan by somebody else.',
  },
  E13_ONE_SOURCE: {
    rule: 'R1',
    effect: 'hold',
    message: 'All that supports this return comes from one system.',
    next: 'Ask the carrier for its delivery scan, or for a scan by a machine or an organization of another system.',
  },
  E14_OUT_OF_REACH: {
    effect: 'escalate',
    message: 'No producer that is declared for this site can show what a refund of this value needs.',
    next: 'Decide it by other evidence.',
  },
  E15_NOT_BELIEVED: {
    effect: 'record',
    message: 'Scans of this return do not count, because the register does not let their producer say this.',
    next: 'Ask whether it was retired, or a foreign system uses its name.',
  },
  M01_PROMISED_FIELD_MISSING: {
    effect: 'hold',
    message: 'A field is missing that this producer always sends.',
    next: 'Have the request sent again with it, and find out why it was left out.',
  },
  O01_NO_REGISTER: {
    rule: 'R1',
    effect: 'escalate',
    message: 'No producers register says who may vouch, so a person decides from this value on.',
    next: 'Check who made the scans.',
  },
  B01_UNSUPPORTED_BUDGET: {
    rule: 'R2',
    effect: 'hold',
    message: 'The amount that may be paid without a scan is used up for one of its subjects.',
    next: 'Look for other evidence.',
  },
  T01_TAKEOVER_SUSPECTED: {
    rule: 'R3',
    effect: 'escalate',
    message: 'This refund was entered on a new device, and off shift or at the wrong site.',
    next: 'Find out who did it, and ask them in person.',
  },
  C01_CONFLICT_OF_INTEREST: {
    rule: 'R6',
    effect: 'escalate',
    message: 'A person who vouches for the return shares an identity or device with the customer.',
    next: 'Ask for other evidence.',
  },
  C02_MARKED_AND_APPROVED_ALONE: {
    rule: 'R6',
    effect: 'escalate',
    message: 'One person both marked the return and approved it.',
    next: 'Have another person look at the goods.',
  },
  A03_RISK_IS_SMALL: {
    effect: 'support',
    message: 'No scan can support this claim. Its probable loss is less than a review costs.',
  },
  Q01_AUDIT_SAMPLE: {
    rule: 'R4',
    effect: 'escalate',
    message: 'Drawn at random for an audit; nothing is held against anybody.',
    next: 'Decide it as carefully as any other.',
  },
  V01_NO_LIMIT_FOR_CURRENCY: {
    rule: 'R8',
    effect: 'hold',
    message: 'The policy has no limit or reference rate for this currency.',
    next: 'Add them to the policy.',
  },
  V02_MORE_THAN_CAPTURED: {
    rule: 'R7',
    effect: 'escalate',
    message: 'The refunds of these lines exceed what was paid for them.',
    next: 'Check the order for a refund made twice.',
  },
  V03_MORE_THAN_SHIPPED: {
    rule: 'R7',
    effect: 'escalate',
    message: 'More units are to be refunded than were shipped.',
    next: 'Check the order and the quantity.',
  },
  V04_UNIT_ALREADY_CLAIMED: {
    rule: 'R7',
    effect: 'escalate',
    message: 'Another refund already claims the same unit.',
    next: 'Compare it with {refunds}; deny the one that is wrong.',
  },
  V05_ORDER_FACTS_DISAGREE: {
    rule: 'R7',
    effect: 'escalate',
    message: 'What this refund says of the order contradicts itself or an earlier refund.',
    next: 'Check its currencies and lines.',
  },
  V08_LINE_DENIED_BEFORE: {
    rule: 'R7',
    effect: 'escalate',
    message: 'A reviewer denied an earlier refund of the same goods.',
    next: 'Read why before you decide.',
  },
  V06_OVER_LIMIT: {
    rule: 'R8',
    effect: 'escalate',
    message: 'The amount is over the limit for automatic refunds.',
    next: 'Check the evidence and decide.',
  },
  V07_LINKED_SUM_OVER_LIMIT: {
    rule: 'R8',
    effect: 'escalate',
    message: 'Refunds to linked subjects are together over the limit.',
    next: 'Look at the other refunds before you decide.',
  },
  F01_CHECK_UNAVAILABLE: {
    effect: 'hold',
    message: 'A check could not be made, so nothing is approved.',
    next: 'It is tried again; if it stays so, tell the operators.',
  },
  A01_EVIDENCE_SUFFICES: {
    effect: 'support',
    message: 'Independent evidence supports the return, and no rule objects.',
  },
  A02_WITHIN_BUDGET: {
    effect: 'support',
    message: 'The amount is small, and within what may be paid without independent evidence.',
  },
  W01_BASE_RATE: { effect: 'weigh', message: 'How often refunds of this kind and value are false.' },
  W02_EMPLOYEE_HISTORY: {
    effect: 'weigh',
    message:
      'How many returns of the employee behind this refund reviewers found false, compared with the same role.',
  },
  W04_LINKED_HISTORY: {
    effect: 'weigh',
    message: 'The history of the customer, and of the addresses, devices and cards linked to the refund.',
  },
  W05_SESSION: { effect: 'weigh', message: 'The session: a new device, off shift or the wrong site.' },
  W08_RULE_BROKEN: {
    effect: 'weigh',
    message: 'A rule is broken that honest refunds seldom break: amounts, units or conflicts of interest.',
  },
  W06_EVIDENCE_PRESENT: { effect: 'weigh', message: 'A scan, document or delivery record that is there.' },
  W07_EVIDENCE_MISSING: {
    effect: 'weigh',
    message: 'A scan or record that should be there by now and is missing.',
  },
  W09_COMMON_CAUSE: {
    effect: 'weigh',
    message:
      'Several scans may be missing for one honest cause: over the counter, lost on the way, or waiting.',
  },
  K02_FALSE_ATTESTATIONS: {
    effect: 'record',
    message: 'Several reviewers found that returns which this employee marked never came.',
    next: 'Look at the refunds that are named.',
  },
  K03_CLAIMS_FOUND_FALSE: {
    effect: 'record',
    message: 'Reviewers found more claims false that this employee granted than with peers.',
    next: 'Look at the refunds that are named.',
  },
  K04_NEVER_CAME: {
    effect: 'record',
    message: 'By their scans, more returns that this employee marked never came than with peers.',
    next: 'Look whether the goods are there.',
  },
  P04_LATER_POLICY: {
    effect: 'record',
    message: 'A later policy is stricter than the one the refund entered under. The stricter one counts.',
  },
  H01_WAIT_OVER: {
    effect: 'record',
    message: 'What this refund waited for did not come in time.',
    next: 'If it waited for a scan, ask the site or the carrier where the goods are.',
  },
  P01_APPROVED_BY_REVIEWERS: { effect: 'record', message: 'The reviewers approved the refund.' },
  P02_DENIED_BY_REVIEWERS: { effect: 'record', message: 'A reviewer denied the refund.' },
  P03_NOT_DECIDED_IN_TIME: {
    effect: 'record',
    message: 'Nobody decided in time. More people may decide now; as many approvals as before are needed.',
  },
  P05_NOBODY_MAY_DECIDE: {
    effect: 'record',
    message:
      'Too few people in the directory may decide this refund: the others have a part in it, another role, or theirs since less than a week.',
    next: 'Add a reviewer, who may decide it after seven days.',
  },
  P06_REMINDER: {
    effect: 'record',
    message: 'Everybody who may decide was asked before, and nobody did. Nothing else has changed.',
  },
} as const satisfies Record<string, ReasonText>;

/** The code of a reason. */
export type ReasonCode = keyof typeof REASONS;

/** Returns true for the code of a reason. */
export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(REASONS, text);
}

/** Every code. */
export const REASON_CODES: readonly ReasonCode[] = Object.keys(REASONS).filter(isReasonCode);

/** A plain value that a reason may carry as evidence: ids, counts, minor units. */
export type ReasonFact = string | number | boolean | readonly string[];

/** One reason of one decision. */
export interface Reason {
  readonly code: ReasonCode;
  readonly facts: Readonly<Record<string, ReasonFact>>;
  /** Weight of evidence in decibans, to a tenth, above 0 for fraud; only for a weight of evidence. */
  readonly weightDb?: number | undefined;
}

/** Returns a reason with the facts behind it. */
export function because(code: ReasonCode, facts: Readonly<Record<string, ReasonFact>> = {}): Reason {
  return { code, facts };
}

/** Returns what a reason does to a refund. A reason may say in its facts that it asks a person at once. */
export function effectOf({ code, facts }: Reason): ReasonEffect {
  return facts['asksAtOnce'] === true ? 'escalate' : REASONS[code].effect;
}

/** Returns the hard rule that a reason belongs to; undefined if it belongs to none. */
export function ruleOf(code: ReasonCode): RuleId | undefined {
  const text: ReasonText = REASONS[code];
  return text.rule;
}

/** What a next step is about. */
export interface StepNames {
  readonly siteId?: string | undefined;
  readonly refundIds?: readonly string[] | undefined;
}

/** Returns what an analyst does next about a reason; undefined if nothing is to be done. */
export function nextStepOf(code: ReasonCode, names: StepNames = {}): string | undefined {
  const text: ReasonText = REASONS[code];
  return text.next === undefined ? undefined : namedIn(text.next, names);
}

/** Returns a step in which `{site}` and `{refunds}` are replaced by the names of what it is about, if they are known. */
export function namedIn(step: string, { siteId, refundIds = [] }: StepNames): string {
  const site = siteId === undefined ? 'the site' : `site ${siteId}`;
  const refunds = refundIds.length === 0 ? 'the other refund' : `refund ${refundIds.join(', ')}`;
  // Functions: in a text, `$&` of an id would be replaced again.
  return step.replaceAll('{site}', () => site).replaceAll('{refunds}', () => refunds);
}

/** Returns what is wrong and what to do next, as one text that is the same for every refund. */
export function messageOf(code: ReasonCode): string {
  return [REASONS[code].message, nextStepOf(code)].filter((part) => part !== undefined).join(' ');
}
