import { html } from 'hono/html';
import { stampOf } from '../../app/case-view/stamp.ts';
import { VERDICT_WORDS } from '../../domain/refund/refund-words.ts';
import { VERDICTS } from '../../domain/refund/review.ts';
import { instantWords } from '../../domain/shared/time-words.ts';
import type { Html } from './layout.ts';
import type { ReviewPageInput } from './review-page-input.ts';

const DECISIONS = [
  ['approve', 'Approve: the money is paid'],
  ['deny', 'Deny: the money is not paid'],
] as const;

/** Returns the form with which a person answers. It says what they had looked at. */
export function decideForm(input: ReviewPageInput): Html {
  const { view, seen, typed, now } = input;
  return html`<form method="post" action="/refund/decide">
<input type="hidden" name="id" value="${view.refundId}">
<input type="hidden" name="link" value="${seen.link}">
<input type="hidden" name="trailVersion" value="${seen.trailVersion}">
<input type="hidden" name="stamp" value="${stampOf(view)}">
<input type="hidden" name="seenAt" value="${now.toISOString()}">
<fieldset><legend>Your decision</legend>
${DECISIONS.map(([value, text]) => choice({ name: 'decision', value, text }, typed))}</fieldset>
<fieldset><legend>What you found</legend>
${VERDICTS.map((value) => choice({ name: 'verdict', value, text: VERDICT_WORDS[value] }, typed))}
<p class="faint">An approval goes with “${VERDICT_WORDS.genuine}” or “${VERDICT_WORDS.other}”. What you find about the person who vouched counts in their history.</p></fieldset>
<p><label class="wide">Note for others, at most 2,000 characters <textarea name="note" maxlength="2000">${text(typed['note'])}</textarea></label></p>
<p class="row"><button>Send the decision</button> ${leasePart(input)}</p>
</form>`;
}

/** Who works on it. The button sends what is filled in along, so that it is kept. */
function leasePart({ taken, person }: ReviewPageInput): Html {
  const isOwn = taken?.by === person.employeeId;
  if (taken !== undefined && !isOwn) {
    return html`<span><strong>${taken.by} is working on it</strong> until ${instantWords(new Date(taken.until))}.</span>`;
  }
  const [action, text] = isOwn ? ['give-back', 'Give back'] : ['take', 'Take'];
  return html`<span>${isOwn ? 'You have taken it: others see that.' : 'Nobody is working on it.'}</span>
<button class="quiet" formaction="/refund/${action}" formnovalidate>${text}</button>`;
}

interface Choice {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

function choice({ name, value, text: label }: Choice, typed: Readonly<Record<string, unknown>>): Html {
  return html`<label class="line"><input type="radio" name="${name}" value="${value}" required${typed[name] === value ? html` checked` : ''}> ${label}</label>`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
