import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssemblyError } from '../../lib/local/assembly/read-assembly.ts';
import { startEmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { FixtureHost, type FixtureStack, lambda, machine } from './fixture.ts';

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } };
const pass = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

describe('loading a stack', () => {
  let host: FixtureHost;
  beforeAll(async () => {
    host = await FixtureHost.create();
  });
  afterAll(() => host.clean());

  it('resolves the outputs, leaves out what a condition excludes and lets inert types be', async () => {
    const aws = await host.start({
      parameters: { Stage: { Type: 'String', Default: 'test' } },
      conditions: { IsLive: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] } },
      resources: {
        Queue: { ...queue, Properties: { QueueName: { 'Fn::Join': ['-', ['intake', { Ref: 'Stage' }]] } } },
        LiveOnly: { Type: 'AWS::Kinesis::Stream', Condition: 'IsLive' },
        Role: { Type: 'AWS::IAM::Role', Properties: { Anything: { 'Fn::ImportValue': 'unread' } } },
        Alarm: { Type: 'AWS::CloudWatch::Alarm' },
        Gate: machine('gate', 'EXPRESS', pass),
      },
      outputs: {
        QueueArn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder
        GateArn: { Value: { 'Fn::Sub': '${Gate}' } },
        RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } },
        Live: { Value: 'yes', Condition: 'IsLive' },
      },
    });
    expect(aws.outputs).toStrictEqual({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:intake-test',
      GateArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:gate',
      RoleArn: 'arn:aws:iam::000000000000:role/Fixture-Role',
    });
  });

  it.each<[string, FixtureStack['resources'], RegExp]>([
    [
      'a type it does not know',
      { Stream: { Type: 'AWS::Kinesis::Stream' } },
      /^Stream: .*the resource type AWS::Kinesis::Stream/,
    ],
    [
      'a property it does not know',
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } },
      /^Queue: .*the property FifoQueue/,
    ],
    [
      'a resource attribute',
      { Queue: { ...queue, CreationPolicy: {} } },
      /^Queue: .*attribute CreationPolicy/,
    ],
    [
      'an intrinsic function it does not know',
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'x' } } } },
      /^Queue: .*Fn::ImportValue/,
    ],
    [
      'a stream of a table',
      { Table: { Type: 'AWS::DynamoDB::Table', Properties: { StreamSpecification: {} } } },
      /^Table: .*StreamSpecification/,
    ],
    ['code that is no asset', { Fn: lambda('missing') }, /^Fn: .*missing\.zip/],
    ['another runtime', { Fn: lambda('x', { Runtime: 'python3.13' }) }, /^Fn: .*python3\.13/],
    [
      'a rule by time',
      { Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)' } } },
      /^Rule: .*ScheduleExpression/,
    ],
    [
      'a rule that sends elsewhere than to a queue',
      {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { EventPattern: { source: ['a'] }, Targets: [{ Id: '1', Arn: 'arn:aws:lambda:x' }] },
        },
      },
      /^Rule: .*arn:aws:lambda:x/,
    ],
    [
      'a pattern operator it does not know',
      { Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: [{ cidr: '::' }] } } } },
      /^Rule\.EventPattern\.source: .*cidr/,
    ],
    [
      'a subscription by SMS',
      {
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' } },
        Sub: {
          Type: 'AWS::SNS::Subscription',
          Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sms', Endpoint: '+1' },
        },
      },
      /^Sub: .*sms/,
    ],
    [
      'a schedule in another time zone',
      {
        Nightly: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: { ScheduleExpression: 'rate(1 day)', ScheduleExpressionTimezone: 'Europe/Berlin' },
        },
      },
      /^Nightly: .*Europe\/Berlin/,
    ],
  ])('refuses %s by name', async (_, resources, message) => {
    await expect(host.start({ resources })).rejects.toThrow(message);
  });

  it('refuses a folder that holds no assembly', async () => {
    const start = startEmbeddedAws({ assemblyDir: host.dir, mailboxDir: host.dir });
    await expect(start).rejects.toThrow(AssemblyError);
  });
});
