import type { IncomingMessage } from 'node:http';
import type Provider from 'oidc-provider';
import type { Context } from 'oidc-provider';
import { errors } from 'oidc-provider';
import { answerWithErrorPage } from './error-page.ts';
import { answerWithPage } from './page-answer.ts';
import { FIRST_FIELDS, readSignInForm, type SignInFields, type SignInProblems } from './sign-in-form.ts';
import { signInContent } from './sign-in-page.ts';

/** The path of the sign-in page, before the id of the request that it belongs to. */
export const SIGN_IN_PATH = '/sign-in/';

/** Far more than the form sends. */
const MAX_FORM_CHARACTERS = 10_000;

/** Returns the handler of the sign-in page. A sign-in returns to `consoleOrigin`. */
export function signInRoute(
  provider: Provider,
  consoleOrigin: string,
): (context: Context, next: () => Promise<void>) => Promise<void> {
  return async (context, next) => {
    if (!context.path.startsWith(SIGN_IN_PATH)) return next();
    if (!(await isUnderWay(provider, context))) {
      context.status = 400;
      const why = 'it has expired, or it was started in another browser';
      return answerWithErrorPage(context, { startUrl: `${consoleOrigin}/`, why });
    }
    if (context.method !== 'POST')
      return showForm(context, { consoleOrigin, fields: FIRST_FIELDS, status: 200 });
    const answer = readSignInForm(await readBody(context.req));
    if (answer.kind === 'problems') return showForm(context, { ...answer, consoleOrigin, status: 422 });
    const { login, roles } = answer.identity;
    const result = { login: { accountId: login }, roles };
    const goesOnAt = await provider.interactionResult(context.req, context.res, result);
    context.status = 303;
    context.redirect(goesOnAt);
  };
}

/** Returns true if the browser has the cookie of the page's sign-in; it has the page's path. */
async function isUnderWay(provider: Provider, { req, res }: Context): Promise<boolean> {
  try {
    await provider.interactionDetails(req, res);
    return true;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return false;
    throw error;
  }
}

interface Form {
  readonly consoleOrigin: string;
  readonly status: number;
  readonly fields: SignInFields;
  readonly problems?: SignInProblems;
}

function showForm(context: Context, { consoleOrigin, status, fields, problems }: Form): Promise<void> {
  return answerWithPage(context, {
    status,
    title: problems === undefined ? 'Sign in' : 'Problem: Sign in',
    content: signInContent(fields, problems ?? {}),
    // The form is sent here, and redirected to the console.
    formOrigins: ["'self'", consoleOrigin],
  });
}

/** Returns a body as text. One that is too long counts as empty. */
async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    if (body.length <= MAX_FORM_CHARACTERS) body += String(chunk);
  }
  return body.length > MAX_FORM_CHARACTERS ? '' : body;
}
