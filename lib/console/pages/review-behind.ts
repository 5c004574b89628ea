import { html } from 'hono/html';
import {
  CASE_TITLES,
  type CaseView,
  type Linked,
  type OtherRefund,
  type TimelineEntry,
} from '../../app/case-view/view.ts';
import { refundPath } from '../../contracts/console-addresses.ts';
import { instantWords } from '../../domain/shared/time-words.ts';
import type { Html } from './layout.ts';

/** Returns what is behind a decision: reasons, the chain of evidence, what is linked, answers and history. */
export function behindSections(view: CaseView): Html {
  const from = `&from=${encodeURIComponent(view.refundId)}`;
  const { linked, review } = view;
  return html`${section(CASE_TITLES.reasons, view.reasons.map(reason))}
${section(CASE_TITLES.restrictions, view.restrictions)}
<section><h2>${CASE_TITLES.timeline}</h2>
${view.timeline.length === 0 ? html`<p class="faint">Nothing was scanned.</p>` : html`<ol class="timeline">${view.timeline.map(step)}</ol>`}</section>
${section(CASE_TITLES.witnesses, view.witnesses)}
<div class="columns">
${section(
  CASE_TITLES.otherRefunds,
  view.otherRefunds.map((one) => otherRefund(one, from)),
)}
${section(CASE_TITLES.linked, [...linked.refunds.map((one) => linkedRefund(one, from)), ...linked.people.map(({ id, text }) => `${id}: ${text}`), ...linked.notes])}
${section(
  CASE_TITLES.sameFile,
  view.sameFile.map((one) => html`${otherRefund(one, from)}, ${instantWords(new Date(one.at))}`),
)}
</div>
${section(
  CASE_TITLES.review,
  (review?.votes ?? []).map(
    (vote) =>
      html`${vote.reviewerId}, ${instantWords(new Date(vote.at))}: ${vote.decisionWords}, ${vote.verdictWords}${vote.note === null ? '' : html`<br>“${vote.note}”`}`,
  ),
)}
<details><summary>${CASE_TITLES.history}: ${view.historyWords}</summary><ul>${view.history.map((line) => html`<li>${line.text}</li>`)}</ul></details>`;
}

function section(title: string, items: readonly (Html | string)[]): Html | string {
  if (items.length === 0) return '';
  return html`<section><h2>${title}</h2><ul>${items.map((one) => html`<li>${one}</li>`)}</ul></section>`;
}

function reason({ code, message, next, facts }: CaseView['reasons'][number]): Html {
  const told = facts.map(({ name, value }) => `${name} ${value}`).join(', ');
  return html`${message}${next === null ? '' : html` <strong>${next}</strong>`} <span class="faint">${code}${told === '' ? '' : `, ${told}`}</span>`;
}

function step({ at, title, by, sentBy, standing, standingWords, notes }: TimelineEntry): Html {
  const who = [by === null ? null : `by ${by}`, sentBy === null ? null : `sent by ${sentBy}`].filter(
    (one) => one !== null,
  );
  return html`<li${standing === 'missing' ? html` class="missing"` : ''}>${at === null ? '' : html`<span class="faint">${instantWords(new Date(at))}</span> `}<strong>${title}</strong> ${who.join(', ')}
<br><span class="${standing === 'counts' ? 'good' : 'bad'}">${standingWords}</span>${notes.map((note) => html`<br><span class="faint">${note}</span>`)}</li>`;
}

/** A refund that this one names may be looked at from here. */
function otherRefund({ refundId, text }: OtherRefund, from: string): Html {
  return html`<a href="${refundPath(refundId)}${from}">${refundId}</a>: ${text}`;
}

function linkedRefund({ id, text }: Linked, from: string): Html {
  return html`<a href="${refundPath(id)}${from}">${id}</a>: ${text}`;
}
