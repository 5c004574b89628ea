import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalIssuer, startLocalIssuer } from '../../../lib/cli/issuer/start-local-issuer.ts';
import { CLIENT_ID, discover, REDIRECT_URI, SignInRequest } from './issuer-client.ts';

/** A program in which an issuer starts, answers all that it can, and stops. */
const WHOLE_LIFE = fileURLToPath(new URL('whole-life.ts', import.meta.url));
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const OPTIONS = { redirectUri: REDIRECT_URI, clientId: CLIENT_ID };

let local: LocalIssuer;
let configuration: client.Configuration;
beforeAll(async () => {
  local = await startLocalIssuer(OPTIONS);
  configuration = await discover(local.issuer);
});
afterAll(() => local.stop());

describe('a sign-in', () => {
  test('ends with a signed ID token that has the login and the chosen roles', async () => {
    const claims = await new SignInRequest(configuration).claims('rev_1@example.com', [
      'auditor',
      'reviewer',
    ]);
    expect(claims).toMatchObject({
      iss: local.issuer,
      aud: CLIENT_ID,
      sub: 'rev_1@example.com',
      email: 'rev_1@example.com',
      email_verified: true,
      roles: ['reviewer', 'auditor'],
    });
  });

  test('claims no address for a login that is none', async () => {
    const claims = await new SignInRequest(configuration).claims('rev_1', ['supervisor']);
    expect(claims).toMatchObject({ sub: 'rev_1', roles: ['supervisor'] });
    expect(claims).not.toHaveProperty('email');
    expect(claims).not.toHaveProperty('email_verified');
  });

  test('gives a token for five minutes', async () => {
    const claims = await new SignInRequest(configuration).claims('rev_1');
    expect(Number(claims?.exp) - Number(claims?.iat)).toBe(300);
  });

  test('asks again in the same browser, so that somebody else can sign in', async () => {
    const first = new SignInRequest(configuration);
    await first.claims('rev_1', ['supervisor']);
    const { response } = await first.form();
    expect(await response.text()).toContain('value=""');
    expect(await first.claims('rev_2', ['reviewer'])).toMatchObject({ sub: 'rev_2', roles: ['reviewer'] });
  });

  test('keeps two at the same time apart, of the same login too', async () => {
    const [one, two] = [new SignInRequest(configuration), new SignInRequest(configuration)];
    const [first, second] = [
      await one.signIn('rev_1', ['auditor']),
      await two.signIn('rev_1', ['supervisor']),
    ];
    expect((await one.exchange(first)).claims()).toMatchObject({ roles: ['auditor'] });
    expect((await two.exchange(second)).claims()).toMatchObject({ roles: ['supervisor'] });
  });

  test('shows its page to a client that asks for it', async () => {
    const asked = new SignInRequest(configuration);
    const { url } = await asked.browser.open(await asked.url({ prompt: 'login' }));
    expect(url.pathname).toMatch(/^\/sign-in\//);
  });

  test.each([
    ['none', 'login_required'],
    ['consent', 'invalid_request'],
  ])('answers a client that asks for prompt=%s with %s, as it has no such page', async (prompt, error) => {
    const asked = new SignInRequest(configuration);
    const { url } = await asked.browser.open(await asked.url({ prompt }));
    expect(url.searchParams.get('error')).toBe(error);
  });
});

describe('what the issuer refuses', () => {
  test.each([
    'http://127.0.0.1:9/elsewhere',
    'http://127.0.0.1:10/signed-in',
    'http://localhost:9/signed-in',
    'https://attacker.example/signed-in',
  ])('is a return to %s', async (redirect_uri) => {
    const asked = new SignInRequest(configuration);
    const { url, response } = await asked.browser.open(await asked.url({ redirect_uri }));
    expect([url.origin, response.status]).toStrictEqual([local.issuer, 400]);
    expect(await response.text()).toContain('redirect_uri did not match');
  });

  test('is an answer by a page that sends itself with a script', async () => {
    const asked = new SignInRequest(configuration);
    const { response } = await asked.browser.open(await asked.url({ response_mode: 'form_post' }));
    expect(await response.text()).not.toContain('name="login"');
    expect(response.status).toBe(400);
  });

  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
    ['plain PKCE', { code_challenge_method: 'plain' }],
  ])('is a request with %s', async (_, changed) => {
    const asked = new SignInRequest(configuration);
    const { url } = await asked.browser.open(await asked.url(changed));
    expect(url.href).toContain(REDIRECT_URI);
    expect(url.searchParams.get('error')).toBe('invalid_request');
  });

  test('is another client', async () => {
    const asked = new SignInRequest(configuration);
    const { response } = await asked.browser.open(await asked.url({ client_id: 'somebody' }));
    expect(response.status).toBe(400);
  });

  test('is a code that was exchanged before', async () => {
    const asked = new SignInRequest(configuration);
    const returned = await asked.signIn('rev_1');
    await asked.exchange(returned);
    await expect(asked.exchange(returned)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('is a code with the verifier of another request', async () => {
    const returned = await new SignInRequest(configuration).signIn('rev_1');
    const other = client.authorizationCodeGrant(configuration, returned, {
      pkceCodeVerifier: client.randomPKCECodeVerifier(),
      expectedState: returned.searchParams.get('state') ?? '',
    });
    await expect(other).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('virtual time', () => {
  test.each([
    ['years ahead', 3 * YEAR_MS],
    ['years back', -3 * YEAR_MS],
  ])('is in the token when the clock was moved %s', async (_, aheadMs) => {
    const clockOffset = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
    const moved = await startLocalIssuer({ ...OPTIONS, clockOffset });
    try {
      Atomics.store(new BigInt64Array(clockOffset), 0, BigInt(aheadMs));
      const beforeSeconds = Math.floor((Date.now() + aheadMs) / 1000);
      const claims = await new SignInRequest(await discover(moved.issuer, aheadMs)).claims('rev_1');
      expect(claims?.iat).toBeGreaterThanOrEqual(beforeSeconds);
      expect(claims?.iat).toBeLessThanOrEqual((Date.now() + aheadMs) / 1000);
      expect(Number(claims?.exp) - Number(claims?.iat)).toBe(300);
    } finally {
      await moved.stop();
    }
  });
});

describe('an issuer that has stopped', () => {
  test('answers no more, and its port is free', async () => {
    const stopped = await startLocalIssuer(OPTIONS);
    await stopped.stop();
    await expect(fetch(stopped.issuer)).rejects.toThrow();
    const next = createServer().listen(Number(new URL(stopped.issuer).port), '127.0.0.1');
    await once(next, 'listening');
    next.close();
  });

  test('has said nothing in all its life, and lets its process end', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [WHOLE_LIFE], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toStrictEqual({ status: 0, stdout: '', stderr: '' });
  });
});

test('what the thread prints does not come on stdout', () => {
  const noise = `import { isMainThread } from 'node:worker_threads'; if (!isMainThread) console.log('noise');`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [WHOLE_LIFE], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(noise)}` },
  });
  expect({ status, stdout, stderr }).toStrictEqual({ status: 0, stdout: '', stderr: 'noise\n' });
});

test('an issuer that cannot start says why', async () => {
  await expect(startLocalIssuer({ ...OPTIONS, redirectUri: 'no address' })).rejects.toThrow('Invalid URL');
});
