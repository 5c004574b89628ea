import { type JsonWebKey, randomBytes } from 'node:crypto';
import Provider, { type Configuration, interactionPolicy, type ProviderContext } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { CLAIM_NAMES, claimsOf } from './claimed-identity.ts';
import { answerWithErrorPage } from './error-page.ts';
import { GrantedIdentities } from './granted-identities.ts';
import type { IssuerStart } from './issuer-message.ts';
import { leaveNothingBehind } from './leave-nothing-behind.ts';
import { SIGN_IN_PATH, signInRoute } from './sign-in-route.ts';

/** How long each thing is valid, in seconds of virtual time. */
const TTL = {
  Interaction: 3600,
  AuthorizationCode: 60,
  AccessToken: 300,
  IdToken: 300,
  Grant: 300,
  Session: 300,
};
const CLOCK_TOLERANCE_SECONDS = 15;

/** What a provider is made from. */
export interface LocalProviderOptions extends Pick<IssuerStart, 'redirectUri' | 'clientId'> {
  /** Its identifier and address. */
  readonly issuer: string;
  /** The private key that signs ID tokens. */
  readonly signingKey: JsonWebKey;
}

/** Returns the OpenID Connect provider that believes everybody, for one client. */
export function localProvider(options: LocalProviderOptions): Provider {
  const granted = new GrantedIdentities();
  const provider: Provider = new Provider(options.issuer, {
    ...clientConfiguration(options),
    ...browserConfiguration(options),
    adapter: createMemoryAdapter(CLOCK_TOLERANCE_SECONDS),
    ttl: TTL,
    // All claims come with the one scope that a client must ask for. Others may be asked for, as on AWS.
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: CLAIM_NAMES },
    loadExistingGrant: (context) => grantAll(provider, granted, context),
    findAccount: async (_context, login, token) => ({
      accountId: login,
      claims: async () => claimsOf(granted.take(token?.grantId ?? '')),
    }),
  });
  provider.on('server_error', (_context: unknown, error: Error) => complain(error));
  provider.on('error', complain);
  const start = new URL('/', options.redirectUri);
  return provider
    .use(
      leaveNothingBehind({
        sessionCookie: cookieNames(options).session,
        cookieSeconds: TTL.Interaction,
        signedOutUrl: start.href,
      }),
    )
    .use(signInRoute(provider, start.origin));
}

function clientConfiguration({ clientId, redirectUri, signingKey }: LocalProviderOptions) {
  return {
    clients: [
      {
        client_id: clientId,
        // For a "native" client the library would let any port of 127.0.0.1 have the code.
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [new URL('/', redirectUri).href],
        response_modes: ['query'],
      },
    ],
    responseTypes: ['code'],
    jwks: { keys: [signingKey] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      userinfo: { enabled: false },
    },
    clientBasedCORS: () => false,
  } satisfies Partial<Configuration>;
}

/** Returns what browsers see: the sign-in page and no consent page, cookies and errors. */
function browserConfiguration(options: LocalProviderOptions) {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return {
    interactions: { policy, url: (_context, { uid }) => `${SIGN_IN_PATH}${uid}` },
    cookies: { names: cookieNames(options), keys: [randomBytes(32).toString('base64url')] },
    renderError: (context, { error_description }) =>
      answerWithErrorPage(context, {
        startUrl: new URL('/', options.redirectUri).href,
        why: error_description,
      }),
  } satisfies Partial<Configuration>;
}

/** Browsers send the cookies of a host to all its ports, so each issuer has names of its own. */
function cookieNames({ issuer }: LocalProviderOptions) {
  const prefix = `issuer_${new URL(issuer).port}`;
  return { session: `${prefix}_session`, interaction: `${prefix}_interaction`, resume: `${prefix}_resume` };
}

/** Grants all that is asked for to the person who has signed in. */
async function grantAll(provider: Provider, granted: GrantedIdentities, { oidc }: ProviderContext) {
  const { account, client, result, requestParamOIDCScopes } = oidc;
  const login = account.accountId;
  const grant = new provider.Grant({ accountId: login, clientId: client.clientId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  granted.keep(await grant.save(), { login, roles: result?.roles ?? [] });
  return grant;
}

/** Says on stderr what is a fault of the issuer itself. */
function complain(error: Error): void {
  console.error(`The local sign-in failed: ${error.stack ?? error.message}`);
}
