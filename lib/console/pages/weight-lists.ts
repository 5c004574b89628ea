import { html } from 'hono/html';
import { CASE_TITLES, type CaseView, type Weighing } from '../../app/case-view/view.ts';
import type { Html } from './layout.ts';

/** The width of the longest bar, in units of its drawing. */
const FULL = 100;

/** Returns what supports a refund, what contradicts it and what is still awaited, with bars. */
export function weightLists({ supports, contradicts, awaited }: CaseView): Html {
  return html`<div class="columns">
${list(CASE_TITLES.supports, supports, 'pro')}
${list(CASE_TITLES.contradicts, contradicts, 'contra')}
${list(CASE_TITLES.awaited, awaited, undefined)}
</div>
${weights([...supports, ...contradicts])}`;
}

function list(title: string, weighings: readonly Weighing[], side: 'pro' | 'contra' | undefined): Html {
  return html`<section><h2>${title}</h2>
${weighings.length === 0 ? html`<p class="faint">Nothing.</p>` : html`<ul class="weights">${weighings.map((one) => item(one, side))}</ul>`}</section>`;
}

function item({ sentence, share, who }: Weighing, side: 'pro' | 'contra' | undefined): Html {
  return html`<li${side === undefined ? '' : html` class="${side}"`}>${sentence}${who.length === 0 ? '' : html` <span class="faint">(${who.join(', ')})</span>`}
${side === undefined ? '' : html`<svg viewBox="0 0 ${FULL} 4" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.max(1, Math.round(share * FULL))}" height="4"/></svg>`}</li>`;
}

function weights(weighings: readonly Weighing[]): Html | string {
  const known = weighings.filter(({ weightDb }) => weightDb !== null);
  if (known.length === 0) return '';
  return html`<details><summary>The weights in decibans</summary>
<p class="faint">Above 0 it speaks for fraud, below 0 for an honest refund; 10 decibans make the odds ten times as large.</p>
<table><thead><tr><th scope="col">Decibans</th><th scope="col">What weighs</th></tr></thead><tbody>
${known.map(({ sentence, weightDb }) => html`<tr><td>${(weightDb ?? 0).toFixed(1)}</td><td>${sentence}</td></tr>`)}
</tbody></table></details>`;
}
