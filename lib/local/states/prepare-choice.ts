import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** What a comparison asks of the type of its variable before it compares. */
const typeTests: readonly (readonly [RegExp, string])[] = [
  [/^Numeric/, 'IsNumeric'],
  [/^String/, 'IsString'],
  [/^Timestamp/, 'IsTimestamp'],
  [/^Boolean/, 'IsBoolean'],
];

/**
 * A choice rule as the library must be given it to choose as AWS does.
 *
 * The library takes `IsPresent: false` and its like for a rule that never matches, and compares values of another type
 * as JavaScript would, where AWS says they do not match.
 */
export function prepareChoice(rule: JsonValue): JsonValue {
  if (!isJsonObject(rule)) return rule;
  const { Next: next, Comment: _comment, ...condition } = rule;
  const prepared = prepareCondition(condition);
  return next === undefined ? prepared : { ...prepared, Next: next };
}

function prepareCondition(condition: JsonObject): JsonObject {
  for (const combination of ['And', 'Or'] as const) {
    const operands = condition[combination];
    if (isJsonArray(operands)) return { [combination]: operands.map(prepareChoice) };
  }
  if (isJsonObject(condition['Not'])) return { Not: prepareCondition(condition['Not']) };
  const { Variable: variable = '', ...comparison } = condition;
  const [operator = ''] = Object.keys(comparison);
  if (operator.startsWith('Is') && comparison[operator] === false) {
    return { Not: { Variable: variable, [operator]: true } };
  }
  const typeTest = typeTests.find(([pattern]) => pattern.test(operator))?.[1];
  return typeTest === undefined ? condition : { And: [{ Variable: variable, [typeTest]: true }, condition] };
}
