import type { Look } from '../app/console/look-at-refund.ts';
import type { Power } from '../domain/people/powers.ts';
import { INELIGIBLE_WORDS } from '../domain/refund/refund-words.ts';
import type { ConsoleContext } from './console-deps.ts';
import { messagePage } from './pages/message-page.ts';

/** Returns a page that refuses a request of a person who lacks a power; undefined if they have it. */
export function withoutPower(
  context: ConsoleContext,
  power: Power,
): Response | Promise<Response> | undefined {
  const person = context.get('person');
  if (person.powers.includes(power)) return undefined;
  const text = ['Your role may look at this page, but it may not do this. Nothing was changed.'];
  return context.html(messagePage({ title: 'Not with your role', text, person }), 403);
}

/** Returns the page for a person who may not see a refund, or may see but not decide it. */
export function withoutSight(context: ConsoleContext, look: Look): Response | Promise<Response> {
  if (look.result === 'not_found') return context.notFound();
  const person = context.get('person');
  const refundId = look.result === 'shown' ? look.refund.refundId : look.refundId;
  const why = look.why === undefined ? '' : `: ${INELIGIBLE_WORDS[look.why]}`;
  const text = [`You may not decide refund ${refundId}${why}.`];
  if (look.result === 'part_of_it')
    text.push('So you do not see what is known of it either. Others are asked.');
  const link = { href: '/queue', text: 'To the queue' };
  return context.html(messagePage({ title: 'Not for you to decide', text, link, person }), 403);
}
