import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** Fills the disk to the last byte, frees it again, prints much, or ends the process, as it is asked to. */
const disk = `import { rmSync, writeFileSync, appendFileSync } from 'node:fs';
export const handler = async ({ file, act }) => {
  switch (act) {
    case 'fill':
      for (const bytes of [65536, 512, 1]) {
        try { for (;;) appendFileSync(file, 'x'.repeat(bytes)); } catch (error) { if (error.code !== 'ENOSPC') throw error; }
      }
      return 'filled';
    case 'free': rmSync(file); return 'freed';
    case 'print': console.log('y'.repeat(5000)); return 'printed';
    case 'die': process.kill(process.pid, 'SIGKILL');
  }
};`;
/** Writes a row for each message, as an intake does. */
const writer = `export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    const answer = ${putRecord('{ pk: { S: body } }')};
    if (!answer.ok) throw new Error(await answer.text());
  }
};`;
const stack: FixtureStack = {
  modules: { disk, writer },
  resources: {
    Records: recordsTable,
    Disk: lambda('disk', { Timeout: 60 }),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'kept' } },
    Rule: shopRule,
    // A message that fails once would be a dead letter.
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    Work: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'work',
        VisibilityTimeout: 600,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 1 },
      },
    },
    Writer: lambda('writer', { Timeout: 60 }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Work', 'Arn'] }, FunctionName: { Ref: 'Writer' } },
    },
    Pass: machine('pass', 'STANDARD', { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }),
  },
};

/** A guard against what hangs. */
const PATIENCE_MS = 200_000;
const DISK_BYTES = 4 * 1024 * 1024;
/** A name space of its own may mount a small disk without being root, where the system allows that. */
const mount = ['--user', '--map-root-user', '--mount'];
const canMount =
  spawnSync('unshare', [...mount, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!canMount)('a full disk (skipped where no small disk can be mounted)', () => {
  let host: FixtureHost;
  let child: ChildProcess;
  let small: string;
  const endpoints: string[] = [];
  const said: string[] = [];
  beforeAll(async () => {
    host = await FixtureHost.create();
    small = join(host.dir, 'small');
    await mkdir(small);
    const assemblyDir = await writeAssembly(join(host.dir, 'cdk.out'), stack);
    const script = join(import.meta.dirname, 'serve-fixture.ts');
    const runs = [script, assemblyDir, join(small, 'data'), join(host.dir, 'mail')];
    const shell = `mount -t tmpfs -o size=${DISK_BYTES} tmpfs "$1" && shift && for run in 1 2 3; do "$@"; done`;
    child = spawn('unshare', [...mount, 'sh', '-c', shell, 'sh', small, process.execPath, ...runs], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => endpoints.push(line));
    if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  });
  afterAll(async () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // All its runs may have ended by themselves.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
    await host.clean();
  });

  const clients = (endpoint = '') => {
    const config = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    };
    const functions = new LambdaClient(config);
    const db = new DynamoDBClient(config);
    const sfn = new SFNClient(config);
    const events = new EventBridgeClient(config);
    const sqs = new SQSClient(config);
    const call = async (act: string): Promise<unknown> => {
      const Payload = JSON.stringify({ act, file: join(small, 'ballast') });
      const answer = await functions.send(new InvokeCommand({ FunctionName: 'disk', Payload }));
      return JSON.parse(answer.Payload?.transformToString() ?? 'null');
    };
    const put = (id: string, bytes: number) =>
      db.send(
        new PutItemCommand({
          TableName: 'records',
          Item: { pk: { S: id }, text: { S: 'z'.repeat(bytes) } },
        }),
      );
    const has = async (id: string): Promise<boolean> => {
      const { Item } = await db.send(new GetItemCommand({ TableName: 'records', Key: { pk: { S: id } } }));
      return Item !== undefined;
    };
    const send = (bytes: number) => {
      const Detail = JSON.stringify({ text: 'e'.repeat(bytes) });
      return events.send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'x', Detail }] }));
    };
    const enqueue = (MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl: `${endpoint}/000000000000/work`, MessageBody }));
    const run = async (name: string) => {
      const start = new StartExecutionCommand({ stateMachineArn: arnOf.machine('pass'), name });
      const { executionArn } = await sfn.send(start);
      await expect
        .poll(() => sfn.send(new DescribeExecutionCommand({ executionArn })), { timeout: PATIENCE_MS })
        .toMatchObject({ status: 'SUCCEEDED' });
    };
    return { call, put, has, send, run, enqueue };
  };
  const started = async (runs: number): Promise<void> => {
    await expect.poll(() => endpoints.length, { timeout: PATIENCE_MS }).toBe(runs);
  };
  const lines = (text: string): readonly string[] => said.filter((line) => line.includes(text));

  it('ends neither the process nor its functions and runs, and is named', async () => {
    await started(1);
    const { call, put, has, run, send } = clients(endpoints[0]);
    await put('ROW#before', 10);
    expect(await call('print')).toBe('printed');
    expect(await call('fill')).toBe('filled');
    for (let time = 0; time < 3; time += 1) expect(await call('print')).toBe('printed');
    await run('on-a-full-disk');
    await expect
      .poll(() => lines('disk.log cannot be written: the disk is full'), { timeout: PATIENCE_MS })
      .toHaveLength(1);
    expect(lines('executions.ndjson cannot be written: the disk is full')).toHaveLength(1);

    await expect(send(100_000)).rejects.toThrow('the disk is full');
    await expect(put('ROW#large', 300_000)).rejects.toThrow('the disk is full');
    expect(lines('The tables cannot be written: the disk is full. Free some space')).toHaveLength(1);
    expect(await has('ROW#before')).toBe(true);
    expect(await has('ROW#large')).toBe(false);
  });

  it('once it has space again, is used for all but the tables, whose last write may be torn', async () => {
    const { call, put, send, enqueue } = clients(endpoints[0]);
    expect(await call('free')).toBe('freed');
    expect(await call('print')).toBe('printed');
    await expect.poll(() => lines('disk.log is written again'), { timeout: PATIENCE_MS }).toHaveLength(1);
    await send(100_000);
    await expect(put('ROW#after', 10)).rejects.toThrow('The tables cannot be written');
    await enqueue('ROW#queued');
    await call('die').catch(() => undefined);
  });

  it('has lost nothing that was written, and takes writes after a restart', async () => {
    await started(2);
    const { call, put, has } = clients(endpoints[1]);
    expect(await has('ROW#before')).toBe(true);
    await expect.poll(() => has('ROW#queued'), { timeout: PATIENCE_MS }).toBe(true);
    await put('ROW#again', 10);
    expect(await has('ROW#again')).toBe(true);
    expect(await call('fill')).toBe('filled');
    await call('die').catch(() => undefined);
  });

  it('refuses to start, in one sentence', async () => {
    await expect
      .poll(() => lines(`The disk of the data folder ${join(small, 'data')} is full`), {
        timeout: PATIENCE_MS,
      })
      .not.toStrictEqual([]);
    expect(endpoints).toHaveLength(2);
  });
});
