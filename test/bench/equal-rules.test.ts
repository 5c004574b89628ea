import { describe, expect, test } from 'vitest';
import { type Decider, firstDifference, JUDGEMENT, prepareCases, RULES, WHOLE_GATE } from './deciders.ts';
import { jsonRulesEngine, jsonRulesOutcome } from './json-rules.ts';
import { median } from './measure.ts';
import { zenExpression, zenOutcome, zenTable } from './zen.ts';

const CASES = prepareCases(1500, 1);
const JUDGED = (await JUDGEMENT.decideAll(CASES))();

describe('the cases of the benchmark', () => {
  test.each(['approve', 'hold', 'escalate'])('%s is what at least a tenth of them comes to', (outcome) => {
    const share = JUDGED.filter((one) => one.outcome === outcome).length / CASES.length;
    expect(share).toBeGreaterThan(0.1);
  });

  test.each([...new Set(RULES.map(({ code }) => code))])('%s is given in some of them', (code) => {
    expect(JUDGED.some(({ codes }) => codes.includes(code))).toBe(true);
  });

  test('give no reason that the equal rules do not know', () => {
    const known = new Set<string>(RULES.map(({ code }) => code));
    expect(JUDGED.flatMap(({ codes }) => codes).filter((code) => !known.has(code))).toStrictEqual([]);
  });
});

describe('on equal rules the gate decides like', () => {
  const others: readonly Decider[] = [
    WHOLE_GATE,
    jsonRulesEngine(),
    jsonRulesOutcome(),
    zenTable(),
    zenOutcome(),
    zenExpression(),
  ];

  test.each(others)('$name', async (decider) => {
    const decided = (await decider.decideAll(CASES))();
    const differing = firstDifference(JUDGED, decided, decider);
    expect(differing === undefined ? 'all alike' : [JUDGED[differing], decided[differing]]).toBe('all alike');
  });
});

describe('the comparison of decisions', () => {
  const hold = { outcome: 'hold', codes: ['E01'] } as const;

  test('finds another outcome', () => {
    const other = [hold, { ...hold, outcome: 'approve' as const }];
    expect(firstDifference([hold, hold], other, { tellsReasons: false })).toBe(1);
  });

  test('finds another reason only of those that tell reasons', () => {
    const other = [{ ...hold, codes: ['E01', 'E02'] }];
    expect(firstDifference([hold], other, { tellsReasons: true })).toBe(0);
    expect(firstDifference([hold], other, { tellsReasons: false })).toBeUndefined();
  });

  test('finds a decision that is missing', () => {
    expect(firstDifference([hold], [], { tellsReasons: false })).toBe(0);
  });
});

describe('a median', () => {
  test('is the middle number, or the mean of the middle two', () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 4])).toBe(3);
  });

  test('of nothing is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
