import type { HistoryEntry } from '../history/history.ts';
import {
  hasUnsupportedBefore,
  type SubjectHistory,
  unsupportedBefore,
  valueBefore,
} from '../history/subject-history.ts';
import { baseValueOf, type Policy, registerOf, valueLimitOf } from '../policy/policy.ts';
import { isPromised, REQUEST_TYPE } from '../producers/promises.ts';
import { type ClaimResult, deniedLinesIn, type Order } from '../refund/order-claims.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { isFlagged, sumsAllValue } from '../refund/subject.ts';
import { isShared } from '../refund/subject-statements.ts';
import { linkedRisk, type RingFinding } from '../risk/linked-risk.ts';
import { dayOf } from '../shared/calendar.ts';
import { because, type Reason } from '../shared/reasons.ts';
import type { Sender } from '../shared/sender.ts';
import { answerBudget } from './answer-budget.ts';
import type { RemainingBudget, ValueThresholdsFinding } from './findings.ts';

/** How many days of a subject may stay open before its next day joins the roll-up. */
const OPEN_DAYS = 7;

/** What the value check reads. */
export interface ValueFacts {
  /** The order, and the result of the refund's claim on it. */
  readonly order: Order;
  readonly claim: ClaimResult;
  /** The customer's side: customer, address, device, instrument. */
  readonly linked: readonly SubjectHistory[];
  /** The producer and the site, if many strangers share one of these: they answer then. */
  readonly producer?: SubjectHistory | undefined;
  /** What the refund added to its subjects' histories when it was judged before. */
  readonly added: HistoryEntry | undefined;
  /** Who asked for the refund. If that is not on record, it promised nothing. */
  readonly askedBy?: Sender | undefined;
}

/** What was already paid to a linked subject, in minor units of the base currency. */
interface LinkedSums {
  readonly history: SubjectHistory;
  /** In the window of linked days, without today. */
  readonly beforeMinor: number;
  readonly todayMinor: number;
}

/**
 * Judges whether the machine may pay the amount: its claim on the order fits (R7), it and the linked sums stay
 * within the limits (R8), and its currency is known. Also returns what remains of each linked subject's budget.
 */
export function judgeValueThresholds(
  request: RefundRequest,
  facts: ValueFacts,
  policy: Policy,
  now: Date,
): ValueThresholdsFinding {
  const categories = categoriesOf(request);
  const limit = valueLimitOf(policy, request.amount.currency, categories);
  const baseLimit = valueLimitOf(policy, policy.base, categories);
  const baseMinor = baseValueOf(policy, request.amount);
  const day = dayOf(now);

  const sums = facts.linked.map(
    (history): LinkedSums => ({
      history,
      beforeMinor: valueBefore(history, day, policy.linkedDays),
      todayMinor: valueOn(history, day),
    }),
  );
  const aloneMinor = request.claim === 'returned' ? 0 : (baseMinor ?? 0);
  const budgets = sums.map((one) =>
    remainingBudgetOf(one, { reviewMinor: baseLimit?.reviewMinor ?? 0, aloneMinor, policy, day }),
  );

  const answer = sharedAnswer(facts);

  const reasons: Reason[] = [];
  if (!facts.claim.fits) reasons.push(...facts.claim.reasons);
  const denied = deniedLinesIn(facts.order, request);
  if (denied.length > 0) reasons.push(because('V08_LINE_DENIED_BEFORE', { lines: denied }));
  if (baseMinor === undefined || limit === undefined || baseLimit === undefined) {
    reasons.push(because('V01_NO_LIMIT_FOR_CURRENCY', { currency: request.amount.currency }));
  } else {
    const alone = limitReasons(request, limit.reviewMinor);
    const isOverAlone = alone.length > 0;
    reasons.push(...alone, ...linkedReasons(sums, budgets, { baseMinor, isOverAlone }));
  }
  reasons.push(...flagReasons(facts, now));
  return {
    check: 'value-thresholds',
    state: 'known',
    reasons,
    baseMinor: baseMinor ?? null,
    twoReviewers:
      limit === undefined ||
      baseLimit === undefined ||
      request.amount.minor > limit.twoReviewersMinor ||
      sums.some(
        ({ history, beforeMinor, todayMinor }) =>
          sumsAll(history) && beforeMinor + todayMinor + (baseMinor ?? 0) > baseLimit.twoReviewersMinor,
      ),
    budgets: answer === undefined ? budgets : [...budgets, answerBudget(answer, request, { policy, day })],
    ring: ringOf(request, facts, policy, day),
  };
}

/**
 * Returns the riskiest linked subject. How many orders the customer has makes claims look rare, so it helps the refund only if
 * its producer promises to send it always: otherwise it would be sent only where it helps.
 */
function ringOf(request: RefundRequest, facts: ValueFacts, policy: Policy, today: string): RingFinding {
  const given = linkedRisk(request, facts, { policy, today });
  const register = registerOf(policy);
  if (register === undefined || request.customerOrders === undefined) return given;
  const source = facts.askedBy?.source ?? '';
  if (isPromised(register, { source, type: REQUEST_TYPE, field: 'customerOrders' })) return given;
  const without = linkedRisk({ ...request, customerOrders: undefined }, facts, { policy, today });
  return without.q > given.q ? without : given;
}

/**
 * Returns what remains of a linked subject's budget. A claim without goods may exceed it if it is alone: nothing else was
 * paid without evidence in the last half-life.
 * @param aloneMinor - the value that may pass alone.
 */
function remainingBudgetOf(
  { history, beforeMinor }: LinkedSums,
  {
    reviewMinor,
    aloneMinor,
    policy,
    day,
  }: {
    readonly reviewMinor: number;
    readonly aloneMinor: number;
    readonly policy: Policy;
    readonly day: string;
  },
): RemainingBudget {
  const { limitMinor, halfLifeDays } = policy.unsupportedBudget.subject;
  const shared = isShared(history.profile.shared);
  const left = limitMinor - unsupportedBefore(history, day, halfLifeDays);
  const isAlone = !hasUnsupportedBefore(history, day, halfLifeDays);
  return {
    subject: history.subject,
    day,
    unsupportedMinor: shared ? Number.MAX_SAFE_INTEGER : isAlone ? Math.max(left, aloneMinor) : left,
    valueMinor: reviewMinor - beforeMinor,
    countsValue: sumsAll(history) ? 'all' : 'unsupported',
    isBudgeted: !shared,
    hasHistory: !shared,
    rollUp: history.days.length >= OPEN_DAYS,
  };
}

/** All value is summed on a subject of one person; on what many strangers use, only what is paid without evidence. */
function sumsAll({ subject, profile }: SubjectHistory): boolean {
  return sumsAllValue(subject) && !isShared(profile.shared);
}

/**
 * Returns who answers for what is paid without evidence to a subject that many strangers share.
 * @throws TypeError if nobody was read: without a budget there would be no limit.
 */
function sharedAnswer({ linked, producer }: ValueFacts): SubjectHistory | undefined {
  if (!linked.some(({ profile }) => isShared(profile.shared))) return undefined;
  if (producer === undefined) throw new TypeError('Nobody was read who answers for a shared subject.');
  return producer;
}

function categoriesOf({ lines }: RefundRequest): readonly string[] {
  return lines.flatMap(({ category }) => category ?? []);
}

function valueOn(history: SubjectHistory, day: string): number {
  return history.days.find((one) => one.day === day)?.valueMinor ?? 0;
}

function limitReasons(request: RefundRequest, limitMinor: number): readonly Reason[] {
  const { minor, currency } = request.amount;
  return minor > limitMinor ? [because('V06_OVER_LIMIT', { minor, limitMinor, currency })] : [];
}

/** Returns why linked refunds are over the limit. What is over it alone has its reason already if there are no others. */
function linkedReasons(
  sums: readonly LinkedSums[],
  budgets: readonly RemainingBudget[],
  { baseMinor, isOverAlone }: { readonly baseMinor: number; readonly isOverAlone: boolean },
): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const [index, { subject, valueMinor, countsValue }] of budgets.entries()) {
    if (countsValue !== 'all') continue;
    const { todayMinor = 0, beforeMinor = 0 } = sums[index] ?? {};
    if (isOverAlone && beforeMinor + todayMinor === 0) continue;
    if (todayMinor + baseMinor > valueMinor) {
      const facts = { kind: subject.kind, todayMinor, atStartOfDayMinor: valueMinor };
      reasons.push(because('V07_LINKED_SUM_OVER_LIMIT', facts));
    }
  }
  return reasons;
}

function flagReasons({ linked, order }: ValueFacts, now: Date): readonly Reason[] {
  const flagged = linked.filter((history) => isFlagged(history.profile.flag, now));
  const reasons = flagged.map(({ subject }) =>
    because('S03_SUBJECT_FLAGGED', { kind: subject.kind, id: subject.id }),
  );
  if (isFlagged(order.flag, now)) {
    reasons.push(because('S03_SUBJECT_FLAGGED', { kind: 'order', id: order.orderId }));
  }
  return reasons;
}
