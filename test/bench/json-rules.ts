import { Engine, type EngineResult, type NestedCondition } from 'json-rules-engine';
import { type Decider, RULES } from './deciders.ts';
import { type Condition, decidedBy, type EqualRule, type RuleEffect } from './equal-rules.ts';

const OPERATORS = {
  '==': 'equal',
  '>=': 'greaterThanInclusive',
  '>': 'greaterThan',
  '<': 'lessThan',
} as const satisfies Record<Condition['is'], string>;

/** json-rules-engine with one rule per reason: like the gate, it tells all that speaks against the refund. */
export function jsonRulesEngine(): Decider {
  const engine = new Engine(
    RULES.map(({ all }, rule) => ({
      conditions: { all: all.map(conditionOf) },
      event: { type: 'fired', params: { rule } },
    })),
  );
  return deciderOf('json-rules-engine: every reason', engine, true);
}

/** json-rules-engine with one rule per effect, strictest first, that ends the run when it fires: its fastest form. */
export function jsonRulesOutcome(): Decider {
  const effects: readonly RuleEffect[] = ['escalate', 'passing', 'hold'];
  const engine: Engine = new Engine(
    effects.map((effect, index) => ({
      conditions: { any: RULES.filter((rule) => rule.effect === effect).map(allOf) },
      event: { type: 'fired', params: { rule: RULES.findIndex((rule) => rule.effect === effect) } },
      priority: effects.length - index,
      onSuccess: () => {
        engine.stop();
      },
    })),
  );
  return deciderOf('json-rules-engine: outcome only', engine, false);
}

function conditionOf({ fact, is, than }: Condition): NestedCondition {
  return { fact, operator: OPERATORS[is], value: than };
}

function allOf({ all }: EqualRule): NestedCondition {
  const [first, ...others] = all.map(conditionOf);
  return first !== undefined && others.length === 0 ? first : { all: all.map(conditionOf) };
}

function deciderOf(name: string, engine: Engine, tellsReasons: boolean): Decider {
  return {
    name,
    tellsReasons,
    decideAll: async (cases) => {
      const answers: EngineResult[] = [];
      for (const { facts } of cases) answers.push(await engine.run(facts));
      return () =>
        answers.map(({ events }, index) => {
          const fired = events.flatMap(({ params }) => RULES[params?.['rule']] ?? []);
          return decidedBy(fired, cases[index]?.facts);
        });
    },
  };
}
