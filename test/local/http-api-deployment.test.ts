import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRouteKey } from '../../lib/local/api/api-route.ts';
import { HttpApi } from '../../lib/local/api/http-api.ts';
import { startEmbeddedAws } from '../../lib/local/embedded-aws.ts';
import type { InvocationResult } from '../../lib/local/functions/function-worker.ts';
import { FixtureHost, type FixtureStack, lambda, writeAssembly } from './fixture.ts';
import { httpApi, integration, route, sendToApi, withProperties } from './http-api-fixture.ts';

const SLOW_MS = 500;
const modules = {
  page: 'export const handler = async () => ({ statusCode: 200, body: process.env.OWN ?? "none" });',
  slow: `export const handler = () => new Promise((resolve) => setTimeout(() => resolve('done'), ${SLOW_MS}));`,
};
const resources: FixtureStack['resources'] = {
  Page: lambda('page', {
    Environment: { Variables: { OWN: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
  }),
  Slow: lambda('slow'),
  ...httpApi({ functions: ['Page', 'Slow'], routes: { 'GET /page': 'ToPage', 'GET /slow': 'ToSlow' } }),
};
const stack: FixtureStack = { modules, resources };

let host: FixtureHost;
beforeAll(async () => {
  host = await FixtureHost.create();
});
afterAll(() => host.clean());

/** Returns a port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: Partial<AddressInfo> = Object(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port ?? 0;
}

describe('a stack with an HTTP API', () => {
  const changed = (logicalId: string, properties: object) => withProperties(resources, logicalId, properties);

  it.each<[string, FixtureStack['resources'], RegExp]>([
    [
      'a second Api',
      { ...resources, Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } } },
      /^Other: .*a second Api; the stack already has Api$/,
    ],
    ['a WebSocket API', changed('Api', { ProtocolType: 'WEBSOCKET' }), /^Api: .*ProtocolType WEBSOCKET/],
    ['CORS', changed('Api', { CorsConfiguration: {} }), /^Api: .*the property CorsConfiguration/],
    ['a stage with a name', changed('Stage', { StageName: 'live' }), /^Stage: .*StageName live/],
    ['a stage without AutoDeploy', changed('Stage', { AutoDeploy: false }), /^Stage: .*AutoDeploy false/],
    ['variables of a stage', changed('Stage', { StageVariables: {} }), /^Stage: .*StageVariables/],
    ['an HTTP proxy', changed('ToPage', { IntegrationType: 'HTTP_PROXY' }), /^ToPage: .*HTTP_PROXY/],
    ['the payload format 1.0', changed('ToPage', { PayloadFormatVersion: '1.0' }), /^ToPage: .*1\.0/],
    ['no payload format', changed('ToPage', { PayloadFormatVersion: undefined }), /^ToPage: .*PayloadFormat/],
    ['a mapping of parameters', changed('ToPage', { RequestParameters: {} }), /^ToPage: .*RequestParameters/],
    ['more than 30 seconds', changed('ToPage', { TimeoutInMillis: 30_001 }), /^ToPage: .*30001/],
    [
      'a function of another stack',
      changed('ToPage', { IntegrationUri: 'arn:aws:lambda:us-east-1:000000000000:function:other' }),
      /^ToPage: .*function:other/,
    ],
    [
      'a function by its name',
      changed('ToPage', { IntegrationUri: 'page' }),
      /^ToPage: .*IntegrationUri page/,
    ],
    ['a JWT authorization', changed('Route0', { AuthorizationType: 'JWT' }), /^Route0: .*JWT/],
    ['scopes', changed('Route0', { AuthorizationScopes: ['a'] }), /^Route0: .*AuthorizationScopes/],
    ['another target', changed('Route0', { Target: 'integrations/x' }), /^Route0: .*integrations\/x/],
    ['another API', changed('Route0', { ApiId: 'a1b2c3' }), /^Route0: .*ApiId a1b2c3/],
    ['an unknown route key', changed('Route0', { RouteKey: 'GET page' }), /^Route0: .*GET page/],
    [
      'two routes that take the same requests',
      { ...resources, A: route('GET /x/{a}', 'ToPage'), B: route('GET /x/{b}', 'ToSlow') },
      /^B: .*GET \/x\/\{b\} twice/,
    ],
    [
      'an authorizer',
      { ...resources, Jwt: { Type: 'AWS::ApiGatewayV2::Authorizer' } },
      /^Jwt: .*the resource type AWS::ApiGatewayV2::Authorizer/,
    ],
    [
      'an Api without a stage',
      Object.fromEntries(Object.entries(resources).filter(([logicalId]) => logicalId !== 'Stage')),
      /^Api: .*without a stage/,
    ],
    [
      'an integration without an Api',
      { Page: lambda('page'), ToPage: { ...integration('Page', { ApiId: 'a1b2c3' }) } },
      /^ToPage: .*ApiId a1b2c3/,
    ],
  ])('is refused by name if it has %s', async (_, changedResources, message) => {
    await expect(host.start({ modules, resources: changedResources })).rejects.toThrow(message);
  });

  it('may have what changes nothing on this machine', async () => {
    const aws = await host.start({
      modules,
      resources: {
        ...changed('Api', { Description: 'd', DisableExecuteApiEndpoint: true, Tags: { a: 'b' } }),
        ...withProperties({ Stage: resources['Stage'] ?? {} }, 'Stage', {
          AccessLogSettings: { DestinationArn: { 'Fn::ImportValue': 'unread' } },
          DefaultRouteSettings: { ThrottlingBurstLimit: 20, ThrottlingRateLimit: 10 },
        }),
        Allow: { Type: 'AWS::Lambda::Permission', Properties: { Principal: 'apigateway.amazonaws.com' } },
      },
    });
    expect((await sendToApi(aws, { path: '/page' })).status).toBe(200);
  });
});

describe('the port of an HTTP API', () => {
  it('is not open for a stack without one', async () => {
    const apiPort = await freePort();
    const aws = await host.start({ resources: {} }, { apiPort });
    expect(aws.apiEndpoint).toBeUndefined();
    await expect(fetch(`http://127.0.0.1:${apiPort}`)).rejects.toThrow();
  });

  it('is known to whoever makes the assembly, and answers 503 until the stack runs', async () => {
    const early: [string, string, number][] = [];
    const aws = await startEmbeddedAws({
      assemblyDir: async ({ endpoint, apiEndpoint }) => {
        early.push([endpoint, apiEndpoint, (await fetch(`${apiEndpoint}/page`)).status]);
        return writeAssembly(join(host.dir, 'cdk.out-made'), stack);
      },
      mailboxDir: host.dir,
    });
    try {
      expect(early).toStrictEqual([[aws.endpoint, aws.apiEndpoint, 503]]);
      expect(await (await fetch(`${aws.apiEndpoint}/page`)).text()).toBe(aws.apiEndpoint);
    } finally {
      await aws.stop();
    }
  });

  it('can be chosen, and is free again after the stop', async () => {
    const apiPort = await freePort();
    for (const round of ['first', 'second']) {
      const aws = await host.start(stack, { apiPort });
      expect([round, aws.apiEndpoint]).toStrictEqual([round, `http://127.0.0.1:${apiPort}`]);
      expect((await sendToApi(aws, { path: '/page' })).status).toBe(200);
      await aws.stop();
      await expect(sendToApi(aws, { path: '/page' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('stops the start if another program has it', async () => {
    const aws = await host.start(stack);
    const apiPort = Number(new URL(aws.apiEndpoint ?? '').port);
    await expect(host.start(stack, { apiPort })).rejects.toMatchObject({ code: 'EADDRINUSE', port: apiPort });
  });
});

describe('the work of an HTTP API', () => {
  it('is waited for when the embedded AWS settles', async () => {
    const aws = await host.start(stack);
    const answer = sendToApi(aws, { path: '/slow' });
    await expect.poll(() => aws.meter.snapshot().apiRequests['GET /slow']).toBe(1);
    await aws.settle();
    expect(aws.meter.snapshot().functions['slow']?.invocations).toBe(1);
    expect(String((await answer).body)).toBe('done');
  });

  it('is busy from when a request has come until its answer is known', async () => {
    const { promise: result, resolve } = Promise.withResolvers<InvocationResult>();
    const api = new HttpApi({
      clock: { now: () => new Date() },
      functions: { invoke: () => result },
      meter: { countApiRequest: () => undefined },
      log: () => undefined,
    });
    const only = { ...parseRouteKey('$default', 'Route'), functionName: 'page', timeoutMs: 1000 };
    api.deploy({ id: 'a1', routes: [{ ...only, authorization: 'NONE' }] });
    const request = { requestId: '1', method: 'GET', path: '/', rawQuery: '', headers: new Map() };
    const answer = api.handle({ ...request, body: Buffer.alloc(0), protocol: 'HTTP/1.1', sourceIp: '::1' });
    expect(api.busy()).toStrictEqual(['HTTP API: 1 request(s)']);
    resolve({ failed: false, payload: '"done"', durationMs: 1 });
    expect(String((await answer).body)).toBe('done');
    expect(api.busy()).toStrictEqual([]);
  });

  it('is counted by route, also if no route takes it', async () => {
    const aws = await host.start(stack);
    for (const path of ['/page', '/page', '/elsewhere']) await sendToApi(aws, { path });
    expect(aws.meter.snapshot().apiRequests).toStrictEqual({ 'GET /page': 2, '(none)': 1 });
    aws.meter.reset();
    expect(aws.meter.snapshot().apiRequests).toStrictEqual({});
  });

  it('is finished by a stop, which takes no new request', async () => {
    const aws = await host.start(stack);
    const answer = sendToApi(aws, { path: '/slow' });
    await expect.poll(() => aws.meter.snapshot().apiRequests['GET /slow']).toBe(1);
    const stopped = aws.stop();
    expect((await sendToApi(aws, { path: '/page' })).status).toBe(503);
    expect(String((await answer).body)).toBe('done');
    await stopped;
  });
});
