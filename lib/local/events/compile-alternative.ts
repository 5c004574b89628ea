import { isJsonArray, isJsonObject, type JsonValue } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Scalar } from './event-fields.ts';

/** Returns true if one value of an event satisfies one alternative of a pattern. */
export type ValueTest = (value: Scalar) => boolean;

/** An alternative of a field: a test of its values, or `absent`, which wants no value. */
export type Alternative = ValueTest | 'absent';

const operators = ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'exists'] as const;
const textOperators = ['prefix', 'suffix', 'equals-ignore-case'];

/**
 * Returns the compiled form of one alternative of a pattern: a value, or one operator with its operand.
 *
 * @throws UnsupportedFeatureError for what EventBridge would refuse, or what is not supported here.
 */
export function compileAlternative(alternative: JsonValue, where: string): Alternative {
  if (isJsonArray(alternative)) throw refusedPattern(where, 'a list as an alternative');
  if (!isJsonObject(alternative)) return (value) => value === alternative;
  const [name, ...others] = Object.keys(alternative);
  const operand = name === undefined ? undefined : alternative[name];
  if (name === undefined || operand === undefined || others.length > 0) {
    throw refusedPattern(where, 'an alternative that is not one operator');
  }
  switch (name) {
    case 'exists':
      if (typeof operand !== 'boolean')
        throw refusedPattern(where, 'exists with an operand that is not a boolean');
      return operand ? () => true : 'absent';
    case 'numeric':
      return compileNumeric(operand, where);
    case 'anything-but': {
      const excluded = compileExcluded(operand, where);
      return (value) => !excluded(value);
    }
    default:
      return compileText(name, operand, where);
  }
}

/** Returns the error for a part of a pattern that is refused. */
export function refusedPattern(where: string, what: string): UnsupportedFeatureError {
  return new UnsupportedFeatureError(
    where,
    what,
    `an event pattern may use ${operators.join(', ')}, $or and lists of values`,
  );
}

function compileExcluded(operand: JsonValue, where: string): ValueTest {
  if (!isJsonObject(operand)) {
    const values = isJsonArray(operand) ? operand : [operand];
    const [kind] = new Set(values.map((value) => typeof value));
    if (values.some((value) => typeof value !== kind) || (kind !== 'string' && kind !== 'number')) {
      throw refusedPattern(where, 'anything-but with values that are not all strings or all numbers');
    }
    return (value) => values.some((one) => one === value);
  }
  const [name = '', ...others] = Object.keys(operand);
  const members = operand[name] ?? null;
  const texts = isJsonArray(members) ? members : [members];
  const allowEmpty = name === 'equals-ignore-case';
  if (others.length > 0 || texts.some((text) => typeof text !== 'string' || (text === '' && !allowEmpty))) {
    throw refusedPattern(where, `anything-but ${name} with operands that are not all strings`);
  }
  const tests = texts.map((text) => compileText(name, text, where));
  return (value) => tests.some((test) => test(value));
}

function compileText(name: string, operand: JsonValue, where: string): ValueTest {
  if (!textOperators.includes(name)) throw refusedPattern(where, `the operator ${name}`);
  if (isJsonObject(operand) && name !== 'equals-ignore-case') {
    const text = operand['equals-ignore-case'];
    if (typeof text === 'string' && Object.keys(operand).length === 1) {
      const lower = compileText(name, text.toLowerCase(), where);
      return (value) => typeof value === 'string' && lower(value.toLowerCase());
    }
  }
  if (typeof operand !== 'string')
    throw refusedPattern(where, `${name} with an operand that is not a string`);
  switch (name) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(operand);
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(operand);
    default:
      return (value) => typeof value === 'string' && value.toLowerCase() === operand.toLowerCase();
  }
}

/** Returns the test for one comparison, or for a range: a lower bound followed by a higher upper bound. */
function compileNumeric(operand: JsonValue, where: string): ValueTest {
  const [sign, bound, upperSign, upper, ...others] = isJsonArray(operand) ? operand : [];
  if (typeof bound !== 'number') throw refusedPattern(where, 'numeric without pairs of sign and number');
  const first = compareTo(sign, bound, where);
  if (upperSign === undefined) return (value) => typeof value === 'number' && first(value);
  const isRange = String(sign).startsWith('>') && String(upperSign).startsWith('<');
  if (!isRange || typeof upper !== 'number' || upper <= bound || others.length > 0) {
    throw refusedPattern(where, 'numeric that is neither one comparison nor a range from low to high');
  }
  const second = compareTo(upperSign, upper, where);
  return (value) => typeof value === 'number' && first(value) && second(value);
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
      throw refusedPattern(where, `the numeric sign ${String(sign)}`);
  }
}
