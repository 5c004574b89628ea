/** Where following a link or sending a form has led. */
export interface Visit {
  readonly url: URL;
  readonly response: Response;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
  /** The origin that has set it. */
  readonly origin: string;
}

/** Browsers stop after as many. */
const MAX_REDIRECTS = 20;

/**
 * What a browser does over HTTP: it keeps cookies by host (of all its ports) and path, on the real clock, follows
 * redirects, and names its page as the origin of a form. It shows no pages.
 */
export class HttpBrowser {
  #cookies: readonly Cookie[] = [];
  readonly #stopAt: string | undefined;

  /** A redirect to an address that starts with `stopAt` is not followed. */
  constructor({ stopAt }: { readonly stopAt?: string } = {}) {
    this.#stopAt = stopAt;
  }

  /** Opens an address and follows redirects. */
  open(address: string | URL): Promise<Visit> {
    return this.#follow(new URL(address), {});
  }

  /** Sends a form of the page at `address` to this address, and follows redirects. */
  send(address: string | URL, form: URLSearchParams): Promise<Visit> {
    const url = new URL(address);
    return this.#follow(url, { method: 'POST', body: form, headers: { origin: url.origin } });
  }

  /** Returns the `Cookie` header for an address. */
  cookiesFor(address: string | URL): string {
    const { hostname, pathname } = new URL(address);
    return this.#cookies
      .filter(({ host, path }) => host === hostname && isUnder(pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** Returns as a `Cookie` header only what an origin has set itself. */
  cookiesOf(origin: string): string {
    return this.#cookies
      .filter((cookie) => cookie.origin === origin)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  async #follow(from: URL, first: RequestInit): Promise<Visit> {
    let url = from;
    let request = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await this.#request(url, request);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return { url, response };
      url = new URL(location, url);
      request = {};
      if (this.#stopAt !== undefined && url.href.startsWith(this.#stopAt)) return { url, response };
    }
    throw new Error(`More than ${MAX_REDIRECTS} redirects, the last to ${url.href}`);
  }

  async #request(url: URL, { headers, ...init }: RequestInit): Promise<Response> {
    const cookie = this.cookiesFor(url);
    const sent = new Headers(headers);
    sent.set('accept', 'text/html,*/*;q=0.8');
    if (cookie !== '') sent.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers: sent, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#take(line, url);
    return response;
  }

  #take(line: string, url: URL): void {
    const [pair = '', ...parts] = line.split(';').map((part) => part.trim());
    const attributes = new Map(parts.map(nameAndValue));
    const [name, value] = nameAndValue(pair);
    const path = attributes.get('path') ?? '/';
    this.#cookies = this.#cookies.filter(
      (known) => known.name !== name || known.host !== url.hostname || known.path !== path,
    );
    if (hasEnded(attributes)) return;
    this.#cookies = [...this.#cookies, { name, value, host: url.hostname, path, origin: url.origin }];
  }
}

function nameAndValue(part: string): readonly [name: string, value: string] {
  const at = part.indexOf('=');
  return at < 0 ? [part.toLowerCase(), ''] : [attributeName(part.slice(0, at)), part.slice(at + 1)];
}

/** Attributes are known in any case; the names of cookies keep theirs. */
function attributeName(name: string): string {
  return /^(path|expires|max-age)$/i.test(name) ? name.toLowerCase() : name;
}

function hasEnded(attributes: ReadonlyMap<string, string>): boolean {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = attributes.get('expires');
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

function isUnder(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
