import { html } from 'hono/html';
import { AGE_CLASSES, type OpenCounts } from '../../domain/overview/open-counts.ts';
import { AGE_WORDS, numberWords, openWords } from '../../domain/overview/overview-words.ts';
import { instantWords } from '../../domain/shared/time-words.ts';
import type { Html } from './layout.ts';

/** Returns in one line how many reviews are open, by age. */
export function ageLine(counts: OpenCounts): Html {
  const ages = AGE_CLASSES.map(({ age }) => `${AGE_WORDS[age]}: ${numberWords(counts.byAge[age])}`);
  return html`<p>${openWords(counts)} open. ${ages.join(' · ')}
<span class="faint">as of ${instantWords(new Date(counts.asOf))}</span></p>`;
}
