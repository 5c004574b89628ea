import { html } from 'hono/html';
import type { ShownMeasure } from '../../app/cases/employee-case-view.ts';
import { MEASURE_WORDS } from '../../domain/cases/case-words.ts';
import type { Html } from './layout.ts';

const WIDTH = 300;
const ROW = 14;

/** Returns what is compared with peers, each as a plot of the employee's rate and interval, the site's and the role's. */
export function peerPlot(measures: readonly ShownMeasure[]): Html {
  return html`${measures.map(one)}
<p class="faint">The thin line is the range in which the employee’s true rate lies in nine of ten cases. Each refund counts less the older it is.</p>`;
}

function one(measure: ShownMeasure): Html {
  const { ownRate, siteRate, roleRate, expectedRate, eb05, eb95, own } = measure;
  const [low, high] = [eb05 * expectedRate, eb95 * expectedRate];
  const most = Math.max(ownRate, siteRate, roleRate, high, Number.MIN_VALUE);
  const x = (rate: number): string => ((rate / most) * WIDTH).toFixed(1);
  const name = MEASURE_WORDS[measure.measure];
  const rows: readonly (readonly [string, number])[] = [
    ['This employee', ownRate],
    ['Peers at the site', siteRate],
    ['Peers in the role', roleRate],
  ];
  return html`<figure><figcaption><strong>Rate of ${name}</strong>: ${shown(own.count)} of ${shown(own.refunds)}, expected ${shown(measure.expected)}</figcaption>
<svg class="plot" viewBox="0 0 ${WIDTH} ${rows.length * ROW}" aria-hidden="true">
${rows.map(([, rate], index) => html`<rect class="${index === 0 ? 'own' : 'peers'}" y="${index * ROW + 2}" width="${x(rate)}" height="8"/>`)}
<line x1="${x(low)}" x2="${x(high)}" y1="6" y2="6"/></svg>
<p>${rows.map(([who, rate]) => `${who}: ${percent(rate)}`).join('. ')}. Range: ${percent(low)} to ${percent(high)}.</p></figure>`;
}

function shown(count: number): string {
  return count >= 10 ? count.toFixed(0) : count.toFixed(1);
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}
