import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** For each kind of comparison the test of the variable's type that must come first. */
const typeTests: readonly (readonly [RegExp, string])[] = [
  [/^Numeric/, 'IsNumeric'],
  [/^String/, 'IsString'],
  [/^Timestamp/, 'IsTimestamp'],
  [/^Boolean/, 'IsBoolean'],
];

/**
 * Returns a choice rule rewritten so that the library chooses as AWS does.
 *
 * For the library, `IsPresent: false` and similar tests never match, and it compares values of different types as
 * JavaScript does. On AWS, values of different types do not match.
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
