import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, lambda, machine } from './fixture.ts';

const modules = {
  echo: 'export const handler = async (event) => ({ ...event, seen: true });',
  refuse: `export const handler = async ({ name, message }) => {
    throw Object.assign(new Error(message), { name });
  };`,
  flaky: `const calls = {};
  export const handler = async ({ id, succeedAt }) => {
    calls[id] = (calls[id] ?? 0) + 1;
    if (calls[id] < succeedAt) throw Object.assign(new Error('not yet'), { name: 'NotYet' });
    return { calls: calls[id] };
  };`,
  large: 'export const handler = async () => "x".repeat(300_000);',
  slow: 'export const handler = () => new Promise((resolve) => setTimeout(() => resolve({}), 1500));',
};
const task = (name: string, more: object): object => ({
  Type: 'Task',
  Resource: arnOf.lambda(name),
  ...more,
});
const invoke = (more: object): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  ...more,
});

const definitions = {
  gate: {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        ResultPath: '$.both',
        Branches: [
          {
            StartAt: 'Context',
            States: {
              Context: task('echo', {
                Parameters: {
                  'input.$': '$$.Execution.Input',
                  'execution.$': '$$.Execution.Name',
                  'machine.$': '$$.StateMachine.Name',
                  'state.$': '$$.State.Name',
                  'retries.$': '$$.State.RetryCount',
                },
                End: true,
              }),
            },
          },
          {
            StartAt: 'Refused',
            States: {
              Refused: task('refuse', {
                Parameters: { name: 'NamedError', message: 'because' },
                Catch: [{ ErrorEquals: ['NamedError'], ResultPath: '$.fault', Next: 'Unknown' }],
                End: true,
              }),
              Unknown: { Type: 'Pass', End: true },
            },
          },
        ],
        Next: 'HowMuch',
      },
      HowMuch: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.amount', IsPresent: false, Next: 'Missing' },
          { Variable: '$.amount', NumericGreaterThan: 100, Next: 'Much' },
        ],
        Default: 'Little',
      },
      Much: { Type: 'Pass', Result: { outcome: 'much' }, End: true },
      Little: { Type: 'Succeed' },
      Missing: { Type: 'Fail', Error: 'NoAmount', Cause: 'There is no amount.' },
    },
  },
  retry: {
    StartAt: 'Flaky',
    States: {
      Flaky: task('flaky', {
        Retry: [{ ErrorEquals: ['NotYet'], IntervalSeconds: 3600, MaxAttempts: 3, BackoffRate: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'GaveUp' }],
        End: true,
      }),
      GaveUp: { Type: 'Pass', End: true },
    },
  },
  envelope: {
    StartAt: 'Call',
    States: {
      Call: invoke({ Parameters: { FunctionName: arnOf.lambda('echo'), 'Payload.$': '$' }, End: true }),
    },
  },
  slow: {
    StartAt: 'Slow',
    States: {
      Slow: task('slow', {
        TimeoutSecondsPath: '$.seconds',
        Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.fault', Next: 'Pause' }],
        End: true,
      }),
      Pause: { Type: 'Wait', SecondsPath: '$.pause', End: true },
    },
  },
  map: {
    StartAt: 'Each',
    TimeoutSeconds: 600,
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: { 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index', 'all.$': '$.items' },
        ItemProcessor: {
          StartAt: 'Echo',
          States: { Echo: task('echo', { OutputPath: '$.item', End: true }) },
        },
        ResultPath: '$.seen',
        Next: 'Forever',
      },
      Forever: { Type: 'Wait', Timestamp: '2099-01-01T00:00:00Z', End: true },
    },
  },
  spread: {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        MaxConcurrency: 2,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Known?',
          States: {
            'Known?': {
              Type: 'Choice',
              Choices: [{ Variable: '$.name', IsString: true, Next: 'EchoName' }],
              Default: 'Unknown',
            },
            EchoName: task('echo', { OutputPath: '$.name', End: true }),
            Unknown: { Type: 'Fail', Error: 'Unknown' },
          },
        },
        ResultPath: '$.seen',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.fault', Next: 'SpreadFault' }],
        End: true,
      },
      SpreadFault: { Type: 'Fail', Error: 'SpreadFault' },
    },
  },
  large: {
    StartAt: 'Large',
    States: {
      Large: task('large', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Never' }], End: true }),
      Never: { Type: 'Succeed' },
    },
  },
  fan: {
    StartAt: 'Fan',
    States: {
      Fan: {
        Type: 'Parallel',
        Branches: Array.from({ length: 10 }, (_, index) => ({
          StartAt: `A${index}`,
          States: {
            [`A${index}`]: { Type: 'Pass', Next: `B${index}` },
            [`B${index}`]: { Type: 'Pass', End: true },
          },
        })),
        End: true,
      },
    },
  },
  parent: {
    StartAt: 'Start',
    States: {
      Start: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution',
        Parameters: { StateMachineArn: arnOf.machine('slow'), 'Name.$': '$.name', 'Input.$': '$.input' },
        Catch: [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'Already' }],
        End: true,
      },
      Already: { Type: 'Pass', Result: { already: true }, End: true },
    },
  },
};

describe('state machines', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let sfn: SFNClient;
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start({
      modules,
      resources: {
        ...Object.fromEntries(
          Object.keys(modules).map((name) => [`${name}Function`, lambda(name, { Timeout: 120 })]),
        ),
        Gate: machine('gate', 'EXPRESS', definitions.gate),
        Retry: machine('retry', 'STANDARD', definitions.retry),
        Envelope: machine('envelope', 'EXPRESS', definitions.envelope),
        Map: machine('map', 'STANDARD', definitions.map),
        Spread: machine('spread', 'STANDARD', definitions.spread),
        Large: machine('large', 'EXPRESS', definitions.large),
        Fan: machine('fan', 'EXPRESS', definitions.fan),
        Slow: machine('slow', 'STANDARD', definitions.slow),
        Parent: machine('parent', 'EXPRESS', definitions.parent),
      },
    });
    sfn = new SFNClient(clientOf(aws));
  });
  afterAll(() => host.clean());

  const runSync = async (name: string, input: object) => {
    const stateMachineArn = arnOf.machine(name);
    const answer = await sfn.send(
      new StartSyncExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name: 'run' }),
    );
    return { ...answer, output: answer.output === undefined ? undefined : JSON.parse(answer.output) };
  };
  const start = async (machineName: string, input: object, name?: string): Promise<string> => {
    const request = { stateMachineArn: arnOf.machine(machineName), input: JSON.stringify(input) };
    const started = await sfn.send(
      new StartExecutionCommand(name === undefined ? request : { ...request, name }),
    );
    return started.executionArn ?? '';
  };
  const describeRun = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));

  it('runs branches, gives them the context, and catches a fault by its name', async () => {
    const { status, output } = await runSync('gate', { amount: 5 });
    expect(status).toBe('SUCCEEDED');
    const [context, fault] = output.both;
    const input = { amount: 5 };
    expect(context).toStrictEqual({
      input,
      execution: 'run',
      machine: 'gate',
      state: 'Context',
      retries: 0,
      seen: true,
    });
    expect(fault.fault.Error).toBe('NamedError');
    expect(JSON.parse(fault.fault.Cause)).toMatchObject({ errorType: 'NamedError', errorMessage: 'because' });
  });

  it.each([
    [{ amount: 101 }, { outcome: 'much' }],
    [{ amount: '101' }, expect.objectContaining({ amount: '101' })],
  ])('chooses for %j as AWS does', async (input, expected) => {
    expect((await runSync('gate', input)).output).toStrictEqual(expected);
  });

  it('fails by a Fail state, with its error and cause', async () => {
    expect(await runSync('gate', {})).toMatchObject({
      status: 'FAILED',
      error: 'NoAmount',
      cause: 'There is no amount.',
    });
  });

  it('wraps what lambda:invoke answers', async () => {
    const { output } = await runSync('envelope', { a: 1 });
    expect(output).toStrictEqual({
      ExecutedVersion: '$LATEST',
      Payload: { a: 1, seen: true },
      StatusCode: 200,
    });
  });

  it.each([
    [3, 3, { calls: 3 }],
    [9, 7, expect.objectContaining({ Error: 'NotYet' })],
  ])('tries again on the clock until call %d, for %d hours', async (succeedAt, hours, expected) => {
    const arn = await start('retry', { id: `r${succeedAt}`, succeedAt });
    await aws.settle();
    await aws.clock.advance((hours - 0.1) * 3_600_000);
    expect((await describeRun(arn)).status).toBe('RUNNING');
    await aws.clock.advance(0.2 * 3_600_000);
    const { status, output } = await describeRun(arn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output ?? '')).toStrictEqual(expected);
  });

  it('times out a task and waits on the clock, both by a path', async () => {
    const input = { seconds: 1, pause: 1000 };
    const arn = await start('slow', input);
    await aws.settle();
    await aws.clock.advance(900_000);
    expect((await describeRun(arn)).status).toBe('RUNNING');
    await aws.clock.advance(100_000);
    const { status, output } = await describeRun(arn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output ?? '')).toStrictEqual({
      ...input,
      fault: { Error: 'States.Timeout', Cause: '' },
    });
  });

  it('maps over items, and ends when the time of the whole machine is over', async () => {
    const arn = await start('map', { items: ['a', 'b'] });
    await aws.settle();
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    const waiting = events.find((event) => event.stateEnteredEventDetails?.name === 'Forever');
    expect(waiting?.type).toBe('WaitStateEntered');
    const input = JSON.parse(waiting?.stateEnteredEventDetails?.input ?? '');
    expect(input).toStrictEqual({ items: ['a', 'b'], seen: ['a', 'b'] });
    await aws.clock.advance(590_000);
    expect((await describeRun(arn)).status).toBe('RUNNING');
    await aws.clock.advance(10_000);
    expect((await describeRun(arn)).status).toBe('TIMED_OUT');
  });

  it('runs a distributed Map over a list like an inline one, and fails it when an item fails', async () => {
    const ends = async (...names: readonly unknown[]) => {
      const arn = await start('spread', { items: names.map((name) => ({ name })) });
      await aws.settle();
      return describeRun(arn);
    };
    const well = await ends('a', 'b', 'c');
    expect(JSON.parse(well.output ?? '')).toMatchObject({ seen: ['a', 'b', 'c'] });
    expect(await ends('a', 7, 'c')).toMatchObject({ status: 'FAILED', error: 'SpreadFault' });
    expect(JSON.parse((await ends()).output ?? '')).toStrictEqual({ items: [], seen: [] });
  });

  it('fails a task whose output no state may hand on, past every Catch', async () => {
    expect(await runSync('large', {})).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('starts another machine once per name', async () => {
    const input = { seconds: 1, pause: 2000 };
    const first = await runSync('parent', { name: 'only', input });
    expect(first.output.ExecutionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:slow:only');
    expect((await runSync('parent', { name: 'only', input })).output.ExecutionArn).toBe(
      first.output.ExecutionArn,
    );
    expect((await runSync('parent', { name: 'only', input: { seconds: 2 } })).output).toStrictEqual({
      already: true,
    });
  });

  it('refuses a name that is taken, a bad name and bad input, as AWS names it', async () => {
    await start('slow', { seconds: 1, pause: 5000 }, 'taken');
    await expect(start('slow', { seconds: 1 }, 'taken')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await expect(start('slow', {}, 'a b')).rejects.toMatchObject({ name: 'InvalidName' });
    const stateMachineArn = arnOf.machine('slow');
    const broken = sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{' }));
    await expect(broken).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(start('gone', {})).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(describeRun('arn:x')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  it('aborts an execution', async () => {
    const executionArn = await start('slow', { seconds: 1, pause: 5000 });
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'said so' }));
    expect(await describeRun(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'said so',
    });
  });

  it('tells the history of an execution and counts its transitions', async () => {
    aws.meter.reset();
    const { executionArn } = await runSync('gate', { amount: 5 });
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    const entered = events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
    expect(entered).toStrictEqual(['Both', 'Context', 'Refused', 'Unknown', 'HowMuch', 'Little']);
    expect(events.at(0)?.type).toBe('ExecutionStarted');
    expect(events.at(-1)?.type).toBe('ExecutionSucceeded');
    expect(aws.meter.snapshot().stateMachines).toStrictEqual({
      gate: { executions: 1, stateTransitions: 6 },
    });
    expect(aws.executions(arnOf.machine('gate'))[0]).toMatchObject({
      arn: executionArn,
      stateTransitions: 6,
    });
  });

  it('counts the states of a machine that ends in a Parallel', async () => {
    const { executionArn } = await runSync('fan', {});
    expect(aws.executions(arnOf.machine('fan'))[0]).toMatchObject({
      arn: executionArn,
      stateTransitions: 21,
    });
  });

  it('lists executions by status, EXPRESS ones too', async () => {
    await runSync('gate', {});
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn: arnOf.machine('gate'),
        statusFilter: 'FAILED',
        maxResults: 1,
      }),
    );
    expect(executions).toMatchObject([{ name: 'run', status: 'FAILED' }]);
  });
});
