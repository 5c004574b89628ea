import { html } from 'hono/html';
import type { Person } from '../../app/console/person.ts';

/** Text that is escaped already. */
export type Html = ReturnType<typeof html>;

/** A whole page. */
export interface Page {
  readonly title: string;
  /** Who looks; absent on pages for people who are not signed in. */
  readonly person?: Person | undefined;
  /** The part of the console it belongs to. */
  readonly part?: 'queue' | 'overview' | 'stops' | 'cases' | undefined;
  readonly main: Html;
}

/** Returns a page of the console. */
export function layout({ title, person, part, main }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Refund gate</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<a class="name" href="/queue">Refund gate</a>
${person === undefined ? '' : navigation(person, part)}
</header>
<main id="main">
${main}
</main>
</body>
</html>`;
}

function navigation(person: Person, part: Page['part']): Html {
  const links = [
    { part: 'queue', href: '/queue', text: 'Queue' },
    { part: 'overview', href: '/overview', text: 'Overview' },
    { part: 'stops', href: '/stops', text: 'Stops' },
    ...(person.powers.includes('supervise') ? [{ part: 'cases', href: '/cases', text: 'Cases' }] : []),
  ];
  return html`<nav aria-label="Parts of the console">
${links.map((link) => html`<a href="${link.href}"${current(link.part === part)}>${link.text}</a>`)}
</nav>
<form class="who" method="post" action="/sign-out">
<span>${person.employeeId} (${person.record.role})</span>
<button class="quiet" title="Ends all your sessions, on every device">Sign out</button>
</form>`;
}

function current(isCurrent: boolean): Html | string {
  return isCurrent ? html` aria-current="page"` : '';
}
