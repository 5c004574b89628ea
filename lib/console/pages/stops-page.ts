import { html } from 'hono/html';
import type { Person } from '../../app/console/person.ts';
import type { ListedStop } from '../../app/stops/list-stops.ts';
import { SCOPE_FORMS } from '../../domain/refund/stops.ts';
import { instantWords } from '../../domain/shared/time-words.ts';
import { visibleText } from '../../domain/shared/visible-text.ts';
import { type Html, layout } from './layout.ts';

/** What the page of the stops shows. */
export interface StopsPageInput {
  readonly person: Person;
  readonly stops: readonly ListedStop[];
  /** What became of the last request. */
  readonly message: string | undefined;
  /** What the person had filled in. */
  readonly typed: Readonly<Record<string, unknown>>;
}

/** Returns the page of the kill switches. */
export function stopsPage({ person, stops, message, typed }: StopsPageInput): Html {
  const mayAct = person.powers.includes('decide');
  return layout({
    title: 'Stops',
    person,
    part: 'stops',
    main: html`<h1>Stops</h1>
${message === undefined ? '' : html`<div class="panel" role="status"><p>${visibleText(message)}</p></div>`}
<p>What a stop covers is not paid by the machine. One person sets a stop; it takes two different people to lift it.</p>
${stops.length === 0 ? html`<p>Nothing is stopped.</p>` : html`<ul class="weights">${stops.map((stop) => item(stop, mayAct ? person.employeeId : undefined))}</ul>`}
${mayAct ? setForm(typed) : ''}`,
  });
}

function item(
  { scope, origin, setBy, setAt, reason = '', until, liftAsked }: ListedStop,
  who: string | undefined,
): Html {
  const isSwitch = origin === 'person';
  const told = [
    `${isSwitch ? 'set' : 'flagged by an event'}${setBy === undefined ? '' : ` by ${setBy}`} on ${shown(setAt)}`,
    ...(until === undefined ? [] : [`until ${shown(until)}`]),
    ...(reason === '' ? [] : [`“${visibleText(reason)}”`]),
  ];
  return html`<li><strong>${scope}</strong>: ${told.join(', ')}.${isSwitch ? '' : ' Only events clear it.'}
${liftAsked.map(({ by, at }) => html`<br>${by ?? 'Somebody'} asked for the lift on ${shown(at)}; a second person has to confirm it.`)}
${isSwitch && who !== undefined ? switchForms(scope, { isAsked: liftAsked.length > 0, isOwn: liftAsked.some(({ by }) => by === who) }) : ''}</li>`;
}

function shown(instant: string): string {
  return instantWords(new Date(instant));
}

function switchForms(
  scope: string,
  { isAsked, isOwn }: { readonly isAsked: boolean; readonly isOwn: boolean },
): Html {
  return html`<div class="row">
${isOwn ? html`<span>You asked; now a second person has to confirm it.</span>` : liftForm(scope, isAsked)}
${
  isAsked
    ? html`<form method="post" action="/stops"><input type="hidden" name="scope" value="${scope}"><input type="hidden" name="action" value="stop">
<button class="quiet" aria-label="Keep the stop of ${scope}">Keep the stop</button></form>`
    : ''
}</div>`;
}

function liftForm(scope: string, isAsked: boolean): Html {
  return html`<form method="post" action="/stops"><input type="hidden" name="scope" value="${scope}"><input type="hidden" name="action" value="lift">
<button class="quiet" aria-label="${isAsked ? 'Confirm the lift of' : 'Ask for the lift of'} ${scope}">${isAsked ? 'Confirm the lift' : 'Ask for the lift'}</button></form>`;
}

function setForm({ scope, reason }: Readonly<Record<string, unknown>>): Html {
  return html`<h2>Set a stop</h2>
<form method="post" action="/stops"><input type="hidden" name="action" value="stop">
<div class="row"><label>What it covers <input name="scope" value="${text(scope)}" required maxlength="160" size="30" autocomplete="off" aria-describedby="scopes"></label>
<label>Why <input name="reason" value="${text(reason)}" maxlength="500" size="40" autocomplete="off"></label>
<button>Set the stop</button></div>
<p class="faint" id="scopes">${SCOPE_FORMS}; for example site:lille</p></form>`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
