import {
  evaluateExpressionSync,
  ZenDecisionContent,
  ZenEngine,
  type ZenEngineResponse,
} from '@gorules/zen-engine';
import { type Decider, RULES } from './deciders.ts';
import { decidedBy, type EqualRule } from './equal-rules.ts';

/** zen-engine with a decision table that collects every row that fits: like the gate, it tells all reasons. */
export function zenTable(): Decider {
  return tableDecider('zen-engine: table, every reason', 'collect');
}

/** zen-engine with a decision table that ends at the first row that fits, the strictest first. */
export function zenOutcome(): Decider {
  return tableDecider('zen-engine: table, outcome only', 'first');
}

/** zen-engine's expression language alone, called in this thread: no table, no decision model. */
export function zenExpression(): Decider {
  const text = `[${RULES.map((rule, index) => `${expressionOf(rule)} ? ${index} : null`).join(', ')}]`;
  return {
    name: 'zen-engine: one expression, every reason',
    tellsReasons: true,
    decideAll: (cases) => {
      const answers = cases.map(({ facts }): (number | null)[] => evaluateExpressionSync(text, facts));
      return () =>
        answers.map((rules, index) => {
          const fired = rules.flatMap((rule) => (rule === null ? [] : (RULES[rule] ?? [])));
          return decidedBy(fired, cases[index]?.facts);
        });
    },
  };
}

function expressionOf({ all }: EqualRule): string {
  const tests = all.map(
    ({ fact, is, than }) => `${fact} ${is} ${typeof than === 'object' ? than.fact : than}`,
  );
  return `(${tests.join(' and ')})`;
}

type HitPolicy = 'collect' | 'first';

function tableDecider(name: string, hitPolicy: HitPolicy): Decider {
  const content = new ZenDecisionContent(decisionModel(hitPolicy));
  const decision = new ZenEngine().createDecision(content);
  return {
    name,
    tellsReasons: hitPolicy === 'collect',
    decideAll: async (cases) => {
      const answers: ZenEngineResponse[] = [];
      for (const { facts } of cases) answers.push(await decision.evaluate(facts));
      return () => answers.map(({ result }, index) => decidedBy(rulesIn(result), cases[index]?.facts));
    },
  };
}

/** All rows, the first row, or nothing where no row fits. */
function rulesIn(
  result: { readonly rule?: number } | readonly { readonly rule: number }[],
): readonly EqualRule[] {
  return [result].flat().flatMap(({ rule }) => (rule === undefined ? [] : (RULES[rule] ?? [])));
}

/**
 * A JDM document: the facts go into one table, and the rows that fit come out. One column with whole conditions:
 * with a column for each fact the engine takes three times as long.
 */
function decisionModel(hitPolicy: HitPolicy): object {
  const place = { position: { x: 0, y: 0 } };
  const table = {
    hitPolicy,
    inputs: [{ id: 'when', name: 'when', type: 'expression' }],
    outputs: [{ id: 'rule', name: 'rule', type: 'expression', field: 'rule' }],
    rules: RULES.map((rule, index) => ({
      _id: `row-${index}`,
      when: expressionOf(rule),
      rule: String(index),
    })),
  };
  return {
    nodes: [
      { id: 'facts', name: 'facts', type: 'inputNode', content: {}, ...place },
      { id: 'table', name: 'table', type: 'decisionTableNode', content: table, ...place },
      { id: 'answer', name: 'answer', type: 'outputNode', content: {}, ...place },
    ],
    edges: [
      { id: 'in', sourceId: 'facts', targetId: 'table', type: 'edge' },
      { id: 'out', sourceId: 'table', targetId: 'answer', type: 'edge' },
    ],
  };
}
