import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { SessionKey } from '../app/console/person.ts';
import { SESSION_MS } from '../domain/people/sessions.ts';
import type { ConsoleContext } from './console-deps.ts';
import type { Attempt } from './sign-in.ts';

/** How long somebody may stay at the issuer, in seconds. */
const ATTEMPT_SECONDS = 10 * 60;

/** What the browser keeps while its user is at the issuer: the attempt, and the page to go to afterwards. */
export interface Pending extends Attempt {
  readonly to: string;
}

/** The console's two cookies: the session, and a sign-in that has begun. */
export interface Cookies {
  readonly session: (context: ConsoleContext) => SessionKey | undefined;
  readonly setSession: (context: ConsoleContext, key: SessionKey) => void;
  readonly dropSession: (context: ConsoleContext) => void;
  readonly pending: (context: ConsoleContext) => Pending | undefined;
  readonly setPending: (context: ConsoleContext, pending: Pending) => void;
  readonly dropPending: (context: ConsoleContext) => void;
}

/**
 * Returns the console's cookies. With https, their names begin with `__Host-`, so that no other host can set them. `Lax`,
 * because the browser comes back from the issuer by a link; every change needs a POST of the console's own pages anyway.
 */
export function cookiesOf(baseUrl: string): Cookies {
  const { protocol, port } = new URL(baseUrl);
  const secure = protocol === 'https:';
  // Without TLS it is on this machine, where a browser sends a cookie to every port: two consoles must not share one.
  const named = (name: string): string => (secure ? `__Host-${name}` : `${name}-${port}`);
  const [session, pending] = [named('session'), named('signing-in')];
  const options = { path: '/', httpOnly: true, secure, sameSite: 'Lax' } as const;
  return {
    session: (context) => sessionKeyOf(getCookie(context, session)),
    setSession: (context, { employeeId, secret }) =>
      setCookie(context, session, `${encoded(employeeId)}.${secret}`, {
        ...options,
        maxAge: SESSION_MS / 1000,
      }),
    dropSession: (context) => void deleteCookie(context, session, options),
    pending: (context) => pendingOf(getCookie(context, pending)),
    setPending: (context, value) =>
      setCookie(context, pending, encoded(JSON.stringify(value)), { ...options, maxAge: ATTEMPT_SECONDS }),
    dropPending: (context) => void deleteCookie(context, pending, options),
  };
}

function sessionKeyOf(text: string | undefined): SessionKey | undefined {
  const [, id, secret] = /^([\w-]{1,512})\.([\w-]{43})$/.exec(text ?? '') ?? [];
  if (id === undefined || secret === undefined) return undefined;
  return { employeeId: decoded(id), secret };
}

function pendingOf(text: string | undefined): Pending | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(decoded(text));
    if (typeof value !== 'object' || value === null) return undefined;
    const field = (name: keyof Pending): string => {
      const one: unknown = Reflect.get(value, name);
      if (typeof one !== 'string') throw new TypeError(name);
      return one;
    };
    return { state: field('state'), nonce: field('nonce'), verifier: field('verifier'), to: field('to') };
  } catch {
    return undefined;
  }
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8');
}
