import { html } from 'hono/html';
import type { Person } from '../../app/console/person.ts';
import {
  type KillSwitch,
  SCOPE_FORMS,
  type ScopeFlag,
  type Stop,
  type Stops,
} from '../../domain/refund/stops.ts';
import { isFlagged } from '../../domain/refund/subject.ts';
import { instantWords } from '../../domain/shared/time-words.ts';
import { visibleText } from '../../domain/shared/visible-text.ts';
import { type Html, layout } from './layout.ts';

/** What the page of the stops shows. */
export interface StopsPageInput {
  readonly person: Person;
  readonly stops: Stops;
  /** What became of the last request. */
  readonly message: string | undefined;
  readonly now: Date;
}

/** Returns the page of the kill switches. */
export function stopsPage({ person, stops, message, now }: StopsPageInput): Html {
  const mayAct = person.powers.includes('decide');
  const inForce = stops.entries.filter((stop) => stop.origin === 'person' || isFlagged(stop.flag, now));
  return layout({
    title: 'Stops',
    person,
    part: 'stops',
    main: html`<h1>Stops</h1>
${message === undefined ? '' : html`<div class="panel" role="status"><p>${visibleText(message)}</p></div>`}
<p>What a stop covers is not paid by the machine. One person sets a stop; it takes two different people to lift it.</p>
${inForce.length === 0 ? html`<p>Nothing is stopped.</p>` : html`<ul class="weights">${inForce.map((stop) => item(stop, mayAct))}</ul>`}
${mayAct ? setForm() : ''}`,
  });
}

function item(stop: Stop, mayAct: boolean): Html {
  return stop.origin === 'event' ? flagItem(stop) : switchItem(stop, mayAct);
}

function flagItem({ scope, flag }: ScopeFlag): Html {
  return html`<li><strong>${scope}</strong>: flagged by an event on ${instantWords(new Date(flag.at))}${flag.reason === undefined ? '' : html`, “${visibleText(flag.reason)}”`}. Only events clear it.</li>`;
}

function switchItem({ scope, setBy, setAt, reason, liftAsked }: KillSwitch, mayAct: boolean): Html {
  return html`<li><strong>${scope}</strong>: set by ${setBy} on ${instantWords(new Date(setAt))}${reason === '' ? '' : html`, “${visibleText(reason)}”`}.
${liftAsked === undefined ? '' : html`<br>${liftAsked.by} asked for the lift on ${instantWords(new Date(liftAsked.at))}; a second person has to confirm it.`}
${mayAct ? switchForms(scope, liftAsked !== undefined) : ''}</li>`;
}

function switchForms(scope: string, isAsked: boolean): Html {
  return html`<div class="row">
<form method="post" action="/stops"><input type="hidden" name="scope" value="${scope}"><input type="hidden" name="action" value="lift">
<button class="quiet" aria-label="${isAsked ? 'Confirm the lift of' : 'Ask for the lift of'} ${scope}">${isAsked ? 'Confirm the lift' : 'Ask for the lift'}</button></form>
${
  isAsked
    ? html`<form method="post" action="/stops"><input type="hidden" name="scope" value="${scope}"><input type="hidden" name="action" value="stop">
<button class="quiet" aria-label="Keep the stop of ${scope}">Keep the stop</button></form>`
    : ''
}</div>`;
}

function setForm(): Html {
  return html`<h2>Set a stop</h2>
<form method="post" action="/stops"><input type="hidden" name="action" value="stop">
<div class="row"><label>What it covers <input name="scope" required maxlength="160" size="30" autocomplete="off" aria-describedby="scopes"></label>
<label>Why <input name="reason" maxlength="500" size="40" autocomplete="off"></label>
<button>Set the stop</button></div>
<p class="faint" id="scopes">${SCOPE_FORMS}; for example site:lille</p></form>`;
}
