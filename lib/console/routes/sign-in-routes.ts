import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { personOfSession, signOut, startSession } from '../../app/console/person.ts';
import { QUEUE_PATH } from '../../contracts/console-addresses.ts';
import type { ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import type { Cookies } from '../cookies.ts';
import { messagePage } from '../pages/message-page.ts';
import { SignInError } from '../sign-in.ts';

/** Adds signing in and out. */
export function addSignInRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps, cookies: Cookies): void {
  app.get('/sign-in', async (context) => {
    const begun = await deps.signIn.begin().catch(failed(deps, '/sign-in'));
    if (begun === undefined) return context.html(NO_ISSUER, 503);
    const { url, attempt } = begun;
    cookies.setPending(context, { ...attempt, to: ownPath(context.req.query('to')) });
    return context.redirect(url.href);
  });

  app.get('/signed-in', async (context) => {
    const pending = cookies.pending(context);
    cookies.dropPending(context);
    if (pending === undefined) return context.html(NOT_BEGUN, 400);
    const { search } = new URL(context.req.url);
    const query = new URLSearchParams(search);
    const who = await deps.signIn.finish(query, pending).catch(failed(deps, '/signed-in'));
    if (who === undefined) return context.html(NOT_PROVED, 401);
    const key = await startSession(deps, who, randomBytes(32).toString('base64url'));
    if (key === undefined) return context.html(NOT_ALLOWED, 403);
    cookies.setSession(context, key);
    return context.redirect(ownPath(pending.to));
  });

  app.post('/sign-out', async (context) => {
    const key = cookies.session(context);
    cookies.dropSession(context);
    if (key !== undefined && (await personOfSession(deps, key)) !== undefined) {
      await signOut(deps, key.employeeId);
    }
    return context.html(SIGNED_OUT);
  });
}

/** Returns the path on this console that a text names; the queue if it names none. */
function ownPath(text = QUEUE_PATH): string {
  const url = URL.parse(text, 'http://console');
  if (url?.origin !== 'http://console' || !text.startsWith('/')) return QUEUE_PATH;
  const path = `${url.pathname}${url.search}`;
  // A path that begins with two slashes is another host to a browser.
  return path.startsWith('//') ? QUEUE_PATH : path;
}

function failed({ report }: ConsoleDeps, route: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof SignInError)) throw error;
    report({ route, fault: error.name, message: causeOf(error) });
    return undefined;
  };
}

function causeOf({ message, cause }: SignInError): string {
  return cause instanceof Error ? `${message} ${cause.name}: ${cause.message}` : message;
}

const again = { href: '/sign-in', text: 'Sign in again' };
const NO_ISSUER = messagePage({
  title: 'The sign-in service does not answer',
  text: ['Try again in a minute. If this happens again, tell the people who run the gate.'],
  link: again,
});
const NOT_BEGUN = messagePage({
  title: 'Sign-in has to begin here',
  text: ['This browser did not begin this sign-in, or it took more than ten minutes.'],
  link: again,
});
const NOT_PROVED = messagePage({
  title: 'You are not signed in',
  text: [
    'The sign-in service did not prove who you are. If this happens again, tell the people who run the gate.',
  ],
  link: again,
});
const NOT_ALLOWED = messagePage({
  title: 'You may not use this console',
  text: [
    'You are signed in at the sign-in service, but this console is only for reviewers, supervisors and auditors.',
    'The employee directory must list your login, with one of these roles, and the sign-in service must say the same role.',
  ],
  link: again,
});
const SIGNED_OUT = messagePage({
  title: 'You are signed out',
  text: ['All your sessions on this console have ended, on every device.'],
  link: { href: '/sign-in', text: 'Sign in' },
});
