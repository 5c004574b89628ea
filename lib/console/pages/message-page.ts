import { html } from 'hono/html';
import type { Person } from '../../app/console/person.ts';
import { type Html, layout } from './layout.ts';

/** A page with nothing but a message. */
export interface Message {
  readonly title: string;
  readonly text: readonly string[];
  readonly link?: { readonly href: string; readonly text: string } | undefined;
  readonly person?: Person | undefined;
}

/** Returns a page that says one thing. */
export function messagePage({ title, text, link, person }: Message): Html {
  return layout({
    title,
    person,
    main: html`<h1>${title}</h1>
${text.map((one) => html`<p>${one}</p>`)}
${link === undefined ? '' : html`<p><a class="button" href="${link.href}">${link.text}</a></p>`}`,
  });
}
