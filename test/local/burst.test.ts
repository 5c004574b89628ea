import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, type FixtureStack, lambda, machine, signedFor } from './fixture.ts';

const SLOW_MS = 800;
/** Longer than one call takes on the busiest machine, shorter than all of them. */
const TASK_SECONDS = 4;
const CALLS = 8;

const slow = `export const handler = () => new Promise((resolve) => setTimeout(() => resolve('done'), ${SLOW_MS}));`;
const quick = `export const handler = () => new Promise((resolve) => setTimeout(() => resolve('done'), 5));`;
/** Starts a run for each message, as an intake does. */
const starter = `export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution', 'content-type': 'application/x-amz-json-1.0', authorization: '${signedFor('states')}' },
      body: JSON.stringify({ stateMachineArn: '${arnOf.machine('quick')}', input: body }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
};`;

function oneTask(name: string, timeout: object): object {
  const task = { Type: 'Task', Resource: arnOf.lambda(name), ...timeout, End: true };
  return { StartAt: 'T', States: { T: task } };
}

const stack: FixtureStack = {
  modules: { slow, quick, starter },
  resources: {
    SlowFunction: lambda('slow', { Timeout: 60, ReservedConcurrentExecutions: 1 }),
    QuickFunction: lambda('quick', { Timeout: 60, ReservedConcurrentExecutions: 1 }),
    Starter: lambda('starter', { Timeout: 60 }),
    Slow: machine('slow', 'EXPRESS', oneTask('slow', { TimeoutSeconds: TASK_SECONDS })),
    Quick: machine('quick', 'EXPRESS', oneTask('quick', {})),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'intake', VisibilityTimeout: 600 } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Starter' } },
    },
  },
};

describe('more work than the workers can do at once', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let mostRunning = 0;
  const running = (): number =>
    aws.executions(arnOf.machine('quick')).filter(({ status }) => status === 'RUNNING').length;
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start(stack, {
      onRequest: (request) => {
        if (request.headers['x-amz-target'] !== 'AWSStepFunctions.StartExecution') return;
        mostRunning = Math.max(mostRunning, running());
      },
    });
  });
  afterAll(() => host.clean());

  it('counts the time of a task from when a worker takes it', async () => {
    const sfn = new SFNClient(clientOf(aws));
    const start = new StartExecutionCommand({ stateMachineArn: arnOf.machine('slow') });
    await Promise.all(Array.from({ length: CALLS }, () => sfn.send(start)));
    await aws.settle();
    const ended = aws.executions(arnOf.machine('slow')).map(({ status, error }) => error ?? status);
    expect(ended).toStrictEqual(Array(CALLS).fill('SUCCEEDED'));
  });

  it('leaves messages in their queue while many runs wait for their turn', async () => {
    const sqs = new SQSClient(clientOf(aws));
    const QueueUrl = `${aws.endpoint}/000000000000/intake`;
    for (let batch = 0; batch < 30; batch += 1) {
      const Entries = Array.from({ length: 10 }, (_, index) => ({
        Id: `m${index}`,
        MessageBody: `${batch}`,
      }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    await aws.settle();
    expect(aws.executions(arnOf.machine('quick'))).toHaveLength(300);
    expect(running()).toBe(0);
    // 16 run, up to 16 wait, and two batches of 10 may have been on their way.
    expect(mostRunning).toBeLessThanOrEqual(52);
  });
});
