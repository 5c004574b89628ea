import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';

const intrinsics = [
  'Array',
  'ArrayContains',
  'ArrayGetItem',
  'ArrayLength',
  'ArrayPartition',
  'ArrayRange',
  'ArrayUnique',
  'Base64Decode',
  'Base64Encode',
  'Format',
  'Hash',
  'MathAdd',
  'StringSplit',
  'StringToJson',
  'UUID',
];

/** Where an expression is used. */
export interface ExpressionPlace {
  /** Machine, state and field, for messages. */
  readonly where: string;
  /** Type of the state. */
  readonly type: string;
  /** Field of the state. */
  readonly field: string;
  /** Whether it is the value of a key that ends in `.$`. */
  readonly isParameter: boolean;
}

/**
 * Checks that the library evaluates a path or an intrinsic function as AWS does.
 *
 * Functions that the library gets wrong are not supported: `JsonToString` loses backslashes, and `JsonMerge` changes
 * its input.
 *
 * @throws UnsupportedFeatureError when it does not.
 */
export function checkExpression(expression: string, place: ExpressionPlace): void {
  for (const [, name = ''] of expression.matchAll(/States\.(\w+)\s*\(/g)) {
    if (!intrinsics.includes(name) || !place.isParameter) {
      throw new UnsupportedFeatureError(
        place.where,
        `the intrinsic function States.${name}`,
        `supported are ${intrinsics.join(', ')}, in values of keys that end in .$`,
      );
    }
  }
  if (/\.\.|\?\(/.test(expression)) {
    throw new UnsupportedFeatureError(
      place.where,
      `the path ${expression}`,
      'leave out filters and recursive descent',
    );
  }
  for (const [path] of expression.matchAll(/\$\$[\w.]*/g)) {
    if (isKnownContext(path, expression, place)) continue;
    const known =
      'known are $$.Execution, $$.StateMachine, in parameters $$.State.Name, in those of a task on their own $$.Task.Token, $$.State.EnteredTime and $$.State.RetryCount, and in those of a Map $$.Map.Item';
    throw new UnsupportedFeatureError(place.where, `the context path ${path}`, known);
  }
}

function isKnownContext(path: string, expression: string, place: ExpressionPlace): boolean {
  if (/^\$\$\.Execution\.(Id|Name|Input|StartTime|RoleArn)\b/.test(path)) return true;
  if (/^\$\$\.StateMachine\.(Id|Name)$/.test(path)) return true;
  if (path.startsWith('$$.Map.Item.')) return place.type === 'Map' && place.isParameter;
  if (!place.isParameter) return false;
  if (path === '$$.State.Name') return true;
  const perAttempt = ['$$.Task.Token', '$$.State.EnteredTime', '$$.State.RetryCount'];
  return (
    perAttempt.includes(path) && expression === path && place.type === 'Task' && place.field === 'Parameters'
  );
}
