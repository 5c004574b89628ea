import { html } from 'hono/html';
import type { EmployeeCaseView, ShownCase, ShownRefund } from '../../app/cases/employee-case-view.ts';
import type { Person } from '../../app/console/person.ts';
import { refundPath } from '../../contracts/console-addresses.ts';
import { CASE_CONFLICT_WORDS } from '../../domain/cases/case-conflict.ts';
import { CASE_ACTION_WORDS, CASE_STATUS_WORDS } from '../../domain/cases/case-words.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { instantWords } from '../../domain/shared/time-words.ts';
import { visibleText } from '../../domain/shared/visible-text.ts';
import { type Html, layout } from './layout.ts';
import { peerPlot } from './peer-plot.ts';

/** What the page of a case on an employee shows. */
export interface CasePageInput {
  readonly person: Person;
  readonly view: EmployeeCaseView;
  /** What became of the last answer. */
  readonly message: string | undefined;
}

/** Returns the page of a case on an employee. */
export function casePage({ person, view, message }: CasePageInput): Html {
  const { employee, grounds, contradictions, refunds } = view;
  return layout({
    title: `Case on ${employee.id}`,
    person,
    part: 'cases',
    main: html`${message === undefined ? '' : html`<div class="panel" role="status"><p>${message}</p></div>`}
<h1>Case on ${employee.id}</h1>
<div class="panel"><p class="verdict">This case asks you to look. It holds nothing against anybody.</p>
<p>The case is ${CASE_STATUS_WORDS[view.case.status]}.</p></div>
<div class="sides"><div>
${section(
  'Why it opened',
  grounds.map(({ message: said }) => said),
)}
${section('What contradicts accusing this person', contradictions, 'Nothing that the gate knows of. Ask the person and the site.')}
<section><h2>Compared with peers</h2>${peerPlot(view.measures)}</section>
${section(
  'The refunds behind it',
  refunds.map((one) => refundItem(one, view.conflict)),
)}
${section(
  'What was said',
  view.said.map(
    (one) =>
      html`${one.by}, ${instantWords(new Date(one.at))}: ${CASE_ACTION_WORDS[one.action]}${one.note === undefined ? '' : html`<br>“${visibleText(one.note)}”`}`,
  ),
)}
${section('Earlier cases', view.earlier.map(earlier))}
</div><div class="aside">${facts(view)}${answerForm(view)}</div></div>`,
  });
}

function section(title: string, items: readonly (Html | string)[], otherwise?: string): Html | string {
  if (items.length === 0)
    return otherwise === undefined ? '' : html`<section><h2>${title}</h2><p>${otherwise}</p></section>`;
  return html`<section><h2>${title}</h2><ul>${items.map((one) => html`<li>${one}</li>`)}</ul></section>`;
}

function facts({ employee, case: one }: EmployeeCaseView): Html {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Role', employee.role],
    ['Role since', employee.roleSince === undefined ? undefined : instantWords(new Date(employee.roleSince))],
    ['Site', employee.siteId],
    ['Country', employee.country],
    ['Status', employee.status],
    ['Opened', instantWords(new Date(one.firstOpenedAt ?? one.openedAt))],
    ['Numbers of', one.firstOpenedAt === undefined ? undefined : instantWords(new Date(one.openedAt))],
  ];
  return html`<dl>${rows.map(([name, value]) => (value === undefined ? '' : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}

/** People who may not answer the case see of its refunds only which they are: they may have a part in one. */
function refundItem(
  { refundId, amount, askedAt, status, verdict }: ShownRefund,
  conflict: EmployeeCaseView['conflict'],
): Html {
  if (conflict !== undefined) return html`${refundId}`;
  const told = [
    amount === undefined ? undefined : formatMoney(amount),
    askedAt === undefined ? undefined : instantWords(new Date(askedAt)),
    status,
    verdict === undefined || verdict === 'none' ? undefined : `found: ${verdict.replaceAll('_', ' ')}`,
  ].filter((one) => one !== undefined);
  return html`<a href="${refundPath(refundId)}">${refundId}</a>: ${told.length === 0 ? 'its row cannot be found' : told.join(', ')}`;
}

function earlier({ openedAt, status, ending }: ShownCase): string {
  const by = ending === undefined || ending.by.length === 0 ? '' : ` by ${ending.by.join(' and ')}`;
  return `opened ${instantWords(new Date(openedAt))}, ${CASE_STATUS_WORDS[status]}${by}`;
}

function answerForm({ employee, case: one, answers, conflict }: EmployeeCaseView): Html {
  if (conflict !== undefined)
    return html`<p><strong>You may not answer this case: ${CASE_CONFLICT_WORDS[conflict]}.</strong></p>`;
  if (answers.length === 0) return html`<p>It can only be read.</p>`;
  return html`<form method="post" action="/case">
<input type="hidden" name="employeeId" value="${employee.id}"><input type="hidden" name="caseId" value="${one.caseId}">
<fieldset><legend>Your answer</legend>
${answers.map(({ action, text }) => html`<label class="line"><input type="radio" name="action" value="${action}" required> ${text}</label>`)}</fieldset>
<p><label class="wide">Note for others <textarea name="note" maxlength="2000"></textarea></label></p>
<p><button>Send the answer</button></p></form>`;
}
