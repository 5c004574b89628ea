import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DUE_INDEX, GATE_SOURCE, REVIEWS_INDEX } from '../contracts/names.ts';
import type { ItemVerb, StepPermissions } from './permissions.ts';
import type { Wiring } from './wiring.ts';

const ACTIONS: Record<ItemVerb, string> = {
  get: 'dynamodb:GetItem',
  query: 'dynamodb:Query',
  put: 'dynamodb:PutItem',
  update: 'dynamodb:UpdateItem',
};

const VERBS: readonly ItemVerb[] = ['get', 'query', 'put', 'update'];

/** What an event source mapping does with the function's role. */
const TAKE_IN = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Returns the IAM statements that allow a step exactly what its row in the table of permissions says. */
export function statementsFor(permissions: StepPermissions, wiring: Wiring): readonly PolicyStatement[] {
  const statements = VERBS.flatMap((verb) => itemStatement(verb, permissions, wiring));
  const allow = (resource: string, ...actions: readonly string[]) =>
    statements.push(new PolicyStatement({ actions: [...actions], resources: [resource] }));
  if (permissions.listsDue) allow(`${wiring.tableArn}/index/${DUE_INDEX}`, 'dynamodb:Query');
  if (permissions.listsReviews) allow(`${wiring.tableArn}/index/${REVIEWS_INDEX}`, 'dynamodb:Query');
  for (const step of permissions.calls ?? []) allow(wiring.functionArn(step), 'lambda:InvokeFunction');
  if (permissions.readsClientSecret && wiring.clientSecretArn !== undefined) {
    allow(wiring.clientSecretArn, 'secretsmanager:GetSecretValue');
  }
  if (permissions.takesIn) allow(wiring.intakeQueueArn, ...TAKE_IN);
  if (permissions.publishes) statements.push(publishStatement(permissions.publishes, wiring));
  if (permissions.startsGate) allow(wiring.gateMachineArn, 'states:StartExecution');
  if (permissions.answersReview) allow(wiring.reviewMachineArn, 'states:SendTaskSuccess');
  if (permissions.asksPeople) allow(wiring.topicArn, 'sns:Publish');
  if (permissions.readsAuditKey) allow(wiring.auditKeyArn, 'secretsmanager:GetSecretValue');
  if (permissions.runsByClock) allow(wiring.failedRunsArn, 'sqs:SendMessage');
  return statements;
}

function itemStatement(verb: ItemVerb, permissions: StepPermissions, wiring: Wiring): PolicyStatement[] {
  const keys = Object.entries(permissions.items ?? {})
    .filter(([, verbs]) => verbs.includes(verb))
    .map(([key]) => (key.endsWith('#') ? `${key}*` : key));
  if (keys.length === 0) return [];
  return [
    new PolicyStatement({
      actions: [ACTIONS[verb]],
      resources: [wiring.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
        // ForAllValues is also true when there are no values, so a request without a key would pass.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
  ];
}

function publishStatement(types: readonly string[], wiring: Wiring): PolicyStatement {
  return new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [wiring.busArn],
    conditions: {
      StringEquals: { 'events:detail-type': types },
      // A request has a set of sources, but a single detail type.
      'ForAllValues:StringEquals': { 'events:source': GATE_SOURCE },
      Null: { 'events:source': 'false' },
    },
  });
}
