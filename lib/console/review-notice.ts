import type { ReviewResult } from '../contracts/review-result.ts';
import { INELIGIBLE_WORDS, VERDICT_WORDS } from '../domain/refund/refund-words.ts';
import { instantWords } from '../domain/shared/time-words.ts';
import type { Notice } from './pages/review-page-input.ts';

/** Returns what to say about an answer that was not taken. */
export function noticeOf(
  result: Exclude<ReviewResult, { result: 'accepted' }>,
  { seenAt, changed }: { readonly seenAt: string; readonly changed: readonly string[] },
): Notice {
  const warning = (...text: readonly string[]): Notice => ({ text });
  switch (result.result) {
    case 'refused':
      return warning(`You may not decide this refund: ${INELIGIBLE_WORDS[result.why]}. Nothing was decided.`);
    case 'unknown_refund':
      return warning('There is no such refund any more.');
    case 'verdict_contradicts':
      return warning(
        `An approval goes with “${VERDICT_WORDS.genuine}” or “${VERDICT_WORDS.other}” only: the other findings say that the refund must not be paid. Nothing was decided.`,
      );
    case 'not_escalated':
      return warning('This refund does not wait for people now. Your answer was not needed and not kept.');
    case 'already_decided':
      return warning(
        `${namesIn(result.by)} decided this refund before you: it is ${result.status}. Your answer was not kept.`,
      );
    case 'answered_differently':
      return warning(
        `You already answered with "${result.decision}" at ${instantWords(new Date(result.at))}. Nobody gives two answers; this one was not kept.`,
      );
    case 'order_has_no_room':
      return warning(
        'The order has no room for this refund: what it claims was refunded before, or is more than was paid. It can only be denied.',
      );
    case 'stopped':
      return warning('A stop covers this refund, so your approval was not kept: it would not be paid.');
    case 'changed_since_seen':
      return {
        text: [
          'Something changed since you opened this page, so your answer was not kept. Look at what is new, then answer again.',
        ],
        changed,
        newSince: seenAt,
      };
  }
}

function namesIn(by: string): string {
  return by.replace(/^reviewer:/, '').replaceAll(',', ' and ');
}
