import { html } from 'hono/html';
import { CASE_TITLES, type CaseView } from '../../app/case-view/view.ts';
import { INELIGIBLE_WORDS } from '../../domain/refund/refund-words.ts';
import { deadlineWords, instantWords } from '../../domain/shared/time-words.ts';
import { decideForm } from './decide-form.ts';
import { type Html, layout } from './layout.ts';
import { behindSections } from './review-behind.ts';
import type { Notice, ReviewPageInput } from './review-page-input.ts';
import { weightLists } from './weight-lists.ts';

/** Returns the page of a refund under review. */
export function reviewPage(input: ReviewPageInput): Html {
  const { view, person, notice } = input;
  const title = `${view.amount.text}: ${view.claimWords}`;
  return layout({
    title,
    person,
    part: 'queue',
    main: html`${notice === undefined ? '' : noticePanel(notice, view)}
${input.isAnswered ? answeredPanel(input) : ''}
<h1>${title}</h1>
<div class="panel"><p class="verdict">${view.verdict.join(' ')}</p></div>
${view.next.length === 0 ? '' : html`<h2>${CASE_TITLES.next}</h2><ul>${view.next.map((one) => html`<li>${one}</li>`)}</ul>`}
<div class="sides">
<div>
<p class="jump"><a href="#decide">To the facts and the decision</a></p>
${weightLists(view)}
${behindSections(view)}
</div>
<div id="decide" class="aside">
${facts(input)}
${answerPart(input)}
</div>
</div>`,
  });
}

function noticePanel({ text, changed = [], newSince }: Notice, view: CaseView): Html {
  const lines = newSince === undefined ? [] : view.history.filter(({ at }) => at > newSince);
  const news = [...changed, ...lines.map((line) => line.text)];
  return html`<div class="panel warning" role="alert">${text.map((one) => html`<p>${one}</p>`)}
${news.length === 0 ? '' : html`<p>New since you opened it:</p><ul>${news.map((one) => html`<li>${one}</li>`)}</ul>`}</div>`;
}

function answeredPanel({ view, person }: ReviewPageInput): Html | string {
  const own = view.review?.votes.findLast((vote) => vote.reviewerId === person.employeeId);
  if (own === undefined) return '';
  const said = `Your answer is kept: ${own.decisionWords}, ${own.verdictWords}.`;
  const state =
    view.status === 'escalated'
      ? `It is not decided yet: ${view.review?.quorumWords ?? 'another approval'} is needed.`
      : `Now: ${view.statusWords}.`;
  return html`<div class="panel" role="status"><p class="good">${said}</p><p>${state}</p>
<p><a class="button" href="/next">Next refund</a> <a href="/queue">To the queue</a></p></div>`;
}

function facts({ view, now }: ReviewPageInput): Html {
  const review = view.status === 'escalated' ? view.review : null;
  const rows: readonly (readonly [name: string, value: string | null])[] = [
    ['Status', view.statusWords],
    [
      'Decide by',
      review?.decideBy == null
        ? null
        : `${instantWords(new Date(review.decideBy))} (${deadlineWords(new Date(review.decideBy), now)})`,
    ],
    ['Needed', review === null ? null : `${review.quorumWords}; ${review.whoMayDecide} may decide`],
    ['Goods', view.goods.join('; ')],
    ['Paid for them', view.captured.text],
    ['Expected loss', view.expectedLoss?.text ?? null],
    ['Age', view.ageWords],
    ['Site', view.siteId],
    ['Marked by', view.markedBy],
    ['Approved by', view.approvedBy],
    ['Customer', view.customerId],
    ['Order', view.orderId],
    ['Refund', view.refundId],
    ['Asked for by', view.askedBy],
  ];
  return html`<dl>${rows.map(([name, value]) => (value === null ? '' : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}

function answerPart(input: ReviewPageInput): Html | string {
  const { view, person, why } = input;
  if (view.status !== 'escalated') return '';
  if (!person.powers.includes('decide'))
    return html`<p>You look at this refund; your role does not decide.</p>`;
  if (why !== undefined)
    return html`<p><strong>You may not decide this refund: ${INELIGIBLE_WORDS[why]}.</strong></p>`;
  return html`${input.stoppedBy.length === 0 ? '' : html`<div class="panel warning"><p><strong>A stop covers this refund: ${input.stoppedBy.join(', ')}.</strong> It is not paid until two people lift it. You can deny it now; approve it after the lift.</p></div>`}
${decideForm(input)}`;
}
