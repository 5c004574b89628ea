import { isJsonArray, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../json.ts';
import { localAccount } from '../local-account.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';

/** What intrinsic functions look up. Each method returns undefined for an unknown name. */
export interface IntrinsicScope {
  readonly stackName: string;
  /** Returns the `Ref` of a resource or a parameter. */
  ref(logicalId: string): JsonValue | undefined;
  /** Returns the `Fn::GetAtt` of a resource. */
  attribute(logicalId: string, attribute: string): JsonValue | undefined;
  /** Returns true if a named condition holds. */
  condition(name: string): boolean | undefined;
}

/** The value of `AWS::NoValue`: a property with this value is left out. */
const noValue = Symbol('AWS::NoValue');
type Resolved = JsonValue | typeof noValue;

const supported =
  'supported are Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split, Fn::If, Fn::Equals, Fn::Not, Fn::And and Fn::Or';

/**
 * Returns a template value with its intrinsic functions replaced by their values.
 *
 * @param where names the place in messages, such as a logical id.
 * @throws UnsupportedFeatureError for an unknown function, or a name that does not resolve.
 */
export function resolveIntrinsics(value: JsonValue, scope: IntrinsicScope, where: string): JsonValue {
  const resolved = resolve(value, scope, where);
  return resolved === noValue ? null : resolved;
}

function resolve(value: JsonValue, scope: IntrinsicScope, where: string): Resolved {
  if (isJsonArray(value)) {
    return value.flatMap((item) => {
      const resolved = resolve(item, scope, where);
      return resolved === noValue ? [] : [resolved];
    });
  }
  if (!isJsonObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || /^(Fn::|Condition$)/.test(name))) {
    const argument = value[name];
    // `Condition` is a function only if its argument is a name. IAM statements have a key `Condition` with an object.
    if (argument !== undefined && (name !== 'Condition' || typeof argument === 'string')) {
      return call(name, argument, scope, where);
    }
  }
  return resolveMembers(value, scope, where);
}

function resolveMembers(value: JsonObject, scope: IntrinsicScope, where: string): JsonObject {
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(value)) {
    const resolved = resolve(member, scope, where);
    if (resolved !== noValue) members.push([key, resolved]);
  }
  return Object.fromEntries(members);
}

function call(name: string, argument: JsonValue, scope: IntrinsicScope, where: string): Resolved {
  switch (name) {
    case 'Ref':
      return ref(text(argument, name, where), scope, where);
    case 'Fn::GetAtt':
      return getAttribute(argument, scope, where);
    case 'Fn::Sub':
      return substitute(argument, scope, where);
    case 'Fn::Join': {
      const [separator, parts] = list(argument, scope, name, where);
      return list(parts, scope, name, where)
        .map((part) => text(part, name, where))
        .join(text(separator, name, where));
    }
    case 'Fn::Split': {
      const [separator, source] = list(argument, scope, name, where);
      return text(source, name, where).split(text(separator, name, where));
    }
    case 'Fn::Select': {
      const [index, items] = list(argument, scope, name, where);
      const selected = list(items, scope, name, where)[Number(index)];
      if (selected === undefined) throw malformed(name, where);
      return selected;
    }
    case 'Fn::If': {
      if (!isJsonArray(argument)) throw malformed(name, where);
      const [condition, then, otherwise] = argument;
      if (then === undefined || otherwise === undefined) throw malformed(name, where);
      return resolve(test(condition, scope, where) ? then : otherwise, scope, where);
    }
    default:
      return test({ [name]: argument }, scope, where);
  }
}

/** Returns true if a condition expression holds; a string is the name of a condition. */
function test(expression: JsonValue | undefined, scope: IntrinsicScope, where: string): boolean {
  if (typeof expression === 'string') {
    const holds = scope.condition(expression);
    if (holds === undefined) throw unresolved(`condition ${expression}`, where);
    return holds;
  }
  if (!isJsonObject(expression)) throw malformed('a condition', where);
  const [name = ''] = Object.keys(expression);
  const operands = expression[name];
  if (name === 'Condition') return test(operands, scope, where);
  if (!isJsonArray(operands)) throw unsupported(name, where);
  switch (name) {
    case 'Fn::Equals': {
      const [left, right] = list(operands, scope, name, where);
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case 'Fn::Not':
      return !test(operands[0], scope, where);
    case 'Fn::And':
      return operands.every((operand) => test(operand, scope, where));
    case 'Fn::Or':
      return operands.some((operand) => test(operand, scope, where));
    default:
      throw unsupported(name, where);
  }
}

function ref(name: string, scope: IntrinsicScope, where: string): Resolved {
  if (name === 'AWS::NoValue') return noValue;
  const value = pseudoParameter(name, scope) ?? scope.ref(name);
  if (value === undefined) throw unresolved(`Ref ${name}`, where);
  return value;
}

function pseudoParameter(name: string, scope: IntrinsicScope): JsonValue | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return localAccount.accountId;
    case 'AWS::Region':
      return localAccount.region;
    case 'AWS::Partition':
      return localAccount.partition;
    case 'AWS::URLSuffix':
      return localAccount.urlSuffix;
    case 'AWS::StackName':
      return scope.stackName;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${localAccount.region}:${localAccount.accountId}:stack/${scope.stackName}/embedded`;
    default:
      return undefined;
  }
}

function getAttribute(argument: JsonValue, scope: IntrinsicScope, where: string): JsonValue {
  const path = typeof argument === 'string' ? argument.split('.') : isJsonArray(argument) ? argument : [];
  const [logicalId, ...attribute] = path.map((part) => text(part, 'Fn::GetAtt', where));
  if (logicalId === undefined) throw malformed('Fn::GetAtt', where);
  const value = scope.attribute(logicalId, attribute.join('.'));
  if (value === undefined) throw unresolved(`Fn::GetAtt ${logicalId}.${attribute.join('.')}`, where);
  return value;
}

function substitute(argument: JsonValue, scope: IntrinsicScope, where: string): string {
  const [template, own] = isJsonArray(argument) ? argument : [argument];
  const variables = isJsonObject(own) ? resolveMembers(own, scope, where) : {};
  return text(template, 'Fn::Sub', where).replaceAll(
    /\$\{(!?)([^}]*)\}/g,
    (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const key = name.trim();
      const value =
        variables[key] ?? (key.includes('.') ? getAttribute(key, scope, where) : ref(key, scope, where));
      return text(value, 'Fn::Sub', where);
    },
  );
}

function list(value: JsonValue | undefined, scope: IntrinsicScope, name: string, where: string): JsonArray {
  const resolved = value === undefined ? noValue : resolve(value, scope, where);
  if (resolved === noValue || !isJsonArray(resolved)) throw malformed(name, where);
  return resolved;
}

function text(value: Resolved | undefined, name: string, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw malformed(name, where);
}

function malformed(name: string, where: string): UnsupportedFeatureError {
  return new UnsupportedFeatureError(
    where,
    `these arguments of ${name}`,
    'give what CloudFormation documents',
  );
}

function unresolved(what: string, where: string): UnsupportedFeatureError {
  return new UnsupportedFeatureError(
    where,
    `the unknown ${what}`,
    'name a resource, parameter or attribute it knows',
  );
}

function unsupported(name: string, where: string): UnsupportedFeatureError {
  return new UnsupportedFeatureError(where, `the intrinsic function ${name}`, supported);
}
