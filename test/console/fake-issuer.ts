import { createServer, type Server } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** The client id by which the issuer knows the console. */
export const CLIENT_ID = 'console';

/** What an ID token is made of, where it is not as it should be. */
export interface Forgery {
  readonly claims?: JWTPayload;
  /** Claims that are left out. */
  readonly without?: readonly string[];
  /** The key that signs; `stranger` is in no key set. */
  readonly key?: 'own' | 'stranger' | 'none' | 'hmac';
  /** Changes the token after it was signed. */
  readonly tamper?: (token: string) => string;
}

/** An issuer on this machine that signs whatever a test wants signed. */
export class FakeIssuer {
  url = '';
  /** What the token endpoint was sent last. */
  asked: URLSearchParams | undefined;
  /** Answers of the token endpoint by code; each is given once. */
  readonly #answers = new Map<string, () => Promise<object>>();
  #own: CryptoKey | undefined;
  #stranger: CryptoKey | undefined;
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const answer = await this.#answer(request.url ?? '', async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk));
        return new URLSearchParams(Buffer.concat(chunks).toString());
      });
      response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: 'invalid_grant' }));
    });
  }

  async start(): Promise<void> {
    this.#own = (await generateKeyPair('ES256', { extractable: true })).privateKey;
    this.#stranger = (await generateKeyPair('ES256')).privateKey;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Has a code stand for an ID token with a nonce. */
  grant(code: string, nonce: string, forgery: Forgery = {}): void {
    this.#answers.set(code, async () => ({
      access_token: 'unused',
      token_type: 'Bearer',
      id_token: await this.#token(nonce, forgery),
    }));
  }

  /** Has a code stand for any answer of the token endpoint. */
  answer(code: string, answer: object): void {
    this.#answers.set(code, async () => answer);
  }

  async #token(
    nonce: string,
    { claims, without = [], key = 'own', tamper = (token) => token }: Forgery,
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const payload: JWTPayload = {
      iss: this.url,
      aud: CLIENT_ID,
      sub: 'rev_1@example.com',
      roles: ['reviewer'],
      iat: now,
      exp: now + 300,
      nonce,
      ...claims,
    };
    const left = Object.fromEntries(Object.entries(payload).filter(([name]) => !without.includes(name)));
    return tamper(await this.#signed(left, key));
  }

  async #signed(payload: JWTPayload, key: NonNullable<Forgery['key']>): Promise<string> {
    if (key === 'none') {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'none' })}.${part(payload)}.`;
    }
    const token = new SignJWT(payload);
    if (key === 'hmac') {
      const { kid: _, ...jwk } = await this.#publicKey();
      return token
        .setProtectedHeader({ alg: 'HS256', kid: 'own' })
        .sign(new TextEncoder().encode(JSON.stringify(jwk).padEnd(64, ' ')));
    }
    const signer = key === 'own' ? this.#own : this.#stranger;
    if (signer === undefined) throw new Error('The issuer is not started.');
    return token.setProtectedHeader({ alg: 'ES256', kid: key }).sign(signer);
  }

  async #publicKey() {
    if (this.#own === undefined) throw new Error('The issuer is not started.');
    const { d: _, ...jwk } = await exportJWK(this.#own);
    return { ...jwk, kid: 'own', alg: 'ES256', use: 'sig' };
  }

  async #answer(path: string, body: () => Promise<URLSearchParams>): Promise<object | undefined> {
    if (path === '/jwks') return { keys: [await this.#publicKey()] };
    if (path === '/.well-known/openid-configuration') {
      return {
        issuer: this.url,
        authorization_endpoint: `${this.url}/authorize`,
        token_endpoint: `${this.url}/token`,
        jwks_uri: `${this.url}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      };
    }
    if (path !== '/token') return undefined;
    this.asked = await body();
    const code = this.asked.get('code') ?? '';
    const answer = this.#answers.get(code);
    this.#answers.delete(code);
    return answer?.();
  }
}
