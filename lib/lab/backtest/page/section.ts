import type { RunReport } from '../report.ts';
import { html, type Markup } from './html.ts';

/** The runs that are drawn: one world, judged by one or two policies. */
export type ShownRuns = readonly [RunReport, ...RunReport[]];

/** One part of the page: a sentence that says what to read, the plot, what the plot means, the table beneath. */
export interface Section {
  readonly id: string;
  /** The world and the policy the sentence is about, where the report has others too. */
  readonly about?: string;
  readonly sentence: string;
  /** `alt` is what a screen reader says about the plot. Without a plot there is only the table. */
  readonly plot?: { readonly alt: string; readonly svg: Markup };
  readonly note: string;
  readonly table: Markup;
}

/** Returns a section as HTML. */
export function sectionMarkup({ id, about, sentence, plot, note, table }: Section): Markup {
  const figure =
    plot === undefined ? html`` : html`<figure role="img" aria-label="${plot.alt}">${plot.svg}</figure>`;
  return html`<section id="${id}">
<h2>${about === undefined ? '' : `${about}: `}${sentence}</h2>
${figure}
<p class="note">${note}</p>
${table}
</section>
`;
}
