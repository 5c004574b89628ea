import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { DataDirInUseError } from '../../lib/local/lock-data-dir.ts';
import {
  arnOf,
  FixtureHost,
  type FixtureStack,
  lambda,
  machine,
  putRecord,
  recordsTable,
  shopRule,
  writeAssembly,
} from './fixture.ts';

/** Holds each batch for a while and then writes its events down as rows, so that a kill finds batches in flight. */
const store = `export const handler = async ({ Records }) => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const { body } of Records) {
    const { detail: { id } } = JSON.parse(body);
    ${putRecord("{ pk: { S: 'EVENT#' + id }, queue: { S: 'q' }, dueAt: { S: '2026' } }")};
  }
};`;
const stack: FixtureStack = {
  modules: { store },
  resources: {
    Records: recordsTable,
    Store: lambda('store', { Timeout: 10 }),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'intake', VisibilityTimeout: 3600 } },
    Rule: shopRule,
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Store' } },
    },
    Wait: machine('wait', 'STANDARD', {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 999_999, End: true } },
    }),
    Pass: machine('pass', 'EXPRESS', { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }),
  },
};

describe('a restart after kill -9', () => {
  let host: FixtureHost;
  let assemblyDir: string;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    host = await FixtureHost.create();
    assemblyDir = await writeAssembly(join(host.dir, 'cdk.out'), stack);
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await host.clean();
  });

  const startChild = async (): Promise<string> => {
    const script = join(import.meta.dirname, 'serve-fixture.ts');
    child = spawn(process.execPath, [script, assemblyDir, join(host.dir, 'data'), join(host.dir, 'mail')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] },
    });
    if (!child.stdout) throw new Error('The child has no stdout.');
    const died = once(child, 'exit').then(([code]) => {
      throw new Error(`The child ended with ${code} before it was ready.`);
    });
    const [endpoint] = await Promise.race([once(createInterface(child.stdout), 'line'), died]);
    return String(endpoint);
  };
  const killChild = async (): Promise<void> => {
    const exited = child && once(child, 'exit');
    child?.kill('SIGKILL');
    await exited;
  };
  const clientAt = (endpoint: string) => ({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const putEvents = async (endpoint: string, ids: readonly string[]): Promise<void> => {
    const events = new EventBridgeClient(clientAt(endpoint));
    const Entries = ids.map((id) => ({ Source: 'shop', DetailType: 'x', Detail: JSON.stringify({ id }) }));
    await events.send(new PutEventsCommand({ Entries }));
  };

  it('loses no accepted event, no row, no rule and no execution', async () => {
    const ids: string[] = [];
    for (let round = 0; round < 3; round++) {
      const endpoint = await startChild();
      for (let batch = 0; batch < 4; batch++) {
        const fresh = Array.from({ length: 10 }, (_, index) => `${round}-${batch}-${index}`);
        await putEvents(endpoint, fresh);
        ids.push(...fresh);
        if (batch === 1) await new Promise((resolve) => setTimeout(resolve, 60 + round * 40));
      }
      if (round === 0) await leaveTraces(endpoint);
      await killChild();
    }
    // What a process killed while it writes may leave behind.
    await appendFile(join(host.dir, 'data', 'executions.ndjson'), '{"arn":"arn:aws:sta');

    const aws = await startEmbeddedAws({
      assemblyDir,
      dataDir: join(host.dir, 'data'),
      mailboxDir: join(host.dir, 'mail'),
    });
    try {
      await aws.settle();
      const db = new DynamoDBClient(clientAt(aws.endpoint));
      const found = await Promise.all(
        ids.map(async (id) => {
          const { Item } = await db.send(
            new GetItemCommand({ TableName: 'records', Key: { pk: { S: `EVENT#${id}` } } }),
          );
          return Item?.['pk']?.S;
        }),
      );
      expect(found).toStrictEqual(ids.map((id) => `EVENT#${id}`));
      const { Count } = await db.send(
        new QueryCommand({
          TableName: 'records',
          IndexName: 'due',
          KeyConditionExpression: 'queue = :q',
          ExpressionAttributeValues: { ':q': { S: 'q' } },
        }),
      );
      expect(Count).toBe(ids.length);
      await expectTraces(aws.endpoint);
    } finally {
      await aws.stop();
    }
  });

  const leaveTraces = async (endpoint: string): Promise<void> => {
    const sfn = new SFNClient(clientAt(endpoint));
    await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: arnOf.machine('wait'),
        name: 'waiting',
        input: '{"a":1}',
      }),
    );
    await sfn.send(
      new StartExecutionCommand({ stateMachineArn: arnOf.machine('pass'), name: 'passed', input: '{"b":2}' }),
    );
    const db = new DynamoDBClient(clientAt(endpoint));
    await db.send(new PutItemCommand({ TableName: 'records', Item: { pk: { S: 'ROW#1' }, n: { N: '7' } } }));
    await new SQSClient(clientAt(endpoint)).send(new CreateQueueCommand({ QueueName: 'probe' }));
    const events = new EventBridgeClient(clientAt(endpoint));
    await events.send(new PutRuleCommand({ Name: 'probe', EventPattern: '{"source":["probe"]}' }));
    await events.send(
      new PutTargetsCommand({ Rule: 'probe', Targets: [{ Id: '1', Arn: arnOf.queue('probe') }] }),
    );
  };

  const expectTraces = async (endpoint: string): Promise<void> => {
    const sfn = new SFNClient(clientAt(endpoint));
    const waiting = 'arn:aws:states:us-east-1:000000000000:execution:wait:waiting';
    const aborted = await sfn.send(new DescribeExecutionCommand({ executionArn: waiting }));
    expect(aborted).toMatchObject({ status: 'ABORTED', input: '{"a":1}' });
    const { executions } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: arnOf.machine('pass') }),
    );
    expect(executions).toMatchObject([{ name: 'passed', status: 'SUCCEEDED' }]);
    const db = new DynamoDBClient(clientAt(endpoint));
    const { Item } = await db.send(new GetItemCommand({ TableName: 'records', Key: { pk: { S: 'ROW#1' } } }));
    expect(Item?.['n']).toStrictEqual({ N: '7' });
    const events = new EventBridgeClient(clientAt(endpoint));
    await events.send(
      new PutEventsCommand({ Entries: [{ Source: 'probe', DetailType: 'x', Detail: '{"late":1}' }] }),
    );
    const sqs = new SQSClient(clientAt(endpoint));
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: `${endpoint}/000000000000/probe` }),
    );
    expect(Messages?.[0]?.Body).toContain('"late":1');
  };

  const including = (...NonKeyAttributes: readonly string[]) => ({
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes },
  });

  it.each([
    ['has another name', { IndexName: 'other' }],
    ['holds more', including('n')],
  ])('refuses a table with an index that %s', async (_, change) => {
    const [index] = recordsTable.Properties.GlobalSecondaryIndexes;
    const Properties = {
      ...recordsTable.Properties,
      GlobalSecondaryIndexes: [{ ...index, ...change }],
    };
    const resources = { Records: { ...recordsTable, Properties } };
    const other = await writeAssembly(join(host.dir, 'cdk.out-other'), { resources });
    const start = startEmbeddedAws({
      assemblyDir: other,
      dataDir: join(host.dir, 'data'),
      mailboxDir: join(host.dir, 'mail'),
    });
    await expect(start).rejects.toThrow(/^records: .*keys or indexes/);
  });

  it('refuses a data folder another process works in', async () => {
    await startChild();
    const second = startEmbeddedAws({
      assemblyDir,
      dataDir: join(host.dir, 'data'),
      mailboxDir: join(host.dir, 'mail'),
    });
    await expect(second).rejects.toThrow(DataDirInUseError);
    await killChild();
  });
});
