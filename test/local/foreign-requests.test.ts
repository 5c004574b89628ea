import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { FixtureHost, lambda, signedFor } from './fixture.ts';

const SIGNED = { authorization: signedFor('lambda') };

describe('requests that no client of this machine sends', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let port: string;
  beforeAll(async () => {
    host = await FixtureHost.create();
    const modules = { pay: 'export const handler = async () => ({});' };
    aws = await host.start({ modules, resources: { Pay: lambda('pay') } });
    ({ port } = new URL(aws.endpoint));
  });
  afterAll(() => host.clean());

  const send = (
    headers: Record<string, string>,
    { method = 'POST', path = `/2015-03-31/functions/pay/invocations` } = {},
  ): Promise<{ readonly status: number | undefined; readonly body: string }> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, body: String(Buffer.concat(chunks)) }));
      });
      sent.on('error', reject);
      sent.end(method === 'POST' ? '{}' : undefined);
    });

  it.each([
    ['127.0.0.1', {}],
    ['localhost', {}],
    ['[::1]', {}],
    ['LocalHost', {}],
    ['127.0.0.1', { origin: 'http://127.0.0.1' }],
    ['localhost', { origin: 'http://localhost' }],
  ])('serves a signed request to %s with %j', async (name, { origin }: { readonly origin?: string }) => {
    const own = origin === undefined ? {} : { origin: `${origin}:${port}` };
    expect(await send({ ...SIGNED, host: `${name}:${port}`, ...own })).toStrictEqual({
      status: 200,
      body: '{}',
    });
  });

  it.each([
    'attacker.example',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.attacker.example:PORT',
    '0.0.0.0:PORT',
  ])('refuses the Host %j, which another name for this machine may carry', async (name) => {
    const { status, body } = await send({ ...SIGNED, host: name.replace('PORT', port) });
    expect(status).toBe(403);
    expect(body).toContain(`127.0.0.1:${port}`);
  });

  it.each(['https://attacker.example', 'null', 'http://localhost:1', 'http://attacker.example:PORT'])(
    'refuses the Origin %s',
    async (origin) => {
      const { status, body } = await send({
        ...SIGNED,
        host: `localhost:${port}`,
        origin: origin.replace('PORT', port),
      });
      expect(status).toBe(403);
      expect(JSON.parse(body)).toMatchObject({ __type: 'AccessDeniedException' });
    },
  );

  it.each([
    ['no signature', {}],
    ['another scheme', { authorization: 'Bearer AWS4-HMAC-SHA256' }],
    ['half a signature', { authorization: 'AWS4-HMAC-SHA256 Credential=x/20261122/us-east-1/lambda' }],
  ])('refuses %s, as in a plain text a web page may post without asking', async (_, headers) => {
    const { status, body } = await send({ 'content-type': 'text/plain', ...headers });
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({
      __type: 'MissingAuthenticationTokenException',
      message: expect.stringContaining('AWS4-HMAC-SHA256'),
    });
  });

  it('refuses a signature in the query, which a web page can put there', async () => {
    const path =
      '/2015-03-31/functions/pay/invocations?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=x/20261122/us-east-1/lambda/aws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=x';
    expect((await send({}, { path })).status).toBe(403);
  });

  it.each([
    ['POST', '/'],
    ['POST', '/000000000000/queue'],
    ['GET', '/2015-03-31/functions'],
    ['OPTIONS', '/'],
  ])('serves no path unsigned: %s %s', async (method, path) => {
    expect((await send({}, { method, path })).status).toBe(403);
  });

  it('answers a refused client of the query protocol in XML', async () => {
    const { status, body } = await send({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(status).toBe(403);
    expect(body).toContain('<Code>MissingAuthenticationTokenException</Code>');
  });

  it('has run the function for those only that it served', () => {
    expect(aws.meter.snapshot().functions['pay']?.invocations).toBe(6);
  });
});
