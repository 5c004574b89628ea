import { html } from 'hono/html';
import type { QueueFilters } from '../../app/console/list-queue.ts';
import type { Person } from '../../app/console/person.ts';
import { refundPath } from '../../contracts/console-addresses.ts';
import type { QueueAnswer, QueueDetails, QueueRow } from '../../contracts/queue-answer.ts';
import type { OpenCounts } from '../../domain/overview/open-counts.ts';
import { CLAIMS } from '../../domain/refund/refund-request.ts';
import { CLAIM_WORDS, INELIGIBLE_WORDS } from '../../domain/refund/refund-words.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { REASON_CODES } from '../../domain/shared/reasons.ts';
import { deadlineWords, durationWords, instantWords } from '../../domain/shared/time-words.ts';
import { type QueueAddress, queueHref, TAKEN, TIERS } from '../queue-address.ts';
import { ageLine } from './age-line.ts';
import { type Html, layout } from './layout.ts';

/** The values of the filter by who has a refund. */
const TAKEN_WORDS: Readonly<Record<(typeof TAKEN)[number], string>> = { free: 'nobody', mine: 'you' };

/** What the page of the queue shows. */
export interface QueuePageInput {
  readonly person: Person;
  readonly address: QueueAddress;
  readonly page: QueueAnswer;
  /** The numbers of all open reviews; undefined if they are not known. */
  readonly counts: OpenCounts | undefined;
  readonly now: Date;
}

/** Returns the page of the queue. */
export function queuePage(input: QueuePageInput): Html {
  const { person, page, address, counts } = input;
  return layout({
    title: 'Queue',
    person,
    part: 'queue',
    main: html`<h1>Refunds to decide</h1>
${counts === undefined ? '' : ageLine(counts)}
${searchForm()}
${filterForm(address.filters)}
${page.rows.length === 0 ? emptyText(input) : table(input)}
${further(input)}`,
  });
}

function searchForm(): Html {
  return html`<form class="row" role="search" action="/find">
<label>Refund, order or return <input name="id" required maxlength="128" autocomplete="off"></label>
<button>Find</button>
</form>`;
}

function filterForm({ claim, site, rmaId, reason, tier, taken }: QueueFilters): Html {
  return html`<form class="row" action="/queue" aria-label="Filters">
${select(
  'Claim',
  'claim',
  claim,
  CLAIMS.map((one) => [one, CLAIM_WORDS[one]]),
)}
<label>Site <input name="site" value="${site ?? ''}" size="10" maxlength="128" autocomplete="off"></label>
<label>Return <input name="rmaId" value="${rmaId ?? ''}" size="10" maxlength="128" autocomplete="off"></label>
${select(
  'Tier',
  'tier',
  tier === undefined ? undefined : String(tier),
  TIERS.map((one) => [String(one), `tier ${one}`]),
)}
${select(
  'Who has it',
  'taken',
  taken,
  TAKEN.map((one) => [one, TAKEN_WORDS[one]]),
)}
${select(
  'Reason',
  'reason',
  reason,
  REASON_CODES.map((one) => [one, one]),
)}
<button>Show</button>
<a href="/queue">All</a>
</form>`;
}

function select(
  label: string,
  name: string,
  chosen: string | undefined,
  options: readonly (readonly [value: string, text: string])[],
): Html {
  return html`<label>${label} <select name="${name}"><option value="">any</option>
${options.map(([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`)}
</select></label>`;
}

function emptyText({ page, address }: QueuePageInput): Html {
  if (page.next !== undefined)
    return html`<p>None of the ${page.lookedAt} refunds looked at fits the filters.</p>`;
  const isAll =
    address.after === undefined && Object.values(address.filters).every((one) => one === undefined);
  return html`<p>${isAll ? 'Nothing is waiting for a decision.' : 'Nothing fits the filters.'}</p>`;
}

function further({ page, address }: QueuePageInput): Html | string {
  if (page.next === undefined) return '';
  const href = queueHref({ filters: address.filters, after: page.next });
  return html`<p><a class="button" href="${href}">Look further</a>
<span class="faint">${page.rows.length} shown, ${page.lookedAt} looked at, the largest expected loss first</span></p>`;
}

function table(input: QueuePageInput): Html {
  return html`<table class="queue">
<caption>The largest expected loss comes first</caption>
<thead><tr><th scope="col">Refund</th><th scope="col">Expected loss</th><th scope="col">Amount</th><th scope="col">Claim</th><th scope="col">Site</th><th scope="col">Why</th><th scope="col">Decide by</th><th scope="col">Age</th><th scope="col">Who has it</th></tr></thead>
<tbody>
${input.page.rows.map((row) => tableRow(row, input))}
</tbody>
</table>`;
}

function tableRow(row: QueueRow, input: QueuePageInput): Html {
  const { details, refundId, why } = row;
  const { now } = input;
  const name = html`<th scope="row"><a href="${refundPath(refundId)}">${refundId}</a></th>`;
  if (details === undefined || row.askedAt === undefined) {
    return html`<tr>${name}<td colspan="8"><strong>Its data cannot be read.</strong> Tell the people who run the gate.</td></tr>`;
  }
  const times = html`<td data-label="Decide by">${row.decideBy === undefined ? '' : html`${instantWords(new Date(row.decideBy))}<br><span class="faint">${deadlineWords(new Date(row.decideBy), now)}</span>`}</td>
<td data-label="Age">${durationWords(now.getTime() - Date.parse(row.askedAt))}</td>
<td data-label="Who has it">${taker(row, input)}</td>`;
  return html`<tr>${name}
<td data-label="Expected loss">${lossText(details)}</td>
<td data-label="Amount">${formatMoney(details.amount)}</td>
<td data-label="Claim">${CLAIM_WORDS[details.claim]}</td>
<td data-label="Site">${details.siteId ?? 'none'}</td>
<td data-label="Why">${details.reason?.message ?? ''}${why === undefined ? '' : html`<br><strong>Not for you: ${INELIGIBLE_WORDS[why]}.</strong>`}${details.stopped === true ? html`<br><strong class="bad">A stop covers it.</strong>` : ''}<br><span class="faint">tier ${details.tier}, ${details.votes} of ${details.quorum} answers</span></td>
${times}</tr>`;
}

function lossText({ expectedLoss }: QueueDetails): string {
  return expectedLoss === null ? 'not known' : formatMoney(expectedLoss);
}

function taker({ taken, refundId, why }: QueueRow, { person, address }: QueuePageInput): Html | string {
  if (taken !== undefined) return taken.by === person.employeeId ? 'you' : taken.by;
  if (why !== undefined || !person.powers.includes('decide')) return '';
  return html`<form method="post" action="/refund/take">
<input type="hidden" name="id" value="${refundId}">
<input type="hidden" name="back" value="${queueHref(address)}">
<button class="quiet" aria-label="Take ${refundId}">Take</button></form>`;
}
