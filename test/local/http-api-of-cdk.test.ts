import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedAws, startEmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { FixtureHost, signedFor } from './fixture.ts';

const urlOf = (module: string): string => pathToFileURL(createRequire(import.meta.url).resolve(module)).href;

/** A page with a form, a cookie and a signed part, on the web framework of the case console. */
const page = `import { Hono } from '${urlOf('hono')}';
import { handle } from '${urlOf('hono/aws-lambda')}';
import { getCookie, setCookie } from '${urlOf('hono/cookie')}';
const app = new Hono();
app.get('/', (c) => c.html('<p>console</p>'));
app.post('/form', async (c) => {
  const { note } = await c.req.parseBody();
  setCookie(c, 'a', '1', { httpOnly: true });
  setCookie(c, 'b', '2');
  return c.text(note + ' ' + getCookie(c, 'session') + ' ' + c.req.query('tag'));
});
app.get('/image', (c) => c.body(new Uint8Array([0, 255, 128]), 200, { 'content-type': 'image/png' }));
app.all('/api/*', (c) => c.json({ user: c.env.requestContext.authorizer.iam.userArn }));
export const handler = handle(app);`;

function synthesize(outdir: string, code: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Console');
  const handler = new LambdaFunction(stack, 'Page', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(code),
    timeout: Duration.seconds(20),
  });
  const api = new HttpApi(stack, 'Api', {
    description: 'The case console',
    disableExecuteApiEndpoint: false,
    defaultIntegration: new HttpLambdaIntegration('Pages', handler, { timeout: Duration.seconds(20) }),
  });
  api.addRoutes({
    path: '/api/{proxy+}',
    methods: [HttpMethod.ANY],
    integration: new HttpLambdaIntegration('Calls', handler),
    authorizer: new HttpIamAuthorizer(),
  });
  new CfnOutput(stack, 'ConsoleUrl', { value: api.apiEndpoint });
  app.synth();
}

describe('an HTTP API that CDK synthesizes, with a page of a web framework', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let url: string;
  beforeAll(async () => {
    host = await FixtureHost.create();
    const code = join(host.dir, 'code');
    await mkdir(code);
    await writeFile(join(code, 'index.mjs'), page);
    const assemblyDir = join(host.dir, 'cdk.out');
    synthesize(assemblyDir, code);
    aws = await startEmbeddedAws({ assemblyDir, mailboxDir: host.dir });
    url = aws.outputs['ConsoleUrl'] ?? '';
  });
  afterAll(async () => {
    await aws?.stop();
    await host.clean();
  });

  it('shows a page at the address of its output', async () => {
    expect(url).toBe(aws.apiEndpoint);
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(await answer.text()).toBe('<p>console</p>');
  });

  it('takes a form, with cookies both ways', async () => {
    const answer = await fetch(`${url}/form?tag=x%26y`, {
      method: 'POST',
      headers: { cookie: 'theme=dark; session=s1' },
      body: new URLSearchParams({ note: 'Größe & mehr' }),
    });
    expect(await answer.text()).toBe('Größe & mehr s1 x&y');
    expect(answer.headers.getSetCookie()).toStrictEqual(['a=1; Path=/; HttpOnly', 'b=2; Path=/']);
  });

  it('sends an image', async () => {
    const answer = await fetch(`${url}/image`);
    expect([...new Uint8Array(await answer.arrayBuffer())]).toStrictEqual([0, 255, 128]);
    expect(answer.headers.get('content-type')).toBe('image/png');
  });

  it('serves its signed part to signed requests only', async () => {
    expect((await fetch(`${url}/api/refunds`)).status).toBe(403);
    const headers = { authorization: signedFor('execute-api') };
    const answer = await fetch(`${url}/api/refunds`, { method: 'POST', headers, body: '{}' });
    expect(await answer.json()).toStrictEqual({ user: 'arn:aws:iam::000000000000:user/x' });
  });
});
