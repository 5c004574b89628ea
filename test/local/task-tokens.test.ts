import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, lambda, machine } from './fixture.ts';

const SLA_SECONDS = 86_400;
const review = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: {
        FunctionName: arnOf.lambda('ask'),
        Payload: {
          'id.$': '$.id',
          'file.$': '$.file',
          'token.$': '$$.Task.Token',
          'at.$': '$$.State.EnteredTime',
        },
      },
      TimeoutSeconds: SLA_SECONDS,
      ResultPath: '$.answer',
      Catch: [
        { ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Ask' },
        { ErrorEquals: ['States.ALL'], ResultPath: '$.fault', Next: 'Refused' },
      ],
      End: true,
    },
    Refused: { Type: 'Pass', End: true },
  },
};
/** Writes down each token it is asked with, and when. */
const ask = `import { appendFile } from 'node:fs/promises';
export const handler = async ({ file, token, at }) => {
  await appendFile(file, JSON.stringify({ token, at, now: new Date().toISOString() }) + '\\n');
};`;

describe('task tokens', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let sfn: SFNClient;
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start(
      { modules: { ask }, resources: { Ask: lambda('ask'), Review: machine('review', 'STANDARD', review) } },
      { startAt: new Date('2026-11-22T10:00:00Z') },
    );
    sfn = new SFNClient(clientOf(aws));
  });
  afterAll(() => host.clean());

  const open = async (id: string) => {
    const file = join(host.dir, `${id}.ndjson`);
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: arnOf.machine('review'),
        input: JSON.stringify({ id, file }),
      }),
    );
    await aws.settle();
    const asked = async (): Promise<{ token: string; at: string; now: string }[]> =>
      (await readFile(file, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const outcome = async () => {
      await aws.settle();
      const { status, output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return { status, output: output === undefined ? undefined : JSON.parse(output) };
    };
    return { asked, outcome, file };
  };
  const tokenOf = async (run: Awaited<ReturnType<typeof open>>): Promise<string> =>
    (await run.asked()).at(-1)?.token ?? '';

  it('waits until the token comes back, and hands on what it brings', async () => {
    const run = await open('success');
    expect(await run.outcome()).toStrictEqual({ status: 'RUNNING', output: undefined });
    const taskToken = await tokenOf(run);
    await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' }));
    const output = { id: 'success', file: run.file, answer: { ok: true } };
    expect(await run.outcome()).toStrictEqual({ status: 'SUCCEEDED', output });
    const again = sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('fails by the name the token brings', async () => {
    const run = await open('failure');
    const taskToken = await tokenOf(run);
    await sfn.send(new SendTaskFailureCommand({ taskToken, error: 'Refused', cause: 'no' }));
    expect((await run.outcome()).output.fault).toStrictEqual({ Error: 'Refused', Cause: 'no' });
  });

  it('asks again each day for ten days of virtual time, within a second or two', async () => {
    const startedMs = performance.now();
    const run = await open('timeout');
    await aws.clock.advance(10 * SLA_SECONDS * 1000 + 60_000);
    const asked = await run.asked();
    expect(asked).toHaveLength(11);
    const days = asked.map(({ now }) => now.slice(0, 10));
    expect(days.slice(0, 3)).toStrictEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
    expect(days.at(-1)).toBe('2026-12-02');
    expect(asked.every(({ at, now }) => Math.abs(Date.parse(at) - Date.parse(now)) < 5000)).toBe(true);
    expect(performance.now() - startedMs).toBeLessThan(5000);

    const [first] = asked;
    const late = sfn.send(new SendTaskSuccessCommand({ taskToken: first?.token, output: '{}' }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await sfn.send(new SendTaskSuccessCommand({ taskToken: await tokenOf(run), output: '"late"' }));
    expect((await run.outcome()).output.answer).toBe('late');
  });

  it.each([
    ['AAAA', '{}', 'TaskDoesNotExist'],
    ['not a token!', '{}', 'InvalidToken'],
    ['AAAA', '{', 'InvalidOutput'],
  ])('answers a token %j with %j by %s', async (taskToken, output, name) => {
    const answer = sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
    await expect(answer).rejects.toMatchObject({ name });
  });
});
