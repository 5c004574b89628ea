import * as oidc from 'openid-client';
import type { SignedIn } from '../app/console/person.ts';
import { isLoopback, type SignInDocument } from '../contracts/sign-in-document.ts';
import { CONSOLE_ROLES } from '../domain/people/powers.ts';
import { loginOfClaim } from '../domain/refund/logins.ts';

/** What the browser keeps while its user is at the issuer. It is worth nothing to anybody else. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Thrown when what came back from the issuer does not prove who signed in. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** Sign-in at an OpenID Connect issuer: authorization code flow with PKCE, state and nonce. */
export interface SignIn {
  /** Returns where to send the browser, and what it has to keep until it comes back. */
  readonly begin: () => Promise<{ readonly url: URL; readonly attempt: Attempt }>;
  /**
   * Returns who signed in.
   * @param query - the query with which the browser came back.
   * @throws SignInError when anything about it is wrong.
   */
  readonly finish: (query: URLSearchParams, attempt: Attempt) => Promise<SignedIn>;
}

/** The settings of a sign-in. */
export interface SignInOptions {
  readonly document: SignInDocument;
  /** The address to which the issuer sends the browser back. */
  readonly redirectUri: string;
  /** Returns the client's secret; undefined for a public client. */
  readonly clientSecret: () => Promise<string | undefined>;
}

/** How long the issuer may take to answer, in seconds: less than the console's own time-out. */
const ISSUER_TIMEOUT_SECONDS = 8;

/** How long what an issuer says about itself is believed, in milliseconds. */
const DISCOVERY_MS = 60 * 60_000;

/** How long an issuer that did not answer is not asked again, in milliseconds. */
const FAILURE_MS = 10_000;

/** Returns a sign-in. The issuer is asked about itself when the first person signs in, and again after an hour. */
export function createSignIn({ document, redirectUri, clientSecret }: SignInOptions): SignIn {
  let known: { readonly config: oidc.Configuration; readonly at: number } | undefined;
  let failed: { readonly error: unknown; readonly at: number } | undefined;
  const configuration = async (): Promise<oidc.Configuration> => {
    // Everybody may ask for a sign-in, so an issuer that does not answer is not asked by each of them.
    if (failed !== undefined && Date.now() - failed.at < FAILURE_MS) throw failed.error;
    try {
      return await present();
    } catch (error) {
      failed = { error, at: Date.now() };
      throw error;
    }
  };
  const present = async (): Promise<oidc.Configuration> => {
    if (known === undefined || Date.now() - known.at > DISCOVERY_MS) {
      const secret = await clientSecret().catch((cause: unknown) => {
        throw new SignInError('The client’s secret cannot be read.', { cause });
      });
      known = { config: await discover(document, secret), at: Date.now() };
    }
    return known.config;
  };
  return {
    begin: async () => {
      const attempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: document.scope,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
        state: attempt.state,
        nonce: attempt.nonce,
      });
      return { url, attempt };
    },
    finish: async (query, { state, nonce, verifier }) => {
      // From the address that is configured: behind an API gateway the request names another one.
      const url = new URL(redirectUri);
      url.search = query.toString();
      const config = await configuration();
      const tokens = await oidc
        .authorizationCodeGrant(config, url, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        .catch((cause: unknown) => {
          throw new SignInError('The issuer did not prove who signed in.', { cause });
        });
      return signedIn(tokens.claims() ?? {}, document);
    },
  };
}

async function discover(
  { issuer, clientId }: SignInDocument,
  clientSecret: string | undefined,
): Promise<oidc.Configuration> {
  const server = new URL(issuer);
  // By default the signature of an ID token that came straight from the issuer is not checked; here it always is.
  const execute = [oidc.enableNonRepudiationChecks];
  if (isLoopback(server)) execute.push(oidc.allowInsecureRequests);
  return oidc
    .discovery(server, clientId, clientSecret, clientSecret === undefined ? oidc.None() : undefined, {
      execute,
      timeout: ISSUER_TIMEOUT_SECONDS,
    })
    .catch((cause: unknown) => {
      throw new SignInError(`The issuer ${issuer} cannot be reached or does not answer as one.`, { cause });
    });
}

/** Returns the login and the roles that an ID token claims. */
export function signedIn(
  claims: Readonly<Record<string, unknown>>,
  { loginClaim, rolesClaim, roles }: SignInDocument,
): SignedIn {
  const claim = claims[loginClaim];
  // The directory lists callers of AWS by their ARN; no issuer may name one.
  const login = typeof claim === 'string' ? loginOfClaim(claim) : undefined;
  if (login === undefined) throw new SignInError(`The ID token has no login in its claim "${loginClaim}".`);
  if (loginClaim === 'email' && claims['email_verified'] !== true) {
    throw new SignInError('The issuer has not verified the e-mail address.');
  }
  const claimed = claims[rolesClaim];
  const names: readonly unknown[] = Array.isArray(claimed) ? claimed : [claimed];
  return { login, roles: CONSOLE_ROLES.filter((role) => roles[role]?.some((name) => names.includes(name))) };
}
