import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, lambda } from './fixture.ts';

const probe = `let running = 0;
export const handler = async (event, context) => {
  running += 1;
  try {
    switch (event.do) {
      case 'throw': throw Object.assign(new Error('no room'), { name: 'NoRoomError' });
      case 'throw text': throw 'plain';
      case 'hang': return await new Promise(() => {});
      case 'exit': process.exit(3);
      case 'crash': setTimeout(() => { throw new Error('later'); }); return await new Promise(() => {});
      case 'spin': for (;;);
      case 'print': console.log('to stdout'); console.error('to stderr'); return null;
      case 'wait': await new Promise((resolve) => setTimeout(resolve, 30)); return { running };
      case 'date': return { now: Date.now(), made: new Date().getTime(), text: Date(), given: new Date(0).toISOString(), is: new Date() instanceof Date };
      default: return {
        environment: { region: process.env.AWS_REGION, endpoint: process.env.AWS_ENDPOINT_URL, own: process.env.OWN, home: process.env.HOME, options: process.env.NODE_OPTIONS },
        name: context.functionName, arn: context.invokedFunctionArn, remaining: context.getRemainingTimeInMillis(), requestId: context.awsRequestId,
      };
    }
  } finally { running -= 1; }
};`;

describe('functions', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let client: LambdaClient;
  const lines: string[] = [];
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start(
      {
        modules: { probe, broken: 'export const other = 1;', syntax: 'export const = ;' },
        resources: {
          Probe: lambda('probe', {
            Timeout: 1,
            Environment: { Variables: { OWN: { Ref: 'AWS::StackName' } } },
          }),
          One: lambda('probe', { FunctionName: 'one', ReservedConcurrentExecutions: 1 }),
          None: lambda('probe', { FunctionName: 'none', ReservedConcurrentExecutions: 0 }),
          Broken: lambda('broken'),
          Syntax: lambda('syntax'),
        },
      },
      { startAt: new Date('2027-03-01T00:00:00Z'), log: (line) => lines.push(line) },
    );
    client = new LambdaClient({ ...clientOf(aws), maxAttempts: 1 });
  });
  afterAll(() => host.clean());

  const invoke = async (name: string, event: object) => {
    const request = { FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) };
    const { FunctionError, Payload, StatusCode } = await client.send(new InvokeCommand(request));
    return { StatusCode, FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString()) };
  };

  it('gives a handler its environment and context, and nothing of this process', async () => {
    const { payload } = await invoke(arnOf.lambda('probe'), {});
    expect(payload).toMatchObject({
      environment: { region: 'us-east-1', endpoint: aws.endpoint, own: 'Fixture' },
      name: 'probe',
      arn: arnOf.lambda('probe'),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(Object.keys(payload.environment)).toStrictEqual(['region', 'endpoint', 'own']);
    expect(payload.remaining).toBeGreaterThan(500);
    expect(payload.remaining).toBeLessThanOrEqual(1000);
  });

  it.each([
    ['throw', { errorType: 'NoRoomError', errorMessage: 'no room' }],
    ['throw text', { errorType: 'string', errorMessage: 'plain' }],
    [
      'hang',
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
      },
    ],
    ['spin', { errorType: 'Sandbox.Timedout' }],
    ['exit', { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exit status 3$/) }],
    ['crash', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'later' }],
  ])('answers the error of a handler that does %j, and works again', async (what, error) => {
    expect(await invoke('probe', { do: what })).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      payload: error,
    });
    expect(await invoke('probe', { do: 'print' })).toStrictEqual({
      StatusCode: 200,
      FunctionError: undefined,
      payload: null,
    });
  });

  it.each([
    ['broken', { errorType: 'Runtime.HandlerNotFound' }],
    ['syntax', { errorType: 'SyntaxError' }],
  ])('answers the error of the module %s, which cannot be loaded', async (name, error) => {
    expect(await invoke(name, {})).toMatchObject({ FunctionError: 'Unhandled', payload: error });
  });

  it('runs one call at a time in a worker, and as many as are reserved', async () => {
    const calls = Array.from({ length: 8 }, () => invoke('probe', { do: 'wait' }));
    expect((await Promise.all(calls)).map(({ payload }) => payload.running)).toStrictEqual(Array(8).fill(1));
    const startedMs = performance.now();
    await Promise.all(Array.from({ length: 4 }, () => invoke('one', { do: 'wait' })));
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(120);
    await expect(invoke('none', {})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });

  it('lets a handler live in virtual time', async () => {
    const before = aws.clock.now().getTime();
    await aws.clock.advance(86_400_000);
    const { payload } = await invoke('probe', { do: 'date' });
    expect(payload.now).toBeGreaterThanOrEqual(before + 86_400_000);
    expect(Math.abs(payload.now - aws.clock.now().getTime())).toBeLessThan(2000);
    expect(Math.abs(payload.made - payload.now)).toBeLessThan(50);
    expect(payload.text).toContain('Mar 02 2027');
    expect(payload).toMatchObject({ given: '1970-01-01T00:00:00.000Z', is: true });
  });

  it('logs what a handler prints', async () => {
    await invoke('probe', { do: 'print' });
    await expect
      .poll(() => lines)
      .toEqual(expect.arrayContaining(['[probe] to stdout', '[probe] to stderr']));
  });

  it('lists the functions, and does not know others', async () => {
    const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName)).toStrictEqual([
      'probe',
      'one',
      'none',
      'broken',
      'syntax',
    ]);
    await expect(invoke('gone', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
