import { type EnactedType, reasons } from './enacted-type.ts';
import { httpApiTypes } from './http-api-types.ts';

const { bookkeeping, noEncryption, noFaults, noIam, operations } = reasons;

/** The types that are deployed here, and their properties. A property in neither list stops the start. */
export const enactedTypes: Readonly<Record<string, EnactedType>> = {
  'AWS::DynamoDB::Table': {
    enacted: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'BillingMode',
      'ProvisionedThroughput',
    ],
    inert: {
      PointInTimeRecoverySpecification: 'there are no backups to restore from',
      DeletionProtectionEnabled: 'nothing deletes the table',
      SSESpecification: noEncryption,
      TimeToLiveSpecification:
        'DynamoDB itself may leave expired items for days; readers must not rely on expiry',
      ContributorInsightsSpecification: operations,
      OnDemandThroughput: 'nothing is throttled',
      WarmThroughput: 'nothing is throttled',
      ResourcePolicy: noIam,
      TableClass: 'a price',
      Tags: bookkeeping,
    },
  },
  'AWS::SQS::Queue': {
    enacted: [
      'QueueName',
      'VisibilityTimeout',
      'DelaySeconds',
      'MaximumMessageSize',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy',
    ],
    inert: {
      MessageRetentionPeriod: 'messages are kept until they are taken or the data folder is removed',
      RedriveAllowPolicy: noIam,
      KmsMasterKeyId: noEncryption,
      KmsDataKeyReusePeriodSeconds: noEncryption,
      SqsManagedSseEnabled: noEncryption,
      Tags: bookkeeping,
    },
  },
  'AWS::SNS::Topic': {
    enacted: ['TopicName'],
    inert: {
      DisplayName: 'a name in the sender of e-mails',
      KmsMasterKeyId: noEncryption,
      TracingConfig: operations,
      SignatureVersion: 'there is no HTTP subscriber to check a signature',
      Tags: bookkeeping,
    },
  },
  'AWS::SNS::Subscription': {
    enacted: ['TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery'],
    inert: { Region: 'there is one region', RedrivePolicy: noFaults, DeliveryPolicy: noFaults },
  },
  'AWS::Events::EventBus': {
    enacted: ['Name'],
    inert: {
      Description: bookkeeping,
      KmsKeyIdentifier: noEncryption,
      DeadLetterConfig: noFaults,
      LogConfig: operations,
      Policy: noIam,
      Tags: bookkeeping,
    },
  },
  'AWS::Events::Rule': {
    enacted: ['Name', 'EventBusName', 'EventPattern', 'State', 'Targets'],
    inert: { Description: bookkeeping, RoleArn: noIam, Tags: bookkeeping },
  },
  'AWS::Lambda::Function': {
    enacted: [
      'FunctionName',
      'Code',
      'Handler',
      'Runtime',
      'Timeout',
      'MemorySize',
      'Environment',
      'LoggingConfig',
      'ReservedConcurrentExecutions',
      'PackageType',
    ],
    inert: {
      Role: noIam,
      Architectures: 'the handlers are JavaScript',
      Description: bookkeeping,
      EphemeralStorage: 'handlers run on the disk of the host',
      KmsKeyArn: noEncryption,
      RecursiveLoop: 'a loop shows in the meter',
      RuntimeManagementConfig: 'the runtime is the Node that runs this',
      Tags: bookkeeping,
      TracingConfig: operations,
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    enacted: [
      'EventSourceArn',
      'FunctionName',
      'BatchSize',
      'Enabled',
      'FunctionResponseTypes',
      'ScalingConfig',
    ],
    inert: {
      MaximumBatchingWindowInSeconds: 'a batch is handed over as soon as there is one, which AWS may do too',
      MetricsConfig: operations,
      KmsKeyArn: noEncryption,
      Tags: bookkeeping,
    },
  },
  'AWS::StepFunctions::StateMachine': {
    enacted: [
      'StateMachineName',
      'StateMachineType',
      'DefinitionString',
      'DefinitionSubstitutions',
      'DefinitionS3Location',
      'Definition',
    ],
    inert: {
      RoleArn: noIam,
      EncryptionConfiguration: noEncryption,
      LoggingConfiguration: 'histories are kept in memory for every execution, express ones too',
      TracingConfiguration: operations,
      Tags: bookkeeping,
    },
  },
  'AWS::SecretsManager::Secret': {
    enacted: ['Name', 'SecretString', 'GenerateSecretString'],
    inert: {
      Description: bookkeeping,
      KmsKeyId: noEncryption,
      ReplicaRegions: 'there is one region',
      Tags: bookkeeping,
    },
  },
  ...httpApiTypes,
  'AWS::Scheduler::Schedule': {
    enacted: ['Name', 'GroupName', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State', 'Target'],
    inert: {
      Description: bookkeeping,
      FlexibleTimeWindow: 'a run at the very start of its window is allowed',
      KmsKeyArn: noEncryption,
    },
  },
};

/** A family of types that is known but has no effect here. */
export interface InertType {
  readonly type: RegExp;
  readonly reason: string;
}

/** The types that are accepted and ignored, with the reasons. A type in neither list stops the start. */
export const inertTypes: readonly InertType[] = [
  { type: /^AWS::IAM::/, reason: noIam },
  { type: /^AWS::Lambda::Permission$/, reason: noIam },
  { type: /^AWS::SQS::QueuePolicy$/, reason: noIam },
  { type: /^AWS::SNS::TopicPolicy$/, reason: noIam },
  { type: /^AWS::Events::EventBusPolicy$/, reason: noIam },
  { type: /^AWS::KMS::(Key|Alias)$/, reason: noEncryption },
  { type: /^AWS::Logs::LogGroup$/, reason: 'the output of functions goes to one log' },
  { type: /^AWS::Logs::MetricFilter$/, reason: operations },
  { type: /^AWS::CloudWatch::(Alarm|CompositeAlarm|Dashboard)$/, reason: operations },
  { type: /^AWS::Events::Archive$/, reason: 'nothing is replayed from an archive here' },
  { type: /^AWS::Scheduler::ScheduleGroup$/, reason: 'a name for schedules' },
  {
    type: /^AWS::Lambda::EventInvokeConfig$/,
    reason: 'an asynchronous call is made once, and its failure logged',
  },
  { type: /^AWS::CDK::Metadata$/, reason: bookkeeping },
];
