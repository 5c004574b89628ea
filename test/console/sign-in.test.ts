import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Attempt, createSignIn, type SignIn, SignInError, signedIn } from '../../lib/console/sign-in.ts';
import { type SignInDocument, signInDocumentSchema } from '../../lib/contracts/sign-in-document.ts';
import { CLIENT_ID, FakeIssuer, type Forgery } from './fake-issuer.ts';

const REDIRECT = 'https://console.example/signed-in';
const PAST = Math.floor(Date.now() / 1000) - 3600;
const issuer = new FakeIssuer();
let signIn: SignIn;
let attempt: Attempt;
let url: URL;

beforeAll(async () => {
  await issuer.start();
  signIn = createSignIn({
    document: documentOf(),
    redirectUri: REDIRECT,
    clientSecret: async () => undefined,
  });
  ({ attempt, url } = await signIn.begin());
});
afterAll(() => issuer.stop());

function documentOf(more: object = {}): SignInDocument {
  return signInDocumentSchema.parse({ issuer: issuer.url, clientId: CLIENT_ID, ...more });
}

/** Comes back from the issuer with a code that stands for a token. */
function comeBack(forgery: Forgery = {}, query: Readonly<Record<string, string>> = {}) {
  issuer.grant('code', attempt.nonce, forgery);
  return signIn.finish(new URLSearchParams({ code: 'code', state: attempt.state, ...query }), attempt);
}

describe('a sign-in', () => {
  test('sends the browser to the issuer with state, nonce and the challenge of PKCE', () => {
    expect(`${url.origin}${url.pathname}`).toBe(`${issuer.url}/authorize`);
    const { searchParams } = url;
    expect(searchParams.get('redirect_uri')).toBe(REDIRECT);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('code_challenge')).not.toBe(attempt.verifier);
    expect([searchParams.get('state'), searchParams.get('nonce')]).toStrictEqual([
      attempt.state,
      attempt.nonce,
    ]);
  });

  test('proves itself with the verifier, and says who signed in', async () => {
    expect(await comeBack()).toStrictEqual({ login: 'rev_1@example.com', roles: ['reviewer'] });
    expect(issuer.asked?.get('code_verifier')).toBe(attempt.verifier);
    expect(issuer.asked?.get('client_secret')).toBeNull();
  });

  test.each<[string, Forgery, Readonly<Record<string, string>>?]>([
    ['has expired', { claims: { exp: PAST, iat: PAST - 300 } }],
    ['is not valid yet', { claims: { nbf: PAST + 7200 } }],
    ['is for another audience', { claims: { aud: 'another' } }],
    ['is for two audiences and another party', { claims: { aud: [CLIENT_ID, 'another'], azp: 'another' } }],
    ['is of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['has no issuer', { without: ['iss'] }],
    ['has no audience', { without: ['aud'] }],
    ['has no end', { without: ['exp'] }],
    ['has no subject', { without: ['sub'] }],
    ['is of another sign-in', { claims: { nonce: 'another' } }],
    ['is of no sign-in', { without: ['nonce'] }],
    ['is signed by nobody', { key: 'none' }],
    ['is signed by a key that the issuer does not have', { key: 'stranger' }],
    ['is signed with the public key as a secret', { key: 'hmac' }],
    [
      'was changed',
      {
        tamper: (token) =>
          token.replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"sup_1"}').toString('base64url')}.`),
      },
    ],
    ['has lost its signature', { tamper: (token) => token.replace(/[^.]+$/, '') }],
    ['is no token', { tamper: () => 'nonsense' }],
    ['comes with the state of another', {}, { state: 'another' }],
    ['comes with an error of the issuer', {}, { error: 'access_denied' }],
    ['comes from another issuer', {}, { iss: 'https://evil.example' }],
  ])('whose ID token %s is refused', async (_, forgery, query) => {
    await expect(comeBack(forgery, query)).rejects.toThrow(SignInError);
  });

  test('is refused with a code that was used, a code that nobody gave, and no code', async () => {
    await comeBack();
    const back = (query: Readonly<Record<string, string>>) =>
      signIn.finish(new URLSearchParams({ state: attempt.state, ...query }), attempt);
    await expect(back({ code: 'code' })).rejects.toThrow(SignInError);
    await expect(back({ code: 'another' })).rejects.toThrow(SignInError);
    await expect(back({})).rejects.toThrow(SignInError);
  });

  test('without an ID token is refused, also with an access token', async () => {
    issuer.answer('bare', { access_token: 'a', token_type: 'Bearer' });
    const query = new URLSearchParams({ code: 'bare', state: attempt.state });
    await expect(signIn.finish(query, attempt)).rejects.toThrow(SignInError);
  });

  test('asks for the scope that the deployment names', async () => {
    const own = createSignIn({
      document: documentOf({ scope: 'openid groups' }),
      redirectUri: REDIRECT,
      clientSecret: async () => undefined,
    });
    expect((await own.begin()).url.searchParams.get('scope')).toBe('openid groups');
    expect(() => documentOf({ scope: 'groups' })).toThrow('openid among them');
  });

  test('proves itself with the secret of the client, and says that it cannot be read', async () => {
    const secretly = (clientSecret: () => Promise<string>) =>
      createSignIn({ document: documentOf(), redirectUri: REDIRECT, clientSecret });
    const own = secretly(async () => 'a secret');
    const begun = await own.begin();
    issuer.grant('with-secret', begun.attempt.nonce);
    await own.finish(new URLSearchParams({ code: 'with-secret', state: begun.attempt.state }), begun.attempt);
    expect(issuer.asked?.get('client_secret')).toBe('a secret');
    await expect(secretly(() => Promise.reject(new Error('gone'))).begin()).rejects.toThrow(SignInError);
  });

  test('says that the issuer cannot be reached', async () => {
    const lost = createSignIn({
      document: signInDocumentSchema.parse({ issuer: 'http://127.0.0.1:9', clientId: CLIENT_ID }),
      redirectUri: REDIRECT,
      clientSecret: async () => undefined,
    });
    await expect(lost.begin()).rejects.toThrow('The issuer http://127.0.0.1:9 cannot be reached');
  });
});

describe('what an ID token says', () => {
  const cognito = () =>
    documentOf({
      loginClaim: 'email',
      rolesClaim: 'cognito:groups',
      roles: { reviewer: ['lp-analysts', 'lp-leads'], supervisor: ['lp-leads'] },
    });

  test('is read by the claims that the deployment names', () => {
    const claims = {
      email: 'ana@example.com',
      email_verified: true,
      'cognito:groups': ['lp-leads', 'other'],
    };
    expect(signedIn(claims, cognito())).toStrictEqual({
      login: 'ana@example.com',
      roles: ['reviewer', 'supervisor'],
    });
  });

  test.each([
    [{ email: 'ana@example.com' }, 'has not verified'],
    [{ email: 'ana@example.com', email_verified: 'true' }, 'has not verified'],
    [{ email: 7, email_verified: true }, 'no login in its claim "email"'],
    [{}, 'no login in its claim "email"'],
  ])('does not count with %j', (claims, message) => {
    expect(() => signedIn(claims, cognito())).toThrow(message);
  });

  test('never names a caller of AWS', () => {
    for (const sub of [
      'arn:aws:iam::123456789012:user/ana',
      'ARN:aws:iam::123456789012:user/ana',
      'ana maria',
    ]) {
      expect(() => signedIn({ sub, roles: ['reviewer'] }, documentOf())).toThrow('no login');
    }
  });

  test.each([
    ['reviewer', ['reviewer']],
    [
      ['supervisor', 'auditor'],
      ['supervisor', 'auditor'],
    ],
    [{ reviewer: true }, []],
    [undefined, []],
  ])('claims the roles in %j', (roles, expected) => {
    expect(signedIn({ sub: 'ana', roles }, documentOf()).roles).toStrictEqual(expected);
  });
});
