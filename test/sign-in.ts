import { HttpBrowser, type Visit } from './http-browser.ts';

/** Who signs in, and where. */
export interface SignInOptions {
  /** The console's own address; any path of it. */
  readonly consoleUrl: string;
  readonly login: string;
  /** @default ['reviewer'] */
  readonly roles?: readonly string[];
  /** @default a new one */
  readonly browser?: HttpBrowser;
}

/** What the console answered to a sign-in. */
export interface SignedIn {
  /** The cookies that the console has set, as a `Cookie` header. */
  readonly cookie: string;
  /** The page where it ended: the console's first page, or what it says to somebody it does not let in. */
  readonly landed: Visit;
}

/** Signs in to a console over HTTP, through the form of the local issuer. */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { consoleUrl, login, roles = ['reviewer'], browser = new HttpBrowser() } = options;
  const { origin } = new URL(consoleUrl);
  const form = await browser.open(new URL('/sign-in', origin));
  const landed = await sendSignInForm(browser, form, { login, roles });
  return { cookie: browser.cookiesOf(origin), landed };
}

/** Fills in the form that a visit has led to, sends it, and follows redirects. */
export async function sendSignInForm(
  browser: HttpBrowser,
  { url, response }: Visit,
  { login, roles }: { readonly login: string; readonly roles: readonly string[] },
): Promise<Visit> {
  const page = await response.text();
  if (!page.includes('name="login"')) {
    throw new Error(`No sign-in form at ${url.href} but status ${response.status}: ${page.slice(0, 500)}`);
  }
  const fields = new URLSearchParams({ login });
  for (const role of roles) fields.append('roles', role);
  return browser.send(url, fields);
}
