import { randomBytes } from 'node:crypto';
import { html } from 'hono/html';
import type { Context } from 'oidc-provider';
import { PAGE_STYLE } from './page-style.ts';

/** A piece of HTML whose inserts are escaped already. */
export type Markup = ReturnType<typeof html>;

/** A page to answer with. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly content: Markup;
  /** The origins that forms of the page may reach, redirects included. */
  readonly formOrigins: readonly string[];
}

/** Answers with a page. It has no script, loads nothing, and cannot be shown inside another page. */
export async function answerWithPage(
  context: Context,
  { status, title, content, formOrigins }: Page,
): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  context.status = status;
  context.set({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policyOf({ nonce, formOrigins }),
    // Not "no-referrer": a form would then be sent with the Origin "null".
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style nonce="${nonce}">${PAGE_STYLE}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
  context.body = page.toString();
}

function policyOf({
  nonce,
  formOrigins,
}: {
  readonly nonce: string;
  readonly formOrigins: readonly string[];
}): string {
  const formAction = formOrigins.length === 0 ? "'none'" : formOrigins.join(' ');
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action ${formAction}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
