import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import * as client from 'openid-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalIssuer, startLocalIssuer } from '../lib/cli/issuer/start-local-issuer.ts';
import { signIn } from './sign-in.ts';

const CLIENT_ID = 'a-console';
const VERIFIER = client.randomPKCECodeVerifier();

/** A console that lets in everybody but guests. */
class SmallConsole {
  readonly #server: Server;
  #issuer: LocalIssuer | undefined;
  #configuration = new client.Configuration({ issuer: 'none yet' }, CLIENT_ID);
  url = '';

  constructor() {
    this.#server = createServer((request, response) =>
      this.#answer(new URL(`${this.url}${request.url}`), response),
    );
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    this.#issuer = await startLocalIssuer({ redirectUri: `${this.url}/signed-in`, clientId: CLIENT_ID });
    this.#configuration = await client.discovery(
      new URL(this.#issuer.issuer),
      CLIENT_ID,
      undefined,
      client.None(),
      { execute: [client.allowInsecureRequests] },
    );
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.#issuer?.stop();
  }

  async #answer(asked: URL, response: ServerResponse): Promise<void> {
    if (asked.pathname === '/sign-in') return redirect(response, await this.#signInUrl());
    if (asked.pathname !== '/signed-in') return void response.end('the first page');
    const tokens = await client.authorizationCodeGrant(this.#configuration, asked, {
      pkceCodeVerifier: VERIFIER,
    });
    const claims = tokens.claims();
    if (claims?.sub === 'guest') return void response.writeHead(403).end('not you');
    response.setHeader('set-cookie', [
      `session=${claims?.sub}:${claims?.['roles']}; Path=/`,
      'old=x; Path=/; Max-Age=0',
    ]);
    return redirect(response, new URL('/', this.url));
  }

  async #signInUrl(): Promise<URL> {
    return client.buildAuthorizationUrl(this.#configuration, {
      redirect_uri: `${this.url}/signed-in`,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(VERIFIER),
      code_challenge_method: 'S256',
    });
  }
}

function redirect(response: ServerResponse, to: URL): void {
  response.writeHead(303, { location: to.href }).end();
}

let site: SmallConsole;
beforeEach(async () => {
  site = new SmallConsole();
  await site.start();
});
afterEach(() => site.stop());

test('a sign-in over HTTP ends on the first page, with the cookies of the console alone', async () => {
  const { cookie, landed } = await signIn({ consoleUrl: site.url, login: 'rev_1', roles: ['auditor'] });
  expect(cookie).toBe('session=rev_1:auditor');
  expect(await landed.response.text()).toBe('the first page');
});

test('a person whom the console does not let in has no cookie, and sees why', async () => {
  const { cookie, landed } = await signIn({ consoleUrl: site.url, login: 'guest' });
  expect(cookie).toBe('');
  expect([landed.response.status, await landed.response.text()]).toStrictEqual([403, 'not you']);
});

test('a console that leads to no form is an error that says what came instead', async () => {
  const server = createServer((_request, response) => response.writeHead(503).end('starting')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  const consoleUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await expect(signIn({ consoleUrl, login: 'rev_1' })).rejects.toThrow('status 503: starting');
  server.close();
});
