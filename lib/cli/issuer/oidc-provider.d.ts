/** The types of the parts of oidc-provider 9.13.3 that are used here; the package has no types. */
declare module 'oidc-provider' {
  import type { JsonWebKey } from 'node:crypto';
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  /** What was submitted on the sign-in page. The library hands on what it does not know itself, such as `roles`. */
  interface InteractionResult {
    readonly login: { readonly accountId: string };
    readonly roles: readonly import('./claimed-identity.ts').ClaimedRole[];
  }
  interface OidcContext {
    /** The name of the route, such as `end_session`. */
    readonly route: string;
    readonly params?: Readonly<Record<string, string | undefined>>;
    readonly account: { readonly accountId: string };
    readonly client: { readonly clientId: string };
    readonly result?: InteractionResult;
    readonly requestParamOIDCScopes: ReadonlySet<string>;
  }
  /** One request and its response, as Koa has them. `oidc` is there on the routes of the library. */
  interface Context {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly method: string;
    readonly path: string;
    readonly oidc?: OidcContext;
    readonly response: { readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> };
    status: number;
    body: unknown;
    set(headers: Readonly<Record<string, string | readonly string[]>>): void;
    remove(header: string): void;
    redirect(url: string): void;
  }
  interface ProviderContext extends Context {
    readonly oidc: OidcContext;
  }
  interface Interaction {
    readonly uid: string;
  }
  interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }
  interface Account {
    readonly accountId: string;
    claims(): Promise<Readonly<Record<string, unknown>>>;
  }
  interface Prompts {
    remove(name: string): void;
  }
  interface Enabled {
    readonly enabled: boolean;
  }
  interface Configuration {
    readonly adapter: unknown;
    readonly claims: Readonly<Record<string, readonly string[]>>;
    readonly clientBasedCORS: () => boolean;
    readonly clients: readonly Readonly<Record<string, string | readonly string[]>>[];
    readonly cookies: {
      readonly keys: readonly string[];
      readonly names: Readonly<Record<'session' | 'interaction' | 'resume', string>>;
    };
    readonly features: Readonly<Record<string, Enabled>>;
    readonly findAccount: (
      context: ProviderContext,
      id: string,
      token?: { readonly grantId?: string },
    ) => Promise<Account>;
    readonly interactions: {
      readonly policy: Prompts;
      readonly url: (context: ProviderContext, interaction: Interaction) => string;
    };
    readonly jwks: { readonly keys: readonly JsonWebKey[] };
    readonly loadExistingGrant: (context: ProviderContext) => Promise<Grant>;
    readonly renderError: (context: ProviderContext, out: { readonly error_description?: string }) => void;
    readonly responseTypes: readonly string[];
    readonly scopes: readonly string[];
    readonly ttl: Readonly<Record<string, number>>;
  }

  class Provider extends EventEmitter {
    constructor(issuer: string, configuration: Configuration);
    readonly Grant: new (properties: {
      readonly accountId: string;
      readonly clientId: string;
    }) => Grant;
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): this;
    callback(): RequestListener;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    /** Keeps the result and returns the address at which the request goes on. */
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: InteractionResult,
    ): Promise<string>;
  }

  const errors: { readonly SessionNotFound: new () => Error };
  const interactionPolicy: { base(): Prompts };

  export type { Configuration, Context, ProviderContext };
  export { errors, interactionPolicy };
  export default Provider;
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  interface Adapter {
    upsert(id: string, payload: object, expiresInSeconds: number): Promise<void>;
    find(id: string): Promise<unknown>;
  }
  export function createMemoryAdapter(clockToleranceSeconds: number): (model: string) => Adapter;
}
