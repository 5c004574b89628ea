import type { Context } from 'oidc-provider';

type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>;

/** What is left behind without this, and where a sign-out leads. */
export interface LeaveNothingBehindOptions {
  /** The name of the cookie of a session. */
  readonly sessionCookie: string;
  /** How long all other cookies are kept. */
  readonly cookieSeconds: number;
  readonly signedOutUrl: string;
}

/** The end of a cookie, and not the time in 1970 that deletes one. */
const ENDS_LATER = /; expires=(?!Thu, 01 Jan 1970)[^;]*/i;

/**
 * Corrects what the library answers to browsers:
 *
 * - No sign-in is remembered. The library keeps a session, and its cookie would answer for the next sign-in; without
 *   the cookie that always asks again. So a sign-out has nothing to confirm, and goes straight to the console.
 * - Cookies end after a time and not at one: the time would be virtual, and the browser's clock is real.
 * - No page of another origin may read anything, not even what is public.
 */
export function leaveNothingBehind(options: LeaveNothingBehindOptions): Middleware {
  const { sessionCookie, cookieSeconds, signedOutUrl } = options;
  return async (context, next) => {
    await next();
    for (const header of Object.keys(context.response.headers)) {
      if (header.startsWith('access-control-')) context.remove(header);
    }
    const cookies = [context.response.headers['set-cookie'] ?? []].flat();
    const kept = cookies.filter((cookie) => !cookie.startsWith(sessionCookie));
    const inTime = kept.map((cookie) => cookie.replace(ENDS_LATER, `; max-age=${cookieSeconds}`));
    if (cookies.length > 0) context.set({ 'set-cookie': inTime });
    if (context.oidc?.route === 'end_session' && context.status === 200) signOut(context, signedOutUrl);
  };
}

function signOut(context: Context, signedOutUrl: string): void {
  const { post_logout_redirect_uri: asked, state } = context.oidc?.params ?? {};
  const target = new URL(asked ?? signedOutUrl);
  if (state !== undefined) target.searchParams.set('state', state);
  context.status = 303;
  context.redirect(target.href);
}
