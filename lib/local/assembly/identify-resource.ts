import { createHash } from 'node:crypto';
import type { Endpoints } from '../endpoints.ts';
import { localAccount, localArn } from '../local-account.ts';

/** The name of a resource, and the values of `Ref` and `Fn::GetAtt` for it. */
export interface ResourceIdentity {
  readonly name: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The facts from which a resource's identity is made. */
export interface IdentityInput {
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  /** The loopback endpoints, for queue URLs and the address of the HTTP API. */
  readonly endpoints: Endpoints;
  /** Returns a property of the resource, resolved, if it is a string. */
  property(name: string): string | undefined;
}

/** The property that names a resource, by type. A resource without it is named after its stack and logical id. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Events::Archive': 'ArchiveName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::ApiGatewayV2::Stage': 'StageName',
};

/** Returns the identity of a resource. It is the same at every start, so that a data folder is found again. */
export function identifyResource(input: IdentityInput): ResourceIdentity {
  const property = nameProperties[input.type];
  const given = property === undefined ? undefined : input.property(property);
  const name = given ?? `${input.stackName}-${input.logicalId}`.slice(0, 64);
  const arnOnly = (arn: string, more: Record<string, string> = {}): ResourceIdentity => ({
    name,
    ref: name,
    attributes: { Arn: arn, ...more },
  });
  const byArn = (arn: string, more: Record<string, string>): ResourceIdentity => ({
    name,
    ref: arn,
    attributes: more,
  });
  switch (input.type) {
    case 'AWS::DynamoDB::Table':
      return arnOnly(localArn('dynamodb', `table/${name}`));
    case 'AWS::SQS::Queue': {
      const url = queueUrl(input.endpoints.endpoint, name);
      return { name, ref: url, attributes: { Arn: localArn('sqs', name), QueueName: name, QueueUrl: url } };
    }
    case 'AWS::SNS::Topic':
      return byArn(localArn('sns', name), { TopicArn: localArn('sns', name), TopicName: name });
    case 'AWS::SNS::Subscription':
      return byArn(localArn('sns', `${input.stackName}:${input.logicalId}`), {});
    case 'AWS::Events::EventBus':
      return arnOnly(localArn('events', `event-bus/${name}`), { Name: name });
    case 'AWS::Events::Rule':
      return ruleIdentity(name, input.property('EventBusName') ?? 'default');
    case 'AWS::Lambda::Function':
      return arnOnly(localArn('lambda', `function:${name}`));
    case 'AWS::StepFunctions::StateMachine': {
      const arn = localArn('states', `stateMachine:${name}`);
      return byArn(arn, { Arn: arn, Name: name });
    }
    case 'AWS::Scheduler::Schedule':
      return arnOnly(localArn('scheduler', `schedule/${input.property('GroupName') ?? 'default'}/${name}`));
    case 'AWS::SecretsManager::Secret': {
      // AWS adds six random characters to the name.
      const arn = localArn('secretsmanager', `secret:${name}-000000`);
      return byArn(arn, { Id: arn });
    }
    case 'AWS::ApiGatewayV2::Api': {
      const { apiEndpoint } = input.endpoints;
      return byGeneratedId(input, (id) => ({ ApiId: id, ApiEndpoint: apiEndpoint }));
    }
    case 'AWS::ApiGatewayV2::Integration':
      return byGeneratedId(input, (id) => ({ IntegrationId: id }));
    case 'AWS::ApiGatewayV2::Route':
      return byGeneratedId(input, (id) => ({ RouteId: id }));
    case 'AWS::ApiGatewayV2::Stage':
      return { name, ref: name, attributes: {} };
    default:
      return inertIdentity(input.type, name);
  }
}

/** Returns the URL of a queue. Only its last path segment, the queue's name, has a meaning. */
export function queueUrl(endpoint: string, queueName: string): string {
  return `${endpoint}/${localAccount.accountId}/${queueName}`;
}

/** Returns the identity of a resource whose name has no meaning, because AWS refers to it by an id that it generates. */
function byGeneratedId(
  { stackName, logicalId }: IdentityInput,
  attributesOf: (id: string) => Readonly<Record<string, string>>,
): ResourceIdentity {
  const id = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 10);
  return { name: id, ref: id, attributes: attributesOf(id) };
}

function ruleIdentity(name: string, bus: string): ResourceIdentity {
  const busName = bus.split('/').at(-1) ?? bus;
  const onDefault = busName === 'default';
  return {
    name,
    ref: onDefault ? name : `${busName}|${name}`,
    attributes: { Arn: localArn('events', onDefault ? `rule/${name}` : `rule/${busName}/${name}`) },
  };
}

/** Returns the identity of an inert resource, which is only referred to. Its ARN can differ from the one of AWS. */
function inertIdentity(type: string, name: string): ResourceIdentity {
  const [, service = 'unknown', kind = 'resource'] = type.toLowerCase().split('::');
  const iamArn = `arn:${localAccount.partition}:iam::${localAccount.accountId}:${kind}/${name}`;
  const arn = service === 'iam' ? iamArn : localArn(service, `${kind}/${name}`);
  const attributes: Record<string, string> = { Arn: arn };
  if (type === 'AWS::KMS::Key') attributes['KeyId'] = name;
  if (type === 'AWS::IAM::Role') attributes['RoleId'] = name;
  if (type === 'AWS::Events::Archive') attributes['ArchiveName'] = name;
  return { name, ref: name, attributes };
}
