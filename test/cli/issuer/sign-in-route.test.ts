import type { Configuration } from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalIssuer, startLocalIssuer } from '../../../lib/cli/issuer/start-local-issuer.ts';
import { HttpBrowser, type Visit } from '../../http-browser.ts';
import { CLIENT_ID, CONSOLE_URL, discover, REDIRECT_URI, SignInRequest } from './issuer-client.ts';

const DAY_MS = 86_400_000n;
const clockOffset = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
let local: LocalIssuer;
let configuration: Configuration;
beforeAll(async () => {
  local = await startLocalIssuer({ redirectUri: REDIRECT_URI, clientId: CLIENT_ID, clockOffset });
  configuration = await discover(local.issuer);
});
afterAll(() => local.stop());

async function pageAfter(form: string): Promise<{ readonly status: number; readonly page: string }> {
  const asked = new SignInRequest(configuration);
  const { url } = await asked.form();
  const { response } = await asked.browser.send(url, new URLSearchParams(form));
  return { status: response.status, page: await response.text() };
}

/** Returns the roles whose boxes are ticked. */
function ticked(page: string): readonly (string | undefined)[] {
  return [...page.matchAll(/value="(\w+)" checked/g)].map(([, role]) => role);
}

describe('the sign-in page', () => {
  let visit: Visit;
  let page: string;
  beforeAll(async () => {
    visit = await new SignInRequest(configuration).form();
    page = await visit.response.text();
  });

  test('says that it checks no password', () => {
    expect(page).toContain(
      'This is the local sign-in of a gate on this machine. It checks no password: anybody on this machine can be anybody. On AWS your own identity provider takes its place.',
    );
  });

  test('offers three roles, of which reviewer is chosen', () => {
    expect([...page.matchAll(/name="roles" value="(\w+)"/g)].map(([, role]) => role)).toStrictEqual([
      'reviewer',
      'supervisor',
      'auditor',
    ]);
    expect(ticked(page)).toStrictEqual(['reviewer']);
  });

  test('has a label for every field', () => {
    const fields = [...page.matchAll(/<input[^>]* id="([\w-]+)"/g)].map(([, id]) => id);
    expect(fields).toHaveLength(4);
    for (const id of fields) expect(page).toContain(`<label for="${id}">`);
  });

  test('may load nothing, run nothing and send its form only to the issuer and the console', () => {
    const policy = visit.response.headers.get('content-security-policy') ?? '';
    const [, nonce] = /<style nonce="([^"]+)">/.exec(page) ?? [];
    expect(policy.split('; ')).toStrictEqual([
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      `form-action 'self' ${new URL(CONSOLE_URL).origin}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(page).not.toMatch(/<script|style=|\son\w+=/);
    expect(visit.response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('lets browsers say with a form which origin it comes from', () => {
    expect(visit.response.headers.get('referrer-policy')).toBe('same-origin');
  });
});

describe('a form with a mistake', () => {
  test.each(['login=&roles=auditor&roles=supervisor', 'login=+++&roles=auditor&roles=supervisor'])(
    'asks for the login and keeps the roles: %s',
    async (form) => {
      const { status, page } = await pageAfter(form);
      expect(status).toBe(422);
      expect(page).toContain('Enter a login, as the directory lists it.');
      expect(page).toMatch(/id="login"[^>]* aria-describedby="login-hint login-problem" aria-invalid="true"/);
      expect(ticked(page)).toStrictEqual(['supervisor', 'auditor']);
    },
  );

  test.each(['login=rev_1%40example.com', 'login=rev_1%40example.com&roles=owner'])(
    'asks for a role and keeps the login: %s',
    async (form) => {
      const { status, page } = await pageAfter(form);
      expect(status).toBe(422);
      expect(page).toContain('Choose at least one role.');
      expect(page).toContain('value="rev_1@example.com"');
      expect(ticked(page)).toStrictEqual([]);
    },
  );

  test.each([
    [255, 303],
    [256, 422],
  ])('is a login of %i characters: status %i', async (length, status) => {
    const asked = new SignInRequest(configuration);
    const { url } = await asked.form();
    const form = new URLSearchParams({ login: 'x'.repeat(length), roles: 'auditor' });
    expect((await asked.browser.send(url, form)).response.status).toBe(status);
  });

  test('is one that is far too long, which is not even read', async () => {
    const { status } = await pageAfter(`login=rev_1&roles=auditor&more=${'x'.repeat(20_000)}`);
    expect(status).toBe(422);
  });

  test('can be corrected and sent again', async () => {
    const asked = new SignInRequest(configuration);
    const { url } = await asked.form();
    await asked.browser.send(url, new URLSearchParams({ login: 'rev_1' }));
    const again = await asked.browser.send(url, new URLSearchParams({ login: 'rev_1', roles: 'auditor' }));
    expect((await asked.exchange(again.url)).claims()).toMatchObject({ sub: 'rev_1', roles: ['auditor'] });
  });
});

test('a login with markup is shown as text, and is the login', async () => {
  const login = `"><script>alert('x')</script>&amp;`;
  const { page } = await pageAfter(String(new URLSearchParams({ login })));
  expect(page).not.toContain('<script>');
  expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;"');
  expect(await new SignInRequest(configuration).claims(login)).toMatchObject({ sub: login });
});

describe('a page whose sign-in is not under way', () => {
  const stopped = async ({ response }: Visit): Promise<void> => {
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain('it has expired, or it was started in another browser');
    expect(page).toContain(`<a href="${CONSOLE_URL}">`);
  };

  test('is one that another browser has opened', async () => {
    const { url } = await new SignInRequest(configuration).form();
    await stopped(await new HttpBrowser().open(url));
    await stopped(
      await new HttpBrowser().send(url, new URLSearchParams({ login: 'rev_1', roles: 'auditor' })),
    );
  });

  test('is one that was sent before', async () => {
    const asked = new SignInRequest(configuration);
    const { url } = await asked.form();
    const form = new URLSearchParams({ login: 'rev_1', roles: 'auditor' });
    await asked.browser.send(url, form);
    await stopped(await asked.browser.send(url, form));
  });

  test('is one that was open for a day', async () => {
    const asked = new SignInRequest(configuration);
    const { url } = await asked.form();
    const offset = new BigInt64Array(clockOffset);
    Atomics.add(offset, 0, DAY_MS);
    await stopped(await asked.browser.open(url));
    Atomics.sub(offset, 0, DAY_MS);
  });
});
