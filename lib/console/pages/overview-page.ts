import { html } from 'hono/html';
import type { Person } from '../../app/console/person.ts';
import type { DecidedDay, DecidedDays } from '../../domain/overview/decided-days.ts';
import { AGE_CLASSES, type OpenCounts } from '../../domain/overview/open-counts.ts';
import { AGE_WORDS, numberWords, openWords } from '../../domain/overview/overview-words.ts';
import { dayNumber, MINUTE_MS } from '../../domain/shared/calendar.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { countOf, durationWords, instantWords } from '../../domain/shared/time-words.ts';
import { type Html, layout } from './layout.ts';

/** How many days of decisions are shown. */
const SHOWN_DAYS = 30;

/** From this age on, the count is late: the same numbers are written again after a quarter of an hour. */
const LATE_MS = 20 * MINUTE_MS;

const BAR_WIDTH = 100;

/** What the overview shows. */
export interface OverviewPageInput {
  readonly person: Person;
  /** Undefined if nothing was counted, or if the numbers cannot be read. */
  readonly counts: OpenCounts | undefined;
  readonly decided: DecidedDays | undefined;
  readonly baseCurrency: string;
  readonly now: Date;
}

/** Returns the page of the overview. */
export function overviewPage(input: OverviewPageInput): Html {
  const { person, counts, decided } = input;
  return layout({
    title: 'Overview',
    person,
    part: 'overview',
    main: html`<h1>Overview</h1>
<h2>Open now</h2>
${counts === undefined ? html`<p>There are no numbers of the open refunds yet, or they cannot be read. The gate counts each minute.</p>` : openPart(counts, input)}
<h2>Decided by people</h2>
${decided === undefined ? html`<p>There are no numbers yet. The gate counts each night what people decided the day before.</p>` : decidedPart(decided)}`,
  });
}

function openPart(counts: OpenCounts, { baseCurrency, now }: OverviewPageInput): Html {
  const { asOf, oldestAskedAt, valueMinor, expectedLossMinor, withoutValue } = counts;
  const money = (minor: number): string => formatMoney({ currency: baseCurrency, minor });
  const lateMs = now.getTime() - Date.parse(asOf);
  return html`<p class="faint">As of ${instantWords(new Date(asOf))}</p>
${lateMs < LATE_MS ? '' : html`<div class="panel warning"><p>These numbers are ${durationWords(lateMs)} old. The gate counts each minute: ask those who run it why it does not.</p></div>`}
<dl><dt>Open</dt><dd>${openWords(counts)}</dd>
<dt>Oldest</dt><dd>${oldestAskedAt === null ? 'none' : html`asked for ${durationWords(now.getTime() - Date.parse(oldestAskedAt))} ago, on ${instantWords(new Date(oldestAskedAt))}`}</dd>
<dt>Value waiting</dt><dd>${money(valueMinor)}${withoutValue === 0 ? '' : html` and ${countOf(withoutValue, 'refund')} whose value is not known`}</dd>
<dt>Expected loss</dt><dd>${money(expectedLossMinor)}</dd></dl>
${ageTable(counts)}`;
}

function ageTable({ byAge }: OpenCounts): Html {
  const most = Math.max(...Object.values(byAge));
  return html`<table class="bars">
<caption>Open refunds by age, since they were asked for</caption>
<thead><tr><th scope="col">Age</th><th scope="col">Refunds</th><td></td></tr></thead>
<tbody>
${AGE_CLASSES.map(({ age }) => html`<tr><th scope="row">${AGE_WORDS[age]}</th><td>${numberWords(byAge[age])}</td><td>${bar([byAge[age]], most)}</td></tr>`)}
</tbody>
</table>`;
}

function decidedPart({ through, days }: DecidedDays): Html {
  const shown = days.filter(({ day }) => dayNumber(day) > dayNumber(through) - SHOWN_DAYS).toReversed();
  const most = Math.max(...shown.map(({ approved, denied }) => approved + denied));
  return html`<p class="faint">The ${SHOWN_DAYS} days up to ${through}, by UTC day; days without a decision are left out</p>
${
  shown.length === 0
    ? html`<p>People decided nothing in these days.</p>`
    : html`<table class="bars">
<caption>Refunds by the day on which people decided them</caption>
<thead><tr><th scope="col">Day</th><th scope="col">Approved</th><th scope="col">Denied</th><td></td></tr></thead>
<tbody>
${shown.map((one) => dayRow(one, most))}
</tbody>
</table>`
}`;
}

function dayRow({ day, approved, denied }: DecidedDay, most: number): Html {
  return html`<tr><th scope="row">${day}</th><td>${numberWords(approved)}</td><td>${numberWords(denied)}</td><td>${bar([approved, denied], most)}</td></tr>`;
}

/** One bar of one or two parts. The numbers are in the cells beside it, so people who hear the page miss nothing. */
function bar([first = 0, second = 0]: readonly number[], most: number): Html {
  const width = (count: number): number => (most === 0 ? 0 : (count / most) * BAR_WIDTH);
  return html`<svg viewBox="0 0 ${BAR_WIDTH} 8" preserveAspectRatio="none" aria-hidden="true"><rect width="${width(first).toFixed(1)}" height="8"/><rect class="second" x="${width(first).toFixed(1)}" width="${width(second).toFixed(1)}" height="8"/></svg>`;
}
