import type { Policy } from '../../lib/domain/policy/policy.ts';
import type { ReasonCode } from '../../lib/domain/shared/reasons.ts';
import type { FactName, FlatFacts } from './flat-facts.ts';

/** One comparison of a fact with a constant or with another fact. */
export interface Condition {
  readonly fact: FactName;
  readonly is: '==' | '>=' | '<' | '>';
  readonly than: boolean | number | { readonly fact: FactName };
}

/** What a rule that fires asks for; `passing` is a hold for a reason that may pass without new evidence. */
export type RuleEffect = 'escalate' | 'passing' | 'hold';

/** A hard rule of the judgement in the form rule engines take: all conditions hold, so the reason is given. */
export interface EqualRule {
  readonly code: ReasonCode;
  readonly effect: RuleEffect;
  readonly all: readonly Condition[];
}

/** What one way of deciding says of one case. */
export interface Decided {
  readonly outcome: 'approve' | 'hold' | 'escalate';
  /** The reasons against an approval, in order of their codes. */
  readonly codes: readonly string[];
}

const isTrue = (fact: FactName): Condition => ({ fact, is: '==', than: true });
const isFalse = (fact: FactName): Condition => ({ fact, is: '==', than: false });
const from = (fact: FactName, than: number): Condition => ({ fact, is: '>=', than });
const over = (fact: FactName, other: FactName): Condition => ({ fact, is: '>', than: { fact: other } });

/** Returns the hard rules that are conditions over flat facts, R0 to R8 and the expected loss, strictest effect first. */
export function equalRules(policy: Policy): readonly EqualRule[] {
  const { content, takeoverFromMinor, independentScanFromMinor, auditPerMillion, collusion } = policy;
  const takeover = [isTrue('newDevice'), from('baseMinor', takeoverFromMinor)];
  const escalations: readonly [ReasonCode, ...Condition[]][] = [
    ['E07_TRAIL_UNUSABLE', isFalse('isTrailUsable')],
    ['E08_RETURN_OF_ANOTHER_ORDER', isFalse('isTrailOfThisOrder')],
    ['T01_TAKEOVER_SUSPECTED', ...takeover, isTrue('offShift')],
    ['T01_TAKEOVER_SUSPECTED', ...takeover, isTrue('wrongSite')],
    ['C01_CONFLICT_OF_INTEREST', isTrue('sharesIdentity')],
    ['C02_MARKED_AND_APPROVED_ALONE', isTrue('isAlone')],
    ['Q01_AUDIT_SAMPLE', { fact: 'sampleDraw', is: '<', than: auditPerMillion }],
    ['V02_MORE_THAN_CAPTURED', over('claimedMinor', 'capturedMinor')],
    ['V04_UNIT_ALREADY_CLAIMED', over('unitsClaimed', 'unitsShipped')],
    ['V06_OVER_LIMIT', over('amountMinor', 'limitMinor')],
    ['V07_LINKED_SUM_OVER_LIMIT', over('linkedMinor', 'linkedLimitMinor')],
  ];
  const passing: readonly [ReasonCode, ...Condition[]][] = [
    ['S01_STOPPED', isTrue('isStopped')],
    ['S02_EMPLOYEE_NOT_ACTIVE', isTrue('isSuspended')],
    ['S03_SUBJECT_FLAGGED', isTrue('isFlagged')],
  ];
  const ofReturns = (minor: number): readonly Condition[] => [isTrue('isReturn'), from('baseMinor', minor)];
  const holds: readonly [ReasonCode, ...Condition[]][] = [
    ['E01_NO_INDEPENDENT_SCAN', ...ofReturns(independentScanFromMinor), isFalse('isSupported')],
    [
      'E02_CONTENT_NOT_VOUCHED',
      ...ofReturns(content.fromMinor),
      isFalse('isInspected'),
      isFalse('isPutAway'),
    ],
    ['E10_NO_CARRIER_SCAN', isTrue('isReturn'), isTrue('isInstant'), isFalse('isCarried')],
    ['E11_DELIVERY_RECORD_AWAITED', isTrue('isDeliveryAwaited')],
    ['E02_CONTENT_NOT_VOUCHED', ...ofReturns(content.putAwayNotEnoughFromMinor), isFalse('isInspected')],
    ...collusion.map(({ fromMinor, required }): [ReasonCode, ...Condition[]] => [
      'E03_TOO_FEW_ATTESTORS',
      ...ofReturns(fromMinor),
      { fact: 'attestors', is: '<', than: required },
    ]),
    ['L01_EXPECTED_LOSS', over('lossMinor', 'priceMinor')],
  ];
  const rule = (effect: RuleEffect): ((one: readonly [ReasonCode, ...Condition[]]) => EqualRule) => {
    return ([code, ...all]) => ({ code, effect, all });
  };
  return [...escalations.map(rule('escalate')), ...passing.map(rule('passing')), ...holds.map(rule('hold'))];
}

/**
 * Returns what follows from the rules that fired. A refund waits where waiting helps and the wait is not over.
 * @throws TypeError when there are no facts: an engine answered a case that was not asked.
 */
export function decidedBy(fired: readonly EqualRule[], facts: FlatFacts | undefined): Decided {
  if (facts === undefined) throw new TypeError('A decision was read of a case that does not exist.');
  const codes = [...new Set(fired.map(({ code }) => code))].toSorted();
  const asks = (effect: RuleEffect): boolean => fired.some((rule) => rule.effect === effect);
  if (fired.length === 0) return { outcome: 'approve', codes };
  const helps = asks('passing') || facts.mayEvidenceCome;
  return { outcome: !asks('escalate') && helps && !facts.isWaitOver ? 'hold' : 'escalate', codes };
}
