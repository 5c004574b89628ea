import { html } from 'hono/html';
import type { Person } from '../../app/console/person.ts';
import { refundPath } from '../../contracts/console-addresses.ts';
import { type Html, layout } from './layout.ts';

/** What a search found. */
export interface Found {
  readonly person: Person;
  readonly id: string;
  readonly found: readonly string[];
}

/** Returns the page of a search that did not find exactly one refund. */
export function foundPage({ person, id, found }: Found): Html {
  return layout({
    title: 'Search',
    person,
    part: 'queue',
    main: html`<h1>Search</h1>
${
  found.length === 0
    ? html`<p>No refund, order or return <strong>${id}</strong> was found that you may see. Ids are compared exactly, capitals included.</p>`
    : html`<p>These refunds belong to <strong>${id}</strong>:</p>
<ul>${found.map((one) => html`<li><a href="${refundPath(one)}">${one}</a></li>`)}</ul>`
}
<p><a class="button" href="/queue">To the queue</a></p>`,
  });
}
