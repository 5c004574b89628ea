import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';

/** Whether an event, in the envelope EventBridge delivers, matches a pattern. */
export type EventMatcher = (event: JsonObject) => boolean;

/** Whether one value of an event, absent as undefined, satisfies one alternative of a pattern. */
type ValueTest = (value: JsonValue | undefined) => boolean;

const operators = ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'exists'] as const;

/**
 * The matcher of an EventBridge event pattern: nested fields, lists of alternatives, `$or` and the operators prefix,
 * suffix, equals-ignore-case, anything-but (values, prefix, suffix, equals-ignore-case), numeric and exists.
 *
 * A field that holds an array matches when one of its elements does.
 *
 * @param where names the rule in messages.
 * @throws UnsupportedFeatureError for any other operator, or a pattern EventBridge would refuse.
 */
export function compileEventPattern(pattern: JsonObject, where: string): EventMatcher {
  const tests = Object.entries(pattern).map(([key, alternatives]): EventMatcher => {
    if (key === '$or') return compileOr(alternatives, where);
    if (isJsonArray(alternatives)) {
      const anyOf = alternatives.map((alternative) => compileAlternative(alternative, `${where}.${key}`));
      if (anyOf.length === 0) throw refused(`${where}.${key}`, 'an empty list of alternatives');
      return (event) => valuesOf(event[key]).some((value) => anyOf.some((test) => test(value)));
    }
    if (!isJsonObject(alternatives)) throw refused(`${where}.${key}`, 'a bare value; write it in a list');
    const nested = compileEventPattern(alternatives, `${where}.${key}`);
    // An absent field is an empty one: `exists: false` further in must match.
    return (event) => nestedObjects(event[key]).some((object) => nested(object));
  });
  if (tests.length === 0) throw refused(where, 'an empty pattern');
  return (event) => tests.every((test) => test(event));
}

function compileOr(alternatives: JsonValue, where: string): EventMatcher {
  const patterns = isJsonArray(alternatives) ? alternatives.filter(isJsonObject) : [];
  if (patterns.length < 2) throw refused(where, '$or with fewer than two patterns');
  const anyOf = patterns.map((pattern, index) => compileEventPattern(pattern, `${where}.$or[${index}]`));
  return (event) => anyOf.some((matches) => matches(event));
}

function valuesOf(value: JsonValue | undefined): readonly (JsonValue | undefined)[] {
  return isJsonArray(value) ? value : [value];
}

function nestedObjects(value: JsonValue | undefined): readonly JsonObject[] {
  if (isJsonArray(value)) return value.filter(isJsonObject);
  return isJsonObject(value) ? [value] : [{}];
}

function compileAlternative(alternative: JsonValue, where: string): ValueTest {
  if (!isJsonObject(alternative)) return (value) => value === alternative;
  const [name, ...others] = Object.keys(alternative);
  const operand = name === undefined ? undefined : alternative[name];
  if (name === undefined || operand === undefined || others.length > 0) {
    throw refused(where, 'an alternative that is not one operator');
  }
  switch (name) {
    case 'exists':
      return (value) => (value !== undefined && !isJsonObject(value)) === (operand === true);
    case 'numeric':
      return compileNumeric(operand, where);
    case 'anything-but': {
      const excluded = compileExcluded(operand, where);
      return (value) => value !== undefined && !isJsonObject(value) && !excluded(value);
    }
    default:
      return compileText(name, operand, where);
  }
}

function compileExcluded(operand: JsonValue, where: string): ValueTest {
  if (isJsonObject(operand)) {
    const [name = ''] = Object.keys(operand);
    const values = operand[name];
    const tests = (isJsonArray(values) ? values : [values ?? null]).map((one) =>
      compileText(name, one, where),
    );
    return (value) => tests.some((test) => test(value));
  }
  const values = isJsonArray(operand) ? operand : [operand];
  return (value) => values.some((one) => one === value);
}

function compileText(name: string, operand: JsonValue, where: string): ValueTest {
  if (isJsonObject(operand) && (name === 'prefix' || name === 'suffix')) {
    const text = operand['equals-ignore-case'];
    if (typeof text === 'string') {
      const lower = compileText(name, text.toLowerCase(), where);
      return (value) => typeof value === 'string' && lower(value.toLowerCase());
    }
  }
  if (typeof operand !== 'string') throw refused(where, `${name} with an operand that is not a string`);
  switch (name) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(operand);
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(operand);
    case 'equals-ignore-case':
      return (value) => typeof value === 'string' && value.toLowerCase() === operand.toLowerCase();
    default:
      throw refused(where, `the operator ${name}`);
  }
}

function compileNumeric(operand: JsonValue, where: string): ValueTest {
  const parts = isJsonArray(operand) ? operand : [];
  if (parts.length === 0 || parts.length % 2 === 1)
    throw refused(where, 'numeric without pairs of sign and number');
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const sign = parts[index];
    const bound = parts[index + 1];
    if (typeof bound !== 'number') throw refused(where, 'numeric with a bound that is not a number');
    tests.push(compareTo(sign, bound, where));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function compareTo(sign: JsonValue | undefined, bound: number, where: string): (value: number) => boolean {
  switch (sign) {
    case '=':
      return (value) => value === bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      throw refused(where, `the numeric sign ${String(sign)}`);
  }
}

function refused(where: string, what: string): UnsupportedFeatureError {
  return new UnsupportedFeatureError(
    where,
    what,
    `an event pattern may use ${operators.join(', ')}, $or and lists of values`,
  );
}
