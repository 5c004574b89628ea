import type { HistoryEntry } from '../../domain/history/history.ts';
import { CLAIM_WORDS, FOUND_WORDS, LINK_WORDS } from '../../domain/refund/refund-words.ts';
import type { SubjectKind } from '../../domain/refund/subject.ts';
import { isShared } from '../../domain/refund/subject-statements.ts';
import { compareText } from '../../domain/shared/compare-text.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { countOf, instantWords } from '../../domain/shared/time-words.ts';
import { LINKED_DAYS, type LoadedCase } from './load-case.ts';
import type { Linked, LinkedView, OtherRefund, SameFile } from './view.ts';

/** The most refunds, people and files of each list that are shown. */
const MAX_SHOWN = 20;

/** Returns what else was refunded of the order. */
export function otherRefundsOf({ refund, order }: LoadedCase): readonly OtherRefund[] {
  if (order === undefined) return [];
  return order.claims
    .filter(({ refundId }) => refundId !== refund.refundId)
    .slice(-MAX_SHOWN)
    .map(({ refundId, amountMinor, units }) => {
      const isSame = refund.request.lines.some(({ lineId }) => Object.hasOwn(units, lineId));
      const amount = formatMoney({ currency: order.currency, minor: amountMinor });
      const lines = Object.entries(units).map(([line, count]) => `${countOf(count, 'unit')} of line ${line}`);
      return { refundId, text: `${amount}, ${lines.join(', ')}${isSame ? ', of the same goods' : ''}` };
    });
}

/** A refund, or the customer of one, and what links it. */
interface Link {
  readonly entry: HistoryEntry;
  readonly kinds: Set<SubjectKind>;
}

/** Returns the refunds and the customers that share a subject with a refund: those that share most first, then the newest. */
export function linkedOf({ refund, histories }: LoadedCase): LinkedView {
  const refunds = new Map<string, Link>();
  const people = new Map<string, Link>();
  for (const { subject, days } of histories) {
    for (const entry of days.flatMap(({ entries }) => entries)) {
      if (entry.refundId === refund.refundId) continue;
      note(refunds, entry.refundId, entry, subject.kind);
      // An employee does not choose the customers, so other customers of theirs say nothing.
      const isOther = entry.customerId !== refund.request.customerId && subject.kind !== 'employee';
      if (isOther) note(people, entry.customerId, entry, subject.kind);
    }
  }
  const shared = histories.filter(({ profile }) => isShared(profile.shared));
  return {
    refunds: shownOf(refunds).map(({ entry, kinds }) => ({
      id: entry.refundId,
      text: refundText(entry, kinds),
    })),
    people: shownOf(people).map(
      ({ entry, kinds }): Linked => ({
        id: entry.customerId,
        text: linksText(kinds),
      }),
    ),
    notes: [
      `Refunds of the last ${countOf(LINKED_DAYS, 'day')} are looked at.`,
      ...(refunds.size > MAX_SHOWN ? [`Only ${MAX_SHOWN} of ${refunds.size} refunds are shown.`] : []),
      ...(people.size > MAX_SHOWN ? [`Only ${MAX_SHOWN} of ${people.size} people are shown.`] : []),
      ...shared.map(
        ({ subject }) => `Many strangers use ${subject.kind} ${subject.id}, so it links nobody here.`,
      ),
    ],
  };
}

function note(links: Map<string, Link>, id: string, entry: HistoryEntry, kind: SubjectKind): void {
  const known = links.get(id);
  if (known === undefined) links.set(id, { entry, kinds: new Set([kind]) });
  else
    links.set(id, { entry: known.entry.day < entry.day ? entry : known.entry, kinds: known.kinds.add(kind) });
}

function shownOf(links: ReadonlyMap<string, Link>): readonly Link[] {
  return [...links.values()]
    .toSorted(
      (a, b) =>
        bySide(b) - bySide(a) ||
        compareText(b.entry.day, a.entry.day) ||
        compareText(a.entry.refundId, b.entry.refundId),
    )
    .slice(0, MAX_SHOWN);
}

/** An employee handles many refunds: those that share something with the customer come first. */
function bySide({ kinds }: Link): number {
  return [...kinds].filter((kind) => kind !== 'employee').length;
}

function refundText(entry: HistoryEntry, kinds: ReadonlySet<SubjectKind>): string {
  return `${entry.day}: ${CLAIM_WORDS[entry.claim]}; ${FOUND_WORDS[entry.verdict]}; ${linksText(kinds)}`;
}

function linksText(kinds: ReadonlySet<SubjectKind>): string {
  return [...kinds].map((kind) => LINK_WORDS[kind]).join(', ');
}

const FILE_WORDS = {
  photo: 'photo',
  police_report: 'police report',
  other: 'document',
} as const;

/** Returns the other refunds that came with the same photo or document. */
export function sameFileOf({ files, refund }: LoadedCase): readonly SameFile[] {
  return files
    .flatMap(({ kind, uses }) => uses.map((use) => ({ kind, ...use })))
    .slice(0, MAX_SHOWN)
    .map(({ kind, refundId, orderId, at }) => {
      const ofOrder = orderId === refund.request.orderId ? 'of the same order' : 'of another order';
      return {
        refundId,
        orderId,
        at,
        text: `the same ${FILE_WORDS[kind]}, ${ofOrder}, asked for on ${instantWords(new Date(at))}`,
      };
    });
}
