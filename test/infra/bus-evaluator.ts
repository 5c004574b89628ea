import * as z from 'zod';

const listSchema = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/** Every element and operator that the policy of the bus may have. Anything else throws. */
const statementSchema = z.strictObject({
  Sid: z.string(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.strictObject({ AWS: listSchema })]),
  Action: z.literal('events:PutEvents'),
  Resource: z.string(),
  Condition: z.strictObject({
    'ForAnyValue:StringEquals': z.strictObject({ 'events:source': listSchema }).optional(),
    'ForAnyValue:StringNotEquals': z.strictObject({ 'events:source': listSchema }).optional(),
    StringEquals: z
      .strictObject({ 'events:source': listSchema, 'events:detail-type': listSchema })
      .optional(),
    ArnNotEquals: z.strictObject({ 'aws:PrincipalArn': listSchema }).optional(),
    StringNotEquals: z.strictObject({ 'aws:PrincipalAccount': listSchema }).optional(),
  }),
});

export const busPolicySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(statementSchema),
});

type Statement = z.infer<typeof statementSchema>;

/** Who calls PutEvents; a service that acts for nobody has neither. */
export interface Caller {
  readonly account?: string;
  /** For an assumed role, the ARN of the role. */
  readonly arn?: string;
}

/** One call of PutEvents, with the sources of all its entries. */
export interface Put {
  readonly caller: Caller;
  readonly sources: readonly string[];
  readonly type: string;
}

/**
 * Returns true if a policy lets a call through, if IAM in the caller's account allows it everything. A Deny wins. In the
 * bus's own account no Allow of the bus is needed; from another account, one is.
 */
export function letsThrough(statements: readonly Statement[], put: Put, ownAccount: string): boolean {
  const holding = statements.filter((statement) => holds(statement, put));
  if (holding.some(({ Effect }) => Effect === 'Deny')) return false;
  return put.caller.account === ownAccount || holding.some(({ Effect }) => Effect === 'Allow');
}

function holds({ Principal, Condition }: Statement, { caller, sources, type }: Put): boolean {
  const any = Condition['ForAnyValue:StringEquals']?.['events:source'];
  const anyNot = Condition['ForAnyValue:StringNotEquals']?.['events:source'];
  const equals = Condition.StringEquals;
  const notArns = Condition.ArnNotEquals?.['aws:PrincipalArn'];
  const notAccounts = Condition.StringNotEquals?.['aws:PrincipalAccount'];
  return (
    (Principal === '*' || Principal.AWS.some((arn) => arn === `arn:aws:iam::${caller.account}:root`)) &&
    (any === undefined || sources.some((source) => any.includes(source))) &&
    (anyNot === undefined || sources.some((source) => !anyNot.includes(source))) &&
    (equals === undefined ||
      (sources.some((source) => equals['events:source'].includes(source)) &&
        equals['events:detail-type'].includes(type))) &&
    // A key that the caller does not have is not equal to anything.
    (notArns === undefined || caller.arn === undefined || !notArns.includes(caller.arn)) &&
    (notAccounts === undefined || caller.account === undefined || !notAccounts.includes(caller.account))
  );
}
