import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { personOfSession } from '../app/console/person.ts';
import { UnreadableError } from '../app/unreadable-error.ts';
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from './console-deps.ts';
import { cookiesOf } from './cookies.ts';
import { messagePage } from './pages/message-page.ts';
import { addApiRoutes } from './routes/api-routes.ts';
import { addCaseRoutes } from './routes/case-routes.ts';
import { addOverviewRoutes } from './routes/overview-routes.ts';
import { addQueueRoutes } from './routes/queue-routes.ts';
import { addReviewRoutes } from './routes/review-routes.ts';
import { addSignInRoutes } from './routes/sign-in-routes.ts';
import { addStopRoutes } from './routes/stop-routes.ts';
import { ICON, STYLE } from './style.ts';

/** The content type of a form's answers. Other types get no route: browsers send them without asking first. */
const FORM = 'application/x-www-form-urlencoded';

/** Returns the case console: a web application that knows neither AWS nor the table. */
export function createConsole(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  const cookies = cookiesOf(deps.baseUrl);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // Not `no-referrer`, with which browsers send no Origin with a form.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
    }),
  );
  app.use(async (context, next) => {
    context.header('cache-control', 'no-store');
    await next();
  });
  app.get('/style.css', (context) => asset(context, 'text/css', STYLE));
  app.get('/icon.svg', (context) => asset(context, 'image/svg+xml', ICON));
  addApiRoutes(app, deps);
  app.use(csrf({ origin: deps.baseUrl }), async (context, next) => {
    const isForm = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() === FORM;
    if (context.req.method === 'POST' && !isForm) return context.html(NOT_A_FORM, 415);
    return next();
  });
  addSignInRoutes(app, deps, cookies);
  app.use(async (context, next) => {
    const key = cookies.session(context);
    const person = key === undefined ? undefined : await personOfSession(deps, key);
    if (person === undefined) return notSignedIn(context);
    context.set('person', person);
    return next();
  });
  app.get('/', (context) => context.redirect('/queue'));
  addQueueRoutes(app, deps);
  addOverviewRoutes(app, deps);
  addReviewRoutes(app, deps);
  addStopRoutes(app, deps);
  addCaseRoutes(app, deps);
  app.notFound((context) => context.html(NOT_FOUND, 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.html(FOREIGN, error.status);
    deps.report({ route: context.req.path, fault: error.name, message: error.message });
    return context.html(error instanceof UnreadableError ? UNREADABLE : FAULT, 500);
  });
  return app;
}

function asset(context: ConsoleContext, type: string, body: string): Response {
  return context.body(body, 200, { 'content-type': type, 'cache-control': 'public, max-age=3600' });
}

function notSignedIn(context: ConsoleContext): Response | Promise<Response> {
  const { method, url } = context.req;
  if (method !== 'GET') return context.html(SESSION_ENDED, 401);
  const { pathname, search } = new URL(url);
  return context.redirect(`/sign-in?to=${encodeURIComponent(`${pathname}${search}`)}`);
}

const NOT_FOUND = messagePage({
  title: 'There is no such page',
  text: ['Nothing is here, or nothing that you may see.'],
  link: { href: '/queue', text: 'To the queue' },
});
const FAULT = messagePage({
  title: 'Something went wrong',
  text: ['Nothing was decided unless the page of the refund says so. Try again in a minute.'],
  link: { href: '/queue', text: 'To the queue' },
});
const UNREADABLE = messagePage({
  title: 'Its data cannot be read',
  text: [
    'Nothing can be shown or decided here. Tell the people who run the gate; it does not help to try again.',
  ],
  link: { href: '/queue', text: 'To the queue' },
});
const FOREIGN = messagePage({
  title: 'This did not come from the console',
  text: ['Another page sent this request with your session. Nothing was changed.'],
  link: { href: '/queue', text: 'To the queue' },
});
const NOT_A_FORM = messagePage({
  title: 'This is not a form of the console',
  text: ['The console takes only what its own forms send. Nothing was changed.'],
});
const SESSION_ENDED = messagePage({
  title: 'Your session has ended',
  text: ['Nothing was changed. A session ends after 30 minutes without a request, and after 8 hours.'],
  link: { href: '/sign-in', text: 'Sign in again' },
});
