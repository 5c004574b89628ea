import { KIND_WORDS } from '../../domain/evidence/evidence-words.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { RefundLine, RefundRequest } from '../../domain/refund/refund-request.ts';
import {
  CHANGE_WORDS,
  CLAIM_WORDS,
  CLASS_WORDS,
  DECISION_WORDS,
  deciderWords,
  STATUS_WORDS,
  VERDICT_WORDS,
} from '../../domain/refund/refund-words.ts';
import { quorumWords, type Review, whoMayDecide } from '../../domain/refund/review.ts';
import { formatMoney, type Money } from '../../domain/shared/money.ts';
import { effectOf, nextStepOf, REASONS, type Reason } from '../../domain/shared/reasons.ts';
import { senderText } from '../../domain/shared/sender.ts';
import { durationWords } from '../../domain/shared/time-words.ts';
import { visibleText } from '../../domain/shared/visible-text.ts';
import { isAuditIntact } from '../refund/audit-chain.ts';
import { statedReasons } from '../refund/outcome-event.ts';
import { linkedOf, otherRefundsOf, sameFileOf } from './linked.ts';
import { type CaseStore, type LoadedCase, loadCase } from './load-case.ts';
import { nextSteps, refundsIn } from './next-steps.ts';
import { restrictionLines } from './restrictions.ts';
import { timelineOf } from './timeline.ts';
import { verdictOf } from './verdict.ts';
import type { CaseView, HistoryLine, ReviewView, ShownMoney, ShownReason } from './view.ts';
import { weighed } from './weighings.ts';

/**
 * Returns all that a person is shown of a refund, or undefined if there is no such refund. It makes at most 36 reads, whatever
 * is under review (`loadCase` says which). No text of an event in it can move a cursor, turn or hide text, or start a line.
 */
export async function caseViewOf(
  store: CaseStore,
  refundId: string,
  { now }: { readonly now: Date },
): Promise<CaseView | undefined> {
  const loaded = await loadCase(store, refundId, now);
  return loaded === undefined ? undefined : visible(viewOf(loaded));
}

/** The one place where texts of events become safe: every string of the view goes through it. */
function visible(view: CaseView): CaseView {
  const safe = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? visibleText(value) : value;
  return JSON.parse(JSON.stringify(view, safe));
}

function viewOf(loaded: LoadedCase): CaseView {
  const { refund, trail } = loaded;
  const { refundId, version, status, review } = refund;
  const isIntact = isAuditIntact(refund);
  const siteId = siteOf(refund.request);
  return {
    refundId,
    version,
    trailVersion: trail.version,
    status,
    statusWords: STATUS_WORDS[status],
    ...requestOf(loaded),
    ...decisionOf(loaded),
    verdict: verdictOf(refund),
    next: nextSteps(refund, { siteId }),
    ...weighed(loaded),
    reasons: reasonsOf(refund, siteId),
    timeline: timelineOf(loaded),
    witnesses: witnessLines(refund),
    restrictions: restrictionLines(loaded),
    otherRefunds: otherRefundsOf(loaded),
    linked: linkedOf(loaded),
    sameFile: sameFileOf(loaded),
    review: review === null ? null : reviewOf(review),
    history: refund.audit.map(historyLine),
    isHistoryIntact: isIntact,
    historyWords: isIntact
      ? 'The chain of this history is intact.'
      : 'THE CHAIN OF THIS HISTORY IS BROKEN: do not trust it.',
  };
}

function requestOf({ refund, now }: LoadedCase) {
  const { request, sender, askedAt, receivedAt } = refund;
  const { claim, orderId, customerId, markedBy, approvedBy, country } = request;
  return {
    claim,
    claimWords: CLAIM_WORDS[claim],
    amount: shown(request.amount),
    captured: shown(request.captured),
    orderId,
    country,
    customerId: asSent(request, customerId),
    siteId: siteOf(request) ?? null,
    markedBy: markedBy === undefined ? null : asSent(request, markedBy),
    approvedBy: approvedBy === undefined ? null : asSent(request, approvedBy),
    askedBy: sender === undefined ? null : senderText(sender),
    goods: request.lines.map(goodsLine),
    askedAt,
    receivedAt,
    ageWords: durationWords(now.getTime() - Date.parse(askedAt)),
  };
}

function decisionOf({ refund, policy }: LoadedCase) {
  const { decision, status, dueAt, baseMinor } = refund;
  const inBase = (minor: number | null | undefined): ShownMoney | null =>
    policy === undefined || minor === null || minor === undefined
      ? null
      : shown({ currency: policy.base, minor });
  return {
    base: inBase(baseMinor ?? decision?.inputs?.baseMinor),
    expectedLoss: inBase(decision?.scores?.expectedLossMinor),
    probability: decision?.scores?.fraudProbability ?? null,
    decidedAt: decision?.decidedAt ?? null,
    decidedBy: decision?.by ?? null,
    dueAt: status === 'held' ? dueAt : null,
  };
}

/** Returns one line of goods in words. */
export function goodsLine({ quantity, shippedQuantity, sku, category, lineId }: RefundLine): string {
  const of = shippedQuantity === undefined ? '' : ` of ${shippedQuantity} shipped`;
  const kind = category === undefined ? '' : ` (${category})`;
  return `${quantity}${of}: ${sku ?? 'goods without a SKU'}${kind}, line ${lineId}`;
}

function reasonsOf(refund: Refund, siteId: string | undefined): readonly ShownReason[] {
  if (refund.decision === null) return [];
  const reasons = statedReasons(refund, refund.decision);
  return reasons.filter((reason) => effectOf(reason) !== 'weigh').map((one) => shownReason(one, siteId));
}

function shownReason(reason: Reason, siteId: string | undefined): ShownReason {
  const { code, facts } = reason;
  return {
    code,
    message: REASONS[code].message,
    next: nextStepOf(code, { siteId, refundIds: refundsIn(reason) }) ?? null,
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: String(value) })),
  };
}

function witnessLines({ decision }: Refund): readonly string[] {
  if (decision === null) return [];
  const { required, observed } = decision.collusion;
  return [
    ...decision.witnesses.map(
      (one) =>
        `${CLASS_WORDS[one.class]} ${one.attestor}: ${one.kinds.map((kind) => KIND_WORDS[kind].title).join('; ')}${one.independent ? ', independent' : ''}`,
    ),
    `independent people or devices: ${observed}, demanded at this value: ${required}`,
  ];
}

function reviewOf(review: Review): ReviewView {
  return {
    tier: review.tier,
    whoMayDecide: whoMayDecide(review),
    quorum: review.quorum,
    quorumWords: quorumWords(review),
    decideBy: review.slaAt ?? null,
    votes: review.votes.map(({ at, reviewerId, decision, verdict, note }) => ({
      at,
      reviewerId,
      decision,
      decisionWords: DECISION_WORDS[decision],
      verdictWords: VERDICT_WORDS[verdict],
      note: note ?? null,
    })),
    reminders: review.reminded?.times ?? 0,
    remindedAt: review.reminded?.at ?? null,
  };
}

function historyLine({ at, by, status, codes }: Refund['audit'][number]): HistoryLine {
  return { at, by, status, codes, text: `${CHANGE_WORDS[status]}, ${deciderWords(by)}` };
}

/** Returns the site of a refund as it was sent. */
function siteOf(request: RefundRequest): string | undefined {
  return request.siteId === undefined ? undefined : asSent(request, request.siteId);
}

/** Returns an id as it was sent: it is compared in canonical form, and shown as the producer spells it. */
function asSent({ spelled = {} }: RefundRequest, id: string): string {
  return (Object.hasOwn(spelled, id) ? spelled[id] : undefined) ?? id;
}

function shown(money: Money): ShownMoney {
  return { ...money, text: formatMoney(money) };
}
