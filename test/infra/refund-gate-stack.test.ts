import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { STEPS } from '../../lib/contracts/steps.ts';
import { STEP_IDS } from '../../lib/infra/step-ids.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf, type SynthesizedTemplate, theResource } from './synthesized-template.ts';

let template: Template;
let plain: SynthesizedTemplate;

beforeAll(() => {
  ({ template, plain } = synthesize());
});

describe('the table', () => {
  it('survives mistakes, insiders and the stack itself', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'refund-gate',
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: Match.absent(),
        SSESpecification: Match.absent(),
      },
    });
  });

  it('is made last, so that a first deployment that fails leaves none: only what runs by the clock comes later', () => {
    const [tableId, { DependsOn = [] }] = theResource(
      plain,
      'AWS::DynamoDB::Table',
      'TableName',
      'refund-gate',
    );
    const later = Object.keys(plain.Resources).filter((id) => id !== tableId && !DependsOn.includes(id));
    expect([...new Set(later.map((id) => id.replace(/^(Every[A-Z][a-z]+).*$/, '$1')))].sort()).toStrictEqual([
      'EveryMinute',
      'EveryNight',
    ]);
    const sweeps = theResource(plain, 'AWS::Scheduler::Schedule', 'Name', 'refund-gate-sweep')[1];
    expect(sweeps.DependsOn).toContain(tableId);
    const users = Object.entries(plain.Resources).filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes(`"${tableId}"`),
    );
    expect(users).toStrictEqual([]);
  });

  it('lists what is due by keys alone, and which reviews are open with what is counted of them', () => {
    const index = (name: string, hash: string, range: string, projection: object) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
      Projection: projection,
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        index('due', 'dueQueue', 'dueAt', { ProjectionType: 'KEYS_ONLY' }),
        index('reviews', 'reviewQueue', 'reviewRank', {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: ['reviewAskedAt', 'reviewBaseMinor'],
        }),
      ],
    });
  });
});

describe('the way in', () => {
  it('takes everything but what the gate says itself', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: [{ 'anything-but': ['refundgate'] }] },
      State: 'ENABLED',
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue(), RetryPolicy: Match.anyValue() })],
    });
  });

  it('tries an event five times, each for as long as a slow batch may take, and keeps what fails for 14 days', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'refund-gate-intake',
      VisibilityTimeout: 6 * STEPS.intake.timeoutSeconds,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
    });
    const retentions = resourcesOf(plain, 'AWS::SQS::Queue').map(
      ([, { Properties }]) => Properties['MessageRetentionPeriod'],
    );
    expect(retentions.filter((seconds) => seconds === 14 * 24 * 60 * 60)).toHaveLength(3);
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  });

  it('answers for each message of a batch', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });
});

describe('the steps', () => {
  it.each(STEP_IDS)('%s runs as its row in the table of steps says, with exactly its variables', (step) => {
    const name = `refund-gate-${step}`;
    const [, { Properties }] = theResource(plain, 'AWS::Lambda::Function', 'FunctionName', name);
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: STEPS[step].timeoutSeconds,
      MemorySize: STEPS[step].memoryMegabytes,
      Description: STEPS[step].summary,
    });
    const { Environment } = Properties;
    const variables = typeof Environment === 'object' && Environment !== null && 'Variables' in Environment;
    expect(Object.keys((variables && Environment.Variables) || {})).toStrictEqual([...STEPS[step].variables]);
    theResource(plain, 'AWS::Logs::LogGroup', 'LogGroupName', `/aws/lambda/${name}`);
  });

  it('are all there are', () => {
    template.resourceCountIs('AWS::Lambda::Function', STEP_IDS.length);
  });
});

describe('the machines', () => {
  it('judge on an Express run, wait for people and fold the night on Standard ones', () => {
    const machine = (name: string, type: string) =>
      template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
        StateMachineName: name,
        StateMachineType: type,
        LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
      });
    machine('refund-gate-gate', 'EXPRESS');
    machine('refund-gate-review', 'STANDARD');
    machine('refund-gate-nightly', 'STANDARD');
  });
});

describe('the clock', () => {
  it.each([
    ['refund-gate-sweep', 'rate(1 minute)', 60],
    ['refund-gate-nightly', 'cron(30 2 * * ? *)', 6 * 60 * 60],
  ])('runs %s at %s and leaves what fails in a queue', (name, expression, maxLatenessSeconds) => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: name,
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        DeadLetterConfig: Match.anyValue(),
        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: maxLatenessSeconds },
      },
    });
  });

  it('keeps the runs of the sweeper that failed each time they were tried', () => {
    template.resourcePropertiesCountIs(
      'AWS::Lambda::EventInvokeConfig',
      { DestinationConfig: { OnFailure: Match.anyValue() }, MaximumRetryAttempts: 2 },
      1,
    );
  });
});

describe('the whole stack', () => {
  it('leaves nothing behind on purpose when its first deployment fails, which would bar the second', () => {
    const kept = Object.entries(plain.Resources).filter(
      ([, resource]) => resource.DeletionPolicy === 'Retain',
    );
    expect(kept).toStrictEqual([]);
  });

  it('says where its parts are', () => {
    expect(Object.keys(template.findOutputs('*'))).toStrictEqual([
      'BusName',
      'TableName',
      'GateMachineArn',
      'ReviewMachineArn',
      'TopicArn',
      'IntakeQueueUrl',
      'ConsoleUrl',
    ]);
  });

  it('has no parameters, conditions, custom resources or nested stacks', () => {
    expect(Object.keys(template.toJSON()).sort()).toStrictEqual(['Description', 'Outputs', 'Resources']);
    const types = Object.values(plain.Resources).map(({ Type }) => Type);
    expect(
      types.filter((type) => /^Custom::|CustomResource|CloudFormation|KMS|GlobalTable/.test(type)),
    ).toStrictEqual([]);
  });

  it('is what it was', () => {
    const text = JSON.stringify(template.toJSON(), null, 1).replaceAll(/"[0-9a-f]{64}"/g, '"<code>"');
    expect(JSON.parse(text)).toMatchSnapshot();
  });
});
