import { dayOf } from './calendar.ts';
import type { Room, ValueThresholdsFinding } from './findings.ts';
import type { HistoryEntry } from './history.ts';
import type { ClaimResult, Order } from './order-claims.ts';
import { baseValueOf, isNearThreshold, type Policy, type ValueLimit, valueLimitOf } from './policy.ts';
import { type ChannelWeight, channelWeight, EMPLOYEE_RATES } from './rate-risk.ts';
import { because, type Reason } from './reasons.ts';
import type { RefundRequest } from './refund-request.ts';
import { ringRisk } from './ring-risk.ts';
import { pastOf, type SubjectPast } from './subject-past.ts';
import {
  answerableEmployee,
  isFlagged,
  type SubjectHistory,
  unsupportedBefore,
  valueBefore,
} from './subjects.ts';

/** Days of a subject's past that may stay unfolded before its next day joins the fold. */
const UNFOLDED_DAYS = 7;

/** What the value check reads. */
export interface ValueFacts {
  /** The order, and what became of the refund's claim on it. */
  readonly order: Order;
  readonly claim: ClaimResult;
  /** The customer's side: customer, address, device, instrument. */
  readonly linked: readonly SubjectHistory[];
  /** What the refund added to its subjects' histories when it was judged before. */
  readonly added: HistoryEntry | undefined;
}

/**
 * Answers whether the amount is one the machine may pay: its claim on the order fits (R7), it and the linked
 * sums stay within the limits (R8), its currency is known, and how much room each linked subject has left.
 */
export function checkValueThresholds(
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

  const linkedMinor = facts.linked.map(
    (history) => valueBefore(history, day, policy.linkedDays) + valueOn(history, day) + (baseMinor ?? 0),
  );
  const rooms = facts.linked.map(
    (history): Room => ({
      subject: history.subject,
      day,
      unsupportedMinor:
        policy.unsupportedBudget.subject.limitMinor -
        unsupportedBefore(history, day, policy.unsupportedBudget.subject.halfLifeDays),
      valueMinor: (baseLimit?.reviewMinor ?? 0) - valueBefore(history, day, policy.linkedDays),
      isBudgeted: true,
      fold: history.days.length >= UNFOLDED_DAYS,
    }),
  );

  const reasons: Reason[] = [];
  if (!facts.claim.fits) reasons.push(...facts.claim.reasons);
  if (baseMinor === undefined || limit === undefined || baseLimit === undefined) {
    reasons.push(because('V01_NO_LIMIT_FOR_CURRENCY', { currency: request.amount.currency }));
  } else {
    reasons.push(
      ...limitReasons(request, limit.reviewMinor),
      ...linkedReasons(facts.linked, rooms, baseMinor),
    );
  }
  reasons.push(...flagReasons(facts, now));
  return {
    check: 'value-thresholds',
    state: 'known',
    reasons,
    ...worth(baseMinor, baseLimit, policy),
    twoReviewers:
      limit === undefined ||
      baseLimit === undefined ||
      request.amount.minor > limit.twoReviewersMinor ||
      Math.max(...linkedMinor) > baseLimit.twoReviewersMinor,
    rooms,
    ...linkedRisk(request, facts, { policy, today: day }),
  };
}

/** What a refund is worth, and whether that lies just below a threshold: the same whenever it is asked. */
export type Worth = Pick<ValueThresholdsFinding, 'baseMinor' | 'isNear'>;

/** Answers what a refund is worth. */
export function worthOf(request: RefundRequest, policy: Policy): Worth {
  const baseLimit = valueLimitOf(policy, policy.base, categoriesOf(request));
  return worth(baseValueOf(policy, request.amount), baseLimit, policy);
}

function worth(baseMinor: number | undefined, baseLimit: ValueLimit | undefined, policy: Policy): Worth {
  const isNear = baseMinor !== undefined && isNearThreshold(baseMinor, baseLimit?.reviewMinor, policy);
  return { baseMinor: baseMinor ?? null, isNear };
}

function categoriesOf({ lines }: RefundRequest): readonly string[] {
  return lines.flatMap(({ category }) => category ?? []);
}

/** The riskiest of the linked subjects, and whether the employee acted for one of the places before. */
function linkedRisk(
  request: RefundRequest,
  { linked, added }: ValueFacts,
  { policy, today }: { readonly policy: Policy; readonly today: string },
): Pick<ValueThresholdsFinding, 'ring' | 'pairs'> {
  const { halfLifeDays } = policy.ringRisk;
  const pasts = linked.map((history) => ({
    kind: history.subject.kind,
    past: pastOf(history, { today, halfLifeDays, without: added }),
  }));
  const risks = pasts.map(({ kind, past }) =>
    ringRisk({ kind, past, customerId: request.customerId, orders: request.customerOrders }, policy),
  );
  const ring = risks.reduce((riskiest, one) => (one.q > riskiest.q ? one : riskiest));
  const employeeId = answerableEmployee(request)?.id;
  const places = pasts.filter(({ kind }) => kind === 'address' || kind === 'device');
  return { ring, pairs: heaviestPair(employeeId, places, policy) };
}

/** The place for which the employee acted most against chance: its refunds would fall on many employees. */
function heaviestPair(
  employeeId: string | undefined,
  places: readonly { readonly past: SubjectPast }[],
  policy: Policy,
): ChannelWeight<'repeat_pairs'> {
  const { rate, floor, clip } = policy.employeeRisk.channels.repeat_pairs;
  const weights = places.map(({ past }) => {
    const { counts } = past;
    const observed = employeeId === undefined ? 0 : (past.employees.get(employeeId) ?? 0);
    const expected = (counts.low + counts.mid + counts.high) * rate + floor;
    return channelWeight('repeat_pairs', { observed, expected }, { model: EMPLOYEE_RATES, clip });
  });
  const none: ChannelWeight<'repeat_pairs'> = {
    channel: 'repeat_pairs',
    observed: 0,
    expected: floor,
    lnBf: 0,
  };
  return weights.reduce((heaviest, one) => (one.lnBf > heaviest.lnBf ? one : heaviest), none);
}

function valueOn(history: SubjectHistory, day: string): number {
  return history.days.find((one) => one.day === day)?.valueMinor ?? 0;
}

function limitReasons(request: RefundRequest, limitMinor: number): readonly Reason[] {
  const { minor, currency } = request.amount;
  return minor > limitMinor ? [because('V06_OVER_LIMIT', { minor, limitMinor, currency })] : [];
}

function linkedReasons(
  linked: readonly SubjectHistory[],
  rooms: readonly Room[],
  baseMinor: number,
): readonly Reason[] {
  return rooms.flatMap((room, index) => {
    const history = linked[index];
    const today = history === undefined ? 0 : valueOn(history, room.day);
    return today + baseMinor > room.valueMinor
      ? [
          because('V07_LINKED_SUM_OVER_LIMIT', {
            kind: room.subject.kind,
            todayMinor: today,
            roomMinor: room.valueMinor,
          }),
        ]
      : [];
  });
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
