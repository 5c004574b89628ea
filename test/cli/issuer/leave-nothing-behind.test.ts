import * as client from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalIssuer, startLocalIssuer } from '../../../lib/cli/issuer/start-local-issuer.ts';
import { CLIENT_ID, CONSOLE_URL, discover, REDIRECT_URI, SignInRequest } from './issuer-client.ts';

let local: LocalIssuer;
let configuration: client.Configuration;
beforeAll(async () => {
  local = await startLocalIssuer({ redirectUri: REDIRECT_URI, clientId: CLIENT_ID });
  configuration = await discover(local.issuer);
});
afterAll(() => local.stop());

const signOut = (asked: SignInRequest, parameters: Record<string, string>) =>
  asked.browser.open(client.buildEndSessionUrl(configuration, parameters));

test('a sign-in leaves no session behind', async () => {
  const asked = new SignInRequest(configuration);
  await asked.claims('rev_1');
  expect(asked.browser.cookiesOf(local.issuer)).not.toContain('session');
});

test('a sign-out returns to the console at once, with its state', async () => {
  const asked = new SignInRequest(configuration);
  const { id_token = '' } = await asked.exchange(await asked.signIn('rev_1'));
  const { url } = await signOut(asked, {
    id_token_hint: id_token,
    post_logout_redirect_uri: CONSOLE_URL,
    state: 'a&b',
  });
  expect(url.href).toBe(`${CONSOLE_URL}?state=a%26b`);
});

test('a sign-out that names no address returns to the console too', async () => {
  const { url } = await signOut(new SignInRequest(configuration), {});
  expect(url.href).toBe(CONSOLE_URL);
});

test('a sign-out returns to no other address', async () => {
  const { url, response } = await signOut(new SignInRequest(configuration), {
    post_logout_redirect_uri: 'http://127.0.0.1:9/elsewhere',
  });
  expect([url.origin, response.status]).toStrictEqual([local.issuer, 400]);
  expect(await response.text()).toContain('post_logout_redirect_uri not registered');
});

test('cookies end after an hour, whatever time the browser has', async () => {
  const response = await fetch(await new SignInRequest(configuration).url(), { redirect: 'manual' });
  const cookies = response.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie).not.toMatch(/expires/i);
    expect(cookie).toContain('; max-age=3600;');
    expect(cookie).toMatch(/; samesite=lax; httponly$/i);
  }
});

test.each(['/.well-known/openid-configuration', '/jwks'])(
  'no page of another origin may read %s',
  async (path) => {
    const response = await fetch(new URL(path, local.issuer));
    expect(response.status).toBe(200);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toStrictEqual(
      [],
    );
  },
);
