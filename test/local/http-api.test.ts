import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { FixtureHost, lambda } from './fixture.ts';
import { httpApi, integration, type RawRequest, route, sendToApi } from './http-api-fixture.ts';

/** Returns the event itself, which has no status code, so that it becomes the body. */
const echo = 'export const handler = async (event) => event;';
/** Returns what the request's body asks for. */
const puppet = `export const handler = async ({ body, headers }) => {
  if (headers['x-throw']) throw new Error('no room');
  if (headers['x-exit']) process.exit(3);
  if (headers['x-hang']) await new Promise((resolve) => setTimeout(resolve, 1000));
  if (headers['x-long']) return { statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024) };
  return JSON.parse(body);
};`;
const START = new Date('2027-03-01T09:05:07.250Z');

let host: FixtureHost;
let aws: EmbeddedAws;
const lines: string[] = [];
beforeAll(async () => {
  host = await FixtureHost.create();
  aws = await host.start(
    {
      modules: { echo, puppet },
      resources: {
        Echo: lambda('echo', {
          Environment: { Variables: { OWN: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
        }),
        Puppet: lambda('puppet', { Timeout: 20 }),
        Idle: lambda('echo', { FunctionName: 'idle', ReservedConcurrentExecutions: 0 }),
        ...httpApi({
          functions: ['Echo', 'Puppet', 'Idle'],
          routes: {
            'ANY /echo/{proxy+}': 'ToEcho',
            'GET /refunds/{id}': 'ToEcho',
            'POST /puppet': 'ToPuppet',
            'HEAD /puppet': 'ToEcho',
            'POST /brief': 'Brief',
            'GET /idle': 'ToIdle',
          },
        }),
        Brief: integration('Puppet', { TimeoutInMillis: 50 }),
        Signed: route('ANY /signed', 'ToEcho', { AuthorizationType: 'AWS_IAM' }),
      },
      outputs: {
        Address: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
        Id: { Value: { Ref: 'Api' } },
        Stage: { Value: { Ref: 'Stage' } },
      },
    },
    { startAt: START, log: (line) => lines.push(line) },
  );
});
afterAll(() => host.clean());

const send = (sent: RawRequest) => sendToApi(aws, sent);
const eventOf = async (sent: RawRequest) => JSON.parse(String((await send(sent)).body));
const answerTo = (result: unknown) =>
  send({
    method: 'POST',
    path: '/puppet',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(result),
  });

describe('the address of an HTTP API', () => {
  it('is a port of its own on loopback, which the template can name', () => {
    expect(aws.apiEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(aws.apiEndpoint).not.toBe(aws.endpoint);
    expect(aws.outputs).toStrictEqual({
      Address: aws.apiEndpoint,
      Id: expect.stringMatching(/^[0-9a-f]{10}$/),
      Stage: '$default',
    });
  });

  it.each(['127.0.0.1', 'localhost', 'LocalHost', '[::1]'])('serves the Host %s', async (name) => {
    const { port } = new URL(aws.apiEndpoint ?? '');
    expect((await send({ path: '/echo/a', headers: { host: `${name}:${port}` } })).status).toBe(200);
  });

  it.each([
    'attacker.example',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.attacker.example:PORT',
    '0.0.0.0:PORT',
  ])('refuses the Host %j, which another name for this machine may carry', async (name) => {
    const { port } = new URL(aws.apiEndpoint ?? '');
    const { status, body } = await send({
      path: '/echo/a',
      headers: { host: name.replace('PORT', port) },
    });
    expect([status, String(body)]).toStrictEqual([403, expect.stringContaining(`127.0.0.1:${port}`)]);
  });

  it('leaves the Origin to the function', async () => {
    const { headers } = await eventOf({ path: '/echo/a', headers: { origin: 'https://attacker.example' } });
    expect(headers.origin).toBe('https://attacker.example');
  });
});

describe('the event that a function gets', () => {
  it('has the payload format 2.0', async () => {
    const sent: RawRequest = {
      method: 'POST',
      path: '/echo/a%20b/c?tag=x&tag=y%20z&empty=&plus=1+1',
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'user-agent': 'probe/1',
        'X-Twice': ['one', 'two'],
        cookie: '__Host-session=a,b; theme=dark',
        'x-forwarded-for': '192.0.2.1',
      },
      body: 'Größe',
    };
    const { port } = new URL(aws.apiEndpoint ?? '');
    const requestId = expect.stringMatching(/^[\w+/]{15}=$/);
    expect(await eventOf(sent)).toStrictEqual({
      version: '2.0',
      routeKey: 'ANY /echo/{proxy+}',
      rawPath: '/echo/a b/c',
      rawQueryString: 'tag=x&tag=y%20z&empty=&plus=1+1',
      cookies: ['__Host-session=a,b', 'theme=dark'],
      headers: {
        'content-length': '7',
        'content-type': 'text/plain; charset=utf-8',
        host: `127.0.0.1:${port}`,
        'user-agent': 'probe/1',
        'x-twice': 'one,two',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '192.0.2.1, 127.0.0.1',
        'x-forwarded-port': port,
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { tag: 'x,y z', empty: '', plus: '1 1' },
      pathParameters: { proxy: 'a b/c' },
      requestContext: {
        accountId: '000000000000',
        apiId: aws.outputs['Id'],
        domainName: `127.0.0.1:${port}`,
        domainPrefix: '127',
        http: {
          method: 'POST',
          path: '/echo/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'probe/1',
        },
        requestId,
        routeKey: 'ANY /echo/{proxy+}',
        stage: '$default',
        time: expect.stringMatching(/^01\/Mar\/2027:09:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: 'Größe',
      isBase64Encoded: false,
    });
  });

  it('leaves out what a request does not have', async () => {
    const event = await eventOf({ path: '/refunds/re_1' });
    expect(Object.keys(event)).toStrictEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'requestContext',
      'pathParameters',
      'isBase64Encoded',
    ]);
    expect(event).toMatchObject({
      rawQueryString: '',
      pathParameters: { id: 're_1' },
      isBase64Encoded: false,
    });
    expect(event.headers['content-length']).toBe('0');
  });

  it('is on the embedded clock', async () => {
    await aws.clock.advance(3 * 86_400_000);
    const { requestContext } = await eventOf({ path: '/refunds/re_1' });
    expect(requestContext.time).toMatch(/^04\/Mar\/2027:/);
    expect(requestContext.timeEpoch).toBeGreaterThanOrEqual(START.getTime() + 3 * 86_400_000);
    expect(requestContext.timeEpoch).toBeLessThanOrEqual(aws.clock.now().getTime());
  });

  it.each([
    ['application/json', false],
    ['APPLICATION/JSON;charset=utf-8', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['text/csv', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    ['application/vnd.api+json', true],
    ['multipart/form-data; boundary=x', true],
    [undefined, true],
  ])('has a body of the type %s in base64: %s', async (type, isBase64Encoded) => {
    const body = isBase64Encoded ? Buffer.from([0, 255, 128, 10]) : Buffer.from('{"a":"ü"}');
    const headers = type === undefined ? {} : { 'content-type': type };
    expect(await eventOf({ method: 'PUT', path: '/echo/b', headers, body })).toMatchObject({
      isBase64Encoded,
      body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    });
  });

  it('ends its path where a decoded question mark stands, as on AWS', async () => {
    const event = await eventOf({ path: '/echo/a%3Fadmin=1?b=2' });
    expect(event).toMatchObject({
      rawPath: '/echo/a',
      rawQueryString: 'b=2',
      pathParameters: { proxy: 'a' },
    });
  });

  it('keeps a name like __proto__ as any other', async () => {
    const { body } = await send({ path: '/echo/a?__proto__=x' });
    expect(String(body)).toContain('"queryStringParameters":{"__proto__":"x"}');
  });
});

describe('the response that a function gives', () => {
  it('has its status, headers, cookies and body', async () => {
    const { status, headers, body } = await answerTo({
      statusCode: 201,
      headers: { 'Content-Type': 'text/html', 'x-count': 3, 'Content-Length': '999', Connection: 'upgrade' },
      cookies: ['a=1; HttpOnly', 'b=2; Secure'],
      body: '<p>ü</p>',
    });
    expect([status, String(body)]).toStrictEqual([201, '<p>ü</p>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-length': '9',
      'x-count': '3',
      'set-cookie': ['a=1; HttpOnly', 'b=2; Secure'],
      'apigw-requestid': expect.stringMatching(/^[\w+/]{15}=$/),
    });
    expect(headers.connection).toBe('close');
  });

  it('may be binary', async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    const { body, headers } = await answerTo({
      statusCode: '200',
      isBase64Encoded: true,
      body: bytes.toString('base64'),
    });
    expect([...body]).toStrictEqual([...bytes]);
    expect(headers['content-type']).toBe('text/plain;charset=UTF-8');
  });

  it('may have no body', async () => {
    const { status, body, headers } = await answerTo({ statusCode: 303, headers: { location: '/done' } });
    expect([status, body.length, headers.location]).toStrictEqual([303, 0, '/done']);
    const empty = await answerTo({ statusCode: 204 });
    expect([empty.status, empty.headers['content-length']]).toStrictEqual([204, undefined]);
  });

  it.each([
    [{ refundId: 're_1' }, '{"refundId":"re_1"}'],
    ['plain', 'plain'],
    [[1, 2], '[1,2]'],
    [7, '7'],
    [null, 'null'],
  ])('is inferred from %j, which has no status code', async (result, text) => {
    const { status, headers, body } = await answerTo(result);
    expect([status, headers['content-type'], String(body)]).toStrictEqual([200, 'application/json', text]);
  });

  it.each<[string, object]>([
    ['a status that is no number', { statusCode: 'ok' }],
    ['no status but null', { statusCode: null }],
    ['a status below 200', { statusCode: 101 }],
    ['a status above 599', { statusCode: 600 }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a body that is no base64', { statusCode: 200, isBase64Encoded: true, body: 'ü' }],
    ['headers that are no object', { statusCode: 200, headers: ['a'] }],
    ['a header with two lines', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a header that has no name', { statusCode: 200, headers: { '': 'b' } }],
    ['a header with several values', { statusCode: 200, headers: { a: ['b', 'c'] } }],
    ['cookies that are no list', { statusCode: 200, cookies: 'a=1' }],
    ['a cookie that is no text', { statusCode: 200, cookies: [1] }],
  ])('is an error if it is malformed: %s', async (_, result) => {
    const { status, body } = await answerTo(result);
    expect([status, String(body)]).toStrictEqual([500, '{"message":"Internal Server Error"}']);
    expect(lines.at(-1)).toBe('HTTP API POST /puppet: puppet returned no response of the payload format 2.0');
  });

  it('has no body if HEAD asks for it', async () => {
    const { status, headers, body } = await send({ method: 'HEAD', path: '/puppet' });
    expect([status, body.length, headers['content-type']]).toStrictEqual([200, 0, 'application/json']);
    expect(Number(headers['content-length'])).toBeGreaterThan(100);
  });
});

describe('a request that no function answers', () => {
  it.each<[string, RawRequest, number, string]>([
    ['a path without a route', { path: '/elsewhere' }, 404, 'Not Found'],
    ['a method without a route', { path: '/puppet' }, 404, 'Not Found'],
    ['a path that is wrongly encoded', { path: '/echo/%E0%A4%A' }, 400, 'Bad Request'],
    ['a target that is no path', { path: 'http://attacker.example/echo/a' }, 400, 'Bad Request'],
    [
      'a function that throws',
      { method: 'POST', path: '/puppet', headers: { 'x-throw': '1' } },
      500,
      'Internal Server Error',
    ],
    [
      'a function that ends',
      { method: 'POST', path: '/puppet', headers: { 'x-exit': '1' } },
      500,
      'Internal Server Error',
    ],
    [
      'a result over 6 MB',
      { method: 'POST', path: '/puppet', headers: { 'x-long': '1' } },
      500,
      'Internal Server Error',
    ],
    [
      'a function that takes too long',
      { method: 'POST', path: '/brief', headers: { 'x-hang': '1' } },
      503,
      'Service Unavailable',
    ],
    ['a function that may not run', { path: '/idle' }, 503, 'Service Unavailable'],
    [
      'a body over 10 MB',
      { method: 'POST', path: '/echo/a', body: Buffer.alloc(10 * 1024 * 1024 + 1) },
      413,
      'Request Entity Too Large',
    ],
    [
      'a body too large for Lambda',
      { method: 'POST', path: '/echo/a', body: Buffer.alloc(5 * 1024 * 1024) },
      413,
      'Request Entity Too Large',
    ],
  ])('gets an error of the gateway: %s', async (_, sent, status, message) => {
    const answer = await send(sent);
    expect([answer.status, String(answer.body)]).toStrictEqual([status, JSON.stringify({ message })]);
    expect(answer.headers['content-type']).toBe('application/json');
  });

  it('is refused if its headers are longer than AWS takes', async () => {
    expect((await send({ path: '/echo/a', headers: { cookie: 'x'.repeat(9_000) } })).status).toBe(200);
    expect((await send({ path: '/echo/a', headers: { cookie: 'x'.repeat(10_240) } })).status).toBe(431);
  });
});

describe('a route with the authorization AWS_IAM', () => {
  const signature = (scope: string) =>
    `AWS4-HMAC-SHA256 Credential=${scope}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0f`;

  it('gives the function the caller, named after the access key id', async () => {
    const authorization = signature('ana.analyst/20270301/eu-west-1/execute-api');
    const { requestContext } = await eventOf({ path: '/signed', headers: { authorization } });
    expect(requestContext.authorizer).toStrictEqual({
      iam: {
        accessKey: 'ana.analyst',
        accountId: '000000000000',
        callerId: 'ana.analyst',
        cognitoIdentity: null,
        principalOrgId: null,
        userArn: 'arn:aws:iam::000000000000:user/ana.analyst',
        userId: 'ana.analyst',
      },
    });
  });

  it.each<[string, RawRequest]>([
    ['no signature', {}],
    ['another scheme', { headers: { authorization: 'Bearer x' } }],
    ['another service', { headers: { authorization: signature('ana/20270301/us-east-1/lambda') } }],
    ['no region', { headers: { authorization: signature('ana/20270301/execute-api') } }],
    ['no access key', { headers: { authorization: signature('/20270301/us-east-1/execute-api') } }],
    [
      'a slash in the access key',
      { headers: { authorization: signature('a/b/20270301/us-east-1/execute-api') } },
    ],
    [
      'two signatures',
      {
        headers: {
          authorization: `${signature('a/20270301/us-east-1/execute-api')},${signature('b/20270301/us-east-1/execute-api')}`,
        },
      },
    ],
    [
      'no Signature',
      { headers: { authorization: signature('a/20270301/us-east-1/execute-api').replace(/, Sig.*/, '') } },
    ],
    ['a preflight of a foreign page', { method: 'OPTIONS', headers: { origin: 'https://attacker.example' } }],
    [
      'a signature in the query',
      {
        path: '/signed?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/20270301/us-east-1/execute-api/aws4_request&X-Amz-Signature=0f',
      },
    ],
  ])('refuses %s', async (_, sent) => {
    const { status, body } = await send({ path: '/signed', ...sent });
    expect([status, String(body)]).toStrictEqual([403, '{"message":"Forbidden"}']);
  });

  it('names no caller on a route without authorization, however the request is signed', async () => {
    const authorization = signature('ana/20270301/us-east-1/execute-api');
    const { requestContext } = await eventOf({ path: '/echo/a', headers: { authorization } });
    expect(requestContext).not.toHaveProperty('authorizer');
  });
});
