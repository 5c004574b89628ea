import { html } from 'hono/html';
import type { Context } from 'oidc-provider';
import { answerWithPage } from './page-answer.ts';

/** What an error page says. */
export interface ErrorPage {
  /** Where a new sign-in can be started. */
  readonly startUrl: string;
  readonly why: string | undefined;
}

/** Answers with a page that says why a sign-in cannot go on, and where to start again. The status is set already. */
export function answerWithErrorPage(context: Context, { startUrl, why }: ErrorPage): Promise<void> {
  return answerWithPage(context, {
    status: context.status,
    title: 'Sign-in stopped',
    content: html`<h1>Sign-in stopped</h1>
<p>This sign-in cannot go on: ${why ?? 'no reason is known'}.</p>
<p><a href="${startUrl}">Start again</a></p>`,
    formOrigins: [],
  });
}
