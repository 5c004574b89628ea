import { html } from 'hono/html';
import type { ListedCase } from '../../app/cases/list-cases.ts';
import type { Person } from '../../app/console/person.ts';
import { durationWords } from '../../domain/shared/time-words.ts';
import { type Html, layout } from './layout.ts';

/** What the list of open cases shows. */
export interface CasesPageInput {
  readonly person: Person;
  readonly cases: readonly ListedCase[];
  readonly more: boolean;
  readonly now: Date;
}

/** Returns the page of the open cases on employees. */
export function casesPage({ person, cases, more, now }: CasesPageInput): Html {
  return layout({
    title: 'Cases',
    person,
    part: 'cases',
    main: html`<h1>Cases on employees</h1>
<p>A case asks people to look. It holds nothing against anybody, and nothing is held because of it.</p>
${cases.length === 0 ? html`<p>No case is open.</p>` : list(cases, now)}
${more ? html`<p class="faint">More cases are open; these are the oldest.</p>` : ''}`,
  });
}

function list(cases: readonly ListedCase[], now: Date): Html {
  return html`<ul class="weights">${cases.map(
    (
      one,
    ) => html`<li><a href="${caseHref(one.employeeId)}">${one.employeeId}</a>: ${one.refunds} refunds behind it, open for ${durationWords(now.getTime() - Date.parse(one.openedAt))}
${one.clearAsked === undefined ? '' : html`<br>${one.clearAsked.by} asked to clear them; a second supervisor has to agree.`}</li>`,
  )}</ul>`;
}

/** Returns the address of the case on an employee. */
export function caseHref(employeeId: string): string {
  return `/case?employee=${encodeURIComponent(employeeId)}`;
}
