import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, FixtureHost, lambda } from './fixture.ts';

const probe = `console.log('loaded');
export const handler = async (event) => {
  if (event.throws) throw Object.assign(new TypeError('no room'), { name: 'NoRoomError', seat: 7 });
  if (event.throwsText) throw 'plain';
  console.log({ refundId: 're_1', outcome: 'hold' });
  console.error({ fault: 'NoRoomError' });
  console.log('two\\nlines');
  console.warn('of %s', 'several', { parts: 2 });
  console.debug('not written at INFO');
  console.error('failed:', new RangeError('too far'));
  const circle = { name: 'circle' };
  circle.self = circle;
  console.log(circle);
  return null;
};`;

const json = { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN' } };

describe('the log of a function', () => {
  let host: FixtureHost;
  let client: LambdaClient;
  const lines: string[] = [];
  beforeAll(async () => {
    host = await FixtureHost.create();
    const aws = await host.start(
      {
        modules: { probe, broken: 'throw new Error("not today");' },
        resources: {
          Probe: lambda('probe', json),
          Broken: lambda('broken', json),
          Plain: lambda('probe', { FunctionName: 'plain' }),
        },
      },
      { startAt: new Date('2027-03-01T00:00:00Z'), log: (line) => lines.push(line) },
    );
    client = new LambdaClient({ ...clientOf(aws), maxAttempts: 1 });
  });
  afterAll(() => host.clean());

  /** Returns what a call of a function adds to the log; `count` lines are waited for. */
  const logged = async (name: string, event: object, count: number): Promise<readonly string[]> => {
    const before = lines.length;
    await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }));
    const prefix = `[${name}] `;
    const added = () => lines.slice(before).filter((line) => line.startsWith(prefix));
    await expect.poll(() => added().length).toBeGreaterThanOrEqual(count);
    return added().map((line) => line.slice(prefix.length));
  };
  const head = (level: string) => ({
    timestamp: expect.stringMatching(/^2027-03-01T00:\d\d:\d\d\.\d{3}Z$/),
    level,
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const parsed = (texts: readonly string[]): readonly unknown[] => texts.map((text) => JSON.parse(text));

  it('is what Lambda writes in JSON: an object is the message itself, with its level and the call', async () => {
    expect(parsed(await logged('probe', {}, 7))).toStrictEqual([
      { ...head('INFO'), requestId: '-', message: 'loaded' },
      { ...head('INFO'), message: { refundId: 're_1', outcome: 'hold' } },
      { ...head('ERROR'), message: { fault: 'NoRoomError' } },
      { ...head('INFO'), message: 'two\nlines' },
      { ...head('WARN'), message: 'of several { parts: 2 }' },
      {
        ...head('ERROR'),
        message: expect.stringMatching(/^failed: RangeError: too far/),
        errorType: 'RangeError',
        errorMessage: 'too far',
        stackTrace: expect.arrayContaining(['RangeError: too far']),
      },
      { ...head('INFO'), message: expect.stringMatching(/^<ref \*1> \{ name: 'circle'/) },
    ]);
  });

  it('has a line of Lambda’s own for what a handler throws', async () => {
    expect(parsed(await logged('probe', { throws: true }, 1))).toStrictEqual([
      {
        ...head('ERROR'),
        message: {
          errorType: 'TypeError',
          errorMessage: 'no room',
          stackTrace: expect.any(Array),
          name: 'NoRoomError',
          seat: 7,
        },
      },
    ]);
    expect(parsed(await logged('probe', { throwsText: true }, 1))).toMatchObject([
      { ...head('ERROR'), message: { errorType: 'Error', errorMessage: 'plain' } },
    ]);
  });

  it('has one for a module that cannot be loaded', async () => {
    const [line] = parsed(await logged('broken', {}, 1));
    expect(line).toMatchObject({
      ...head('ERROR'),
      requestId: '-',
      message: { errorType: 'Error', errorMessage: 'not today' },
    });
  });

  it('is left as it is printed where the function does not log in JSON', async () => {
    const texts = await logged('plain', {}, 6);
    expect(texts.slice(0, 3)).toStrictEqual([
      'loaded',
      "{ refundId: 're_1', outcome: 'hold' }",
      "{ fault: 'NoRoomError' }",
    ]);
  });
});
