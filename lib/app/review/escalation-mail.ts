import { refundPath } from '../../contracts/console-addresses.ts';
import { KIND_WORDS } from '../../domain/evidence/evidence-words.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { RefundLine } from '../../domain/refund/refund-request.ts';
import { CLAIM_WORDS } from '../../domain/refund/refund-words.ts';
import { openReview, quorumWords, whoMayDecide } from '../../domain/refund/review.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { effectOf, REASONS, type Reason } from '../../domain/shared/reasons.ts';
import { countOf, durationWords, instantWords } from '../../domain/shared/time-words.ts';
import { visibleText } from '../../domain/shared/visible-text.ts';
import { missingKinds } from '../case-view/missing-evidence.ts';
import { nextSteps, refundsIn } from '../case-view/next-steps.ts';
import { verdictOf } from '../case-view/verdict.ts';
import { isReminder, statedReasons } from '../refund/outcome-event.ts';
import type { Mail } from './mail.ts';

/** The most lines of goods, and other refunds, that are named. */
const MAX_NAMED = 3;

/**
 * Returns the e-mail that asks people about an escalated refund, or reminds them of it, in the words of the case's page. It has
 * no personal data, no token and no link that decides anything. Of the texts of events it has only ids, written so that no
 * program makes a link of them.
 * @param consoleUrl - the console's own address, without a slash at the end; empty if there is no console.
 */
export function escalationMail(
  refund: Refund,
  { consoleUrl, now }: { readonly consoleUrl: string; readonly now: Date },
): Mail {
  const { decision, request, askedAt } = refund;
  const review = refund.review ?? openReview(refund.twoReviewers);
  const isOnlyReminder = decision !== null && isReminder(refund, decision);
  const isRepeat = isOnlyReminder || review.tier > 1;
  const decide = `decide ${formatMoney(request.amount)} ${byWords(review.slaAt)}`;
  const reasons = decision === null ? [] : statedReasons(refund, decision);
  const missing = missingKinds(refund).map((kind) => KIND_WORDS[kind].awaited);
  const others = [...new Set(reasons.flatMap(refundsIn))];
  const text = [
    `${isRepeat ? 'Reminder: please' : 'Please'} ${decide}. It is not paid until people decide.`,
    ...(isOnlyReminder ? ['You were asked before, and nothing has changed since.'] : []),
    ...(isRepeat && !isOnlyReminder ? [REASONS.P03_NOT_DECIDED_IN_TIME.message] : []),
    '',
    ...verdictOf(refund),
    '',
    `Refund:     ${plainId(refund.refundId)}`,
    `Claim:      ${CLAIM_WORDS[request.claim]}`,
    `Goods:      ${named(request.lines.map(goodsOf))}`,
    `Age:        ${durationWords(now.getTime() - Date.parse(askedAt))}`,
    ...(others.length === 0 ? [] : [`Compare:    refund ${named(others.map(plainId))}`]),
    `Look at:    ${linkOf(refund.refundId, consoleUrl)}`,
    `May decide: ${whoMayDecide(review)}, if they have no part in the refund`,
    `Needed:     ${quorumWords(review)}`,
    ...part('What is missing:', missing),
    ...part('What to do next:', nextSteps(refund, {})),
    ...part(
      'Why:',
      reasons.filter(isTold).map(({ code }) => `${REASONS[code].message} (${code})`),
    ),
    '',
    'This message decides nothing and gives no authority. It names no customer and no employee.',
  ];
  return {
    subject: asciiText(`Refund gate${isRepeat ? ' reminder' : ''}: ${decide}`),
    text: text.map(visibleText).join('\n'),
    decideBy: review.slaAt,
    baseMinor: refund.baseMinor ?? undefined,
  };
}

function byWords(slaAt: string | undefined): string {
  return slaAt === undefined ? 'as soon as you can' : `by ${instantWords(new Date(slaAt))}`;
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  - ${line}`)];
}

function isTold(reason: Reason): boolean {
  return effectOf(reason) !== 'weigh';
}

/** A SKU that says nothing but itself: a producer may write anything into the field, also an address or a text. */
const PLAIN_SKU = /^[A-Za-z0-9_-]{1,32}$/;

function goodsOf({ quantity, sku = '' }: RefundLine): string {
  return `${countOf(quantity, 'unit')} of ${PLAIN_SKU.test(sku) ? sku : 'goods whose name is on the page'}`;
}

/** Returns the first of some things, and how many more there are. */
function named(things: readonly string[]): string {
  const more = things.length - MAX_NAMED;
  const first = things.slice(0, MAX_NAMED).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}

/** Returns an id in which nothing looks like an address: an id may have slashes and colons. */
function plainId(id: string): string {
  return encodeURIComponent(id.toWellFormed());
}

/** Returns where to look at a refund: its page, or without a page the command that prints it. */
function linkOf(refundId: string, consoleUrl: string): string {
  return consoleUrl === '' ? `refund-gate case ${plainId(refundId)}` : `${consoleUrl}${refundPath(refundId)}`;
}

/** A subject may have nothing but ASCII characters that can be seen. */
function asciiText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_SUBJECT);
}

/** The most characters of a subject: SNS refuses 100. */
const MAX_SUBJECT = 99;
