import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, type FixtureStack, machine, recordsTable } from './fixture.ts';

const stack: FixtureStack = {
  resources: {
    Records: recordsTable,
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'intake' } },
    Pass: machine('pass', 'STANDARD', { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }),
  },
};
const ROW = { pk: { S: 'REFUND#1' }, status: { S: 'published' } };

describe('a data folder with a damaged file', () => {
  let host: FixtureHost;
  let used: string;
  let copies = 0;
  beforeAll(async () => {
    host = await FixtureHost.create();
    used = join(host.dir, 'used');
    const dataDir = join(host.dir, 'data');
    const aws = await host.start(stack, { dataDir });
    const db = new DynamoDBClient(clientOf(aws));
    for (let row = 0; row < 200; row += 1) {
      const Item = { pk: { S: `OLDER#${row}` }, text: { S: 'x'.repeat(500) } };
      await db.send(new PutItemCommand({ TableName: 'records', Item }));
    }
    await db.send(new PutItemCommand({ TableName: 'records', Item: ROW }));
    const sfn = new SFNClient(clientOf(aws));
    for (const name of ['first', 'second', 'third']) {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: arnOf.machine('pass'), name }));
    }
    const events = new EventBridgeClient(clientOf(aws));
    await events.send(new PutRuleCommand({ Name: 'probe', EventPattern: '{"source":["probe"]}' }));
    await aws.settle();
    // As a killed process leaves it: the queues' last writes are still in SQLite's own log.
    await cp(dataDir, used, { recursive: true });
  });
  afterAll(() => host.clean());

  /** Starts on a copy of the used folder after `damage`. */
  const startAfter = async (damage: (dir: string) => Promise<unknown>) => {
    copies += 1;
    const dataDir = join(host.dir, `copy-${copies}`);
    await cp(used, dataDir, { recursive: true });
    await damage(dataDir);
    const warnings: string[] = [];
    const again = () =>
      startEmbeddedAws({
        assemblyDir: join(host.dir, 'cdk.out-0'),
        mailboxDir: join(host.dir, 'mail'),
        dataDir,
        warn: (line) => warnings.push(line),
      });
    return { again, dataDir, warnings };
  };
  const tableFile = async (dir: string, name: RegExp): Promise<string> => {
    const files = await readdir(join(dir, 'tables'));
    return join(dir, 'tables', files.find((file) => name.test(file)) ?? 'none');
  };
  const flip = async (file: string, at: number): Promise<void> => {
    const bytes = await readFile(file);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await writeFile(file, bytes);
  };

  it('starts with everything where nothing is damaged', async () => {
    const { again, warnings } = await startAfter(async () => undefined);
    const aws = await again();
    const { Item } = await new DynamoDBClient(clientOf(aws)).send(
      new GetItemCommand({ TableName: 'records', Key: { pk: ROW.pk } }),
    );
    await aws.stop();
    expect(Item).toStrictEqual(ROW);
    expect(warnings).toStrictEqual([]);
  });

  it.each<[string, RegExp, (dir: string) => Promise<unknown>]>([
    ['no CURRENT', /tables\/CURRENT is missing/, (dir) => rm(join(dir, 'tables', 'CURRENT'))],
    ['no tables at all', /tables\/CURRENT is missing/, (dir) => rm(join(dir, 'tables'), { recursive: true })],
    [
      'a CURRENT of garbage',
      /tables cannot be read/,
      (dir) => writeFile(join(dir, 'tables', 'CURRENT'), '?'),
    ],
    ['no manifest', /tables cannot be read/, async (dir) => rm(await tableFile(dir, /^MANIFEST/))],
    [
      'a damaged manifest',
      /tables cannot be read/,
      async (dir) => flip(await tableFile(dir, /^MANIFEST/), 10),
    ],
    ['no log of writes', /tables\/\*\.log is missing/, async (dir) => rm(await tableFile(dir, /\.log$/))],
    [
      'a damaged log of writes',
      /tables\/\d+\.log was damaged/,
      async (dir) => flip(await tableFile(dir, /\.log$/), 5000),
    ],
    [
      'an emptied log of writes',
      /tables holds no table/,
      async (dir) => truncate(await tableFile(dir, /\.log$/), 0),
    ],
    ['no queues', /queues\/fauxqs\.db is missing/, (dir) => rm(join(dir, 'queues'), { recursive: true })],
    [
      'queues of garbage',
      /queues\/fauxqs\.db cannot be read/,
      async (dir) => {
        for (const file of await readdir(join(dir, 'queues'))) await rm(join(dir, 'queues', file));
        await writeFile(join(dir, 'queues', 'fauxqs.db'), 'x'.repeat(5000));
      },
    ],
    [
      'rules of garbage',
      /event-rules\.json cannot be read .* Delete it/,
      (dir) => writeFile(join(dir, 'event-rules.json'), '[{"Na'),
    ],
    [
      'rules of another kind',
      /event-rules\.json cannot be read .* Delete it/,
      (dir) => writeFile(join(dir, 'event-rules.json'), '{"rules":[]}'),
    ],
    [
      'a lock of garbage',
      /lock\.db is damaged\. Delete it/,
      (dir) => writeFile(join(dir, 'lock.db'), 'x'.repeat(5000)),
    ],
  ])('is refused with %s, each time, naming the file and what to do', async (_, message, damage) => {
    const { again } = await startAfter(damage);
    for (const attempt of ['first', 'second']) {
      const refusal = await again().then(
        async (aws) => {
          await aws.stop();
          return 'it started';
        },
        (error: unknown) => error,
      );
      expect(refusal, attempt).toMatchObject({
        name: 'DamagedFileError',
        message: expect.stringMatching(message),
      });
      expect(String(refusal), attempt).toMatch(/Restore the whole data folder|Delete it/);
    }
  });

  it('drops damaged lines of the runs, and says so', async () => {
    const { again, warnings, dataDir } = await startAfter(async (dir) => {
      const file = join(dir, 'executions.ndjson');
      const [first = '', ...others] = (await readFile(file, 'utf8')).split('\n');
      await writeFile(file, [first.slice(0, 20), ...others].join('\n'));
    });
    const aws = await again();
    const { executions } = await new SFNClient(clientOf(aws)).send(
      new ListExecutionsCommand({ stateMachineArn: arnOf.machine('pass') }),
    );
    await aws.stop();
    expect(executions).toHaveLength(3);
    expect(warnings).toStrictEqual([
      expect.stringContaining(`${join(dataDir, 'executions.ndjson')} has 1 damaged line(s)`),
    ]);
  });

  it('begins empty in a folder that is new, or that a first start had hardly made', async () => {
    for (const damage of [
      (dir: string) => rm(dir, { recursive: true }),
      async (dir: string) => {
        for (const name of await readdir(dir))
          if (name !== 'lock.db') await rm(join(dir, name), { recursive: true });
      },
    ]) {
      const { again } = await startAfter(damage);
      const aws = await again();
      await aws.stop();
    }
  });
});
