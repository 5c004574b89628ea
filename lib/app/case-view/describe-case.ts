import { instantWords } from '../../domain/shared/time-words.ts';
import { CASE_TITLES, type CaseView, type TimelineEntry, type Weighing } from './view.ts';

/** How a view is written as text. */
export interface TextOptions {
  /** True to show weights in decibans too. */
  readonly withDecibans?: boolean;
}

/** Returns a view as text for people, in the order in which the console's page shows it. */
export function describeCase(view: CaseView, { withDecibans = false }: TextOptions = {}): string {
  const weighing = (one: Weighing): string => weighingLine(one, withDecibans);
  return [
    ...headLines(view),
    '',
    ...view.verdict,
    ...section(
      CASE_TITLES.next,
      view.next.map((step) => `- ${step}`),
    ),
    ...section(CASE_TITLES.supports, view.supports.map(weighing)),
    ...section(CASE_TITLES.contradicts, view.contradicts.map(weighing)),
    ...section(CASE_TITLES.awaited, view.awaited.map(weighing)),
    ...section(CASE_TITLES.reasons, view.reasons.map(reasonLine)),
    ...section(CASE_TITLES.timeline, view.timeline.map(timelineLine)),
    ...section(CASE_TITLES.witnesses, view.witnesses),
    ...section(CASE_TITLES.restrictions, view.restrictions),
    ...section(CASE_TITLES.goods, requestLines(view)),
    ...section(
      CASE_TITLES.otherRefunds,
      view.otherRefunds.map(({ refundId, text }) => `${refundId}: ${text}`),
    ),
    ...section(CASE_TITLES.linked, linkedLines(view)),
    ...section(
      CASE_TITLES.sameFile,
      view.sameFile.map(({ refundId, text }) => `${refundId}: ${text}`),
    ),
    ...section(CASE_TITLES.review, reviewLines(view)),
    ...section(CASE_TITLES.history, [
      ...view.history.map(({ at, text, codes }) => `${at} ${text} ${codes.join(' ')}`.trimEnd()),
      view.historyWords,
    ]),
  ].join('\n');
}

function headLines(view: CaseView): readonly string[] {
  const { refundId, statusWords, amount, base, claimWords, orderId, customerId, siteId } = view;
  const inBase = base === null || base.currency === amount.currency ? '' : ` (${base.text})`;
  return [
    `Refund ${refundId}: ${amount.text}${inBase}. ${claimWords}. ${statusWords}.`,
    `  order ${orderId}, customer ${customerId}, site ${siteId ?? 'unknown'}`,
    `  asked for ${view.ageWords} ago, received ${view.receivedAt}${view.askedBy === null ? '' : `, sent by ${view.askedBy}`}`,
    ...(view.decidedAt === null ? [] : [`  decided ${view.decidedAt} by ${view.decidedBy ?? 'nobody'}`]),
    ...(view.dueAt === null ? [] : [`  looked at again by ${view.dueAt}`]),
    ...(view.expectedLoss === null ? [] : [`  probable loss if it is paid: ${view.expectedLoss.text}`]),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** The length of the longest bar, in characters. */
const BAR = 5;

function weighingLine({ sentence, share, weightDb, who }: Weighing, withDecibans: boolean): string {
  const bar = '#'.repeat(Math.ceil(share * BAR)).padEnd(BAR, '.');
  const db = withDecibans && weightDb !== null ? ` ${weightDb.toFixed(1)} dB` : '';
  return `${bar} ${sentence}${who.length === 0 ? '' : ` (${who.join(', ')})`}${db}`;
}

function reasonLine({ code, message, facts }: CaseView['reasons'][number]): string {
  const told = facts.map(({ name, value }) => `${name} ${value}`);
  return `- ${message} (${[code, ...told].join(', ')})`;
}

function timelineLine({ at, title, by, sentBy, standingWords, notes }: TimelineEntry): string {
  const parts = [
    ...(by === null ? [] : [`by ${by}`]),
    ...(sentBy === null ? [] : [`sent by ${sentBy}`]),
    ...notes,
    standingWords,
  ];
  return `${at ?? '------------------------'} ${title}, ${parts.join(', ')}`;
}

function requestLines(view: CaseView): readonly string[] {
  return [
    ...view.goods,
    `paid for these lines: ${view.captured.text}`,
    `marked by ${view.markedBy ?? 'nobody'}, approved by ${view.approvedBy ?? 'nobody'}`,
  ];
}

function linkedLines({ linked }: CaseView): readonly string[] {
  const { refunds, people, notes } = linked;
  if (refunds.length + people.length === 0) return [];
  return [
    ...refunds.map(({ id, text }) => `refund ${id}: ${text}`),
    ...people.map(({ id, text }) => `customer ${id}: ${text}`),
    ...notes,
  ];
}

function reviewLines({ review }: CaseView): readonly string[] {
  if (review === null) return [];
  const { decideBy, reminders, remindedAt } = review;
  const by = decideBy === null ? '' : `, decide by ${instantWords(new Date(decideBy))}`;
  return [
    `${review.whoMayDecide} may decide, if they have no part in the refund; needed: ${review.quorumWords}${by}`,
    ...(remindedAt === null ? [] : [`reminders since: ${reminders}, the last on ${remindedAt}`]),
    ...review.votes.map(
      ({ at, reviewerId, decisionWords, verdictWords, note }) =>
        `${at} ${reviewerId} ${decisionWords}: ${verdictWords}${note === null ? '' : `; ${note}`}`,
    ),
  ];
}
