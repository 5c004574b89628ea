import * as z from 'zod';

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).default({}),
});

/** One statement of a policy, its references turned into text. */
export type Statement = z.infer<typeof statementSchema>;

/** A request as IAM sees it: the values of each condition key, none where the request has no such key. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** Returns the statements of a policy document; throws at an element the evaluator does not know. */
export function parseStatements(document: unknown): readonly Statement[] {
  return z.object({ Statement: z.array(statementSchema) }).parse(document).Statement;
}

/** Returns true if the statements allow a request: one allows it and none denies it. */
export function isAllowed(statements: readonly Statement[], request: IamRequest): boolean {
  const effects = statements.filter((statement) => applies(statement, request)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** Returns true if the statements deny a request, whoever else allows it. */
export function isDenied(statements: readonly Statement[], request: IamRequest): boolean {
  return statements.some((statement) => statement.Effect === 'Deny' && applies(statement, request));
}

function applies(
  { Action, Resource, Condition }: Statement,
  { action, resource, context }: IamRequest,
): boolean {
  return (
    Action.some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
    Resource.some((pattern) => isLike(resource, pattern)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, wanted, context[key] ?? [])),
    )
  );
}

/** What the operators mean, for a key with several values or none: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(operator: string, wanted: readonly string[], got: readonly string[]): boolean {
  const equal = (value: string) => wanted.includes(value);
  const like = (value: string) => wanted.some((pattern) => isLike(value, pattern));
  switch (operator) {
    case 'StringEquals':
      return got.some(equal);
    case 'ForAllValues:StringEquals':
      return got.every(equal);
    case 'ForAllValues:StringLike':
      return got.every(like);
    case 'ArnEquals':
      return got.some(like);
    case 'Bool':
      return got.some(equal);
    case 'ArnNotEquals':
      return !got.some(like);
    case 'Null':
      return wanted.includes(String(got.length === 0));
    default:
      throw new Error(`The evaluator does not know the operator ${operator}.`);
  }
}

function isLike(value: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}
