import type { Refund } from '../../domain/refund/refund.ts';
import { openReview, whoMayDecide } from '../../domain/refund/review.ts';
import { REASONS } from '../../domain/shared/reasons.ts';
import { visibleText } from '../../domain/shared/visible-text.ts';
import { isReminder, statedReasons } from '../refund/outcome-event.ts';

/** An e-mail. Its subject says nothing about the refund itself. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/**
 * Returns the e-mail that asks people about an escalated refund, or reminds them of it. It has no personal data, no
 * token and no link that decides anything.
 * @param caseUrl - the address of the page that shows a refund under review, without its id; empty if there is none.
 */
export function escalationMail(refund: Refund, caseUrl: string): Mail {
  const { refundId, decision } = refund;
  const review = refund.review ?? openReview(refund.twoReviewers);
  const link = caseUrl === '' ? `refund-gate case ${refundId}` : `${caseUrl.replace(/\/$/, '')}/${refundId}`;
  const isRepeat = decision !== null && isReminder(refund, decision);
  const text = [
    isRepeat
      ? 'A refund is still waiting for a decision. You were asked before; nothing has changed since.'
      : 'A refund is waiting for your decision.',
    'It will not be paid until people decide.',
    '',
    `Refund:     ${refundId}`,
    `Look at:    ${link}`,
    `Decide by:  ${review.slaAt ?? 'as soon as you can'}`,
    `May decide: ${whoMayDecide(review)}, if they have no part in the refund`,
    `Needed:     ${review.quorum === 1 ? 'one approval' : `${review.quorum} approvals by different people`}, or one denial`,
    '',
    'Why:',
    ...(decision === null ? [] : statedReasons(refund, decision)).map(
      ({ code }) => `  - ${REASONS[code].message} (${code})`,
    ),
    '',
    'This message decides nothing and gives no authority. It names no customer and no employee.',
  ]
    .map(visibleText)
    .join('\n');
  const subject = isRepeat
    ? 'Refund gate: a refund still needs a decision'
    : 'Refund gate: a refund needs your decision';
  return { subject, text };
}
