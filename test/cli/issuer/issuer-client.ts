import * as client from 'openid-client';
import { HttpBrowser, type Visit } from '../../http-browser.ts';
import { sendSignInForm } from '../../sign-in.ts';

/** Where the console would be. Nothing listens there: the tests read the addresses that lead to it. */
export const CONSOLE_URL = 'http://127.0.0.1:9/';
export const REDIRECT_URI = `${CONSOLE_URL}signed-in`;
export const CLIENT_ID = 'refund-gate-console';

/** Reads the discovery document of an issuer, for a client whose clock is ahead by some time. */
export function discover(issuer: string, aheadMs = 0): Promise<client.Configuration> {
  const metadata = { [client.clockSkew]: Math.round(aheadMs / 1000) };
  return client.discovery(new URL(issuer), CLIENT_ID, metadata, client.None(), {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
}

/** One request of the console for a sign-in, with the secrets that it keeps. */
export class SignInRequest {
  readonly browser = new HttpBrowser({ stopAt: CONSOLE_URL });
  readonly configuration: client.Configuration;
  readonly #verifier = client.randomPKCECodeVerifier();
  readonly #state = client.randomState();
  readonly #nonce = client.randomNonce();

  constructor(configuration: client.Configuration) {
    this.configuration = configuration;
  }

  /** Returns where the browser is sent. An `undefined` leaves a parameter out. */
  async url(changed: Readonly<Record<string, string | undefined>> = {}): Promise<URL> {
    const url = client.buildAuthorizationUrl(this.configuration, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid email',
      code_challenge: await client.calculatePKCECodeChallenge(this.#verifier),
      code_challenge_method: 'S256',
      state: this.#state,
      nonce: this.#nonce,
    });
    for (const [name, value] of Object.entries(changed)) {
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    return url;
  }

  /** Opens the sign-in page. */
  async form(): Promise<Visit> {
    return this.browser.open(await this.url());
  }

  /** Signs in and returns where the browser is sent back to. */
  async signIn(login: string, roles: readonly string[] = ['reviewer']): Promise<URL> {
    const { url } = await sendSignInForm(this.browser, await this.form(), { login, roles });
    return url;
  }

  /** Exchanges the code of a returned address. Signatures, state and nonce are checked. */
  exchange(returned: URL): ReturnType<typeof client.authorizationCodeGrant> {
    return client.authorizationCodeGrant(this.configuration, returned, {
      pkceCodeVerifier: this.#verifier,
      expectedState: this.#state,
      expectedNonce: this.#nonce,
    });
  }

  /** Signs in and returns the claims of the ID token. */
  async claims(login: string, roles?: readonly string[]): Promise<client.IDToken | undefined> {
    return (await this.exchange(await this.signIn(login, roles))).claims();
  }
}
