import type { Power } from '../domain/people/powers.ts';
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
