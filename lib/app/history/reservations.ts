import type { RemainingBudget } from '../../domain/checks/findings.ts';
import type { Reservation } from '../../domain/decision/judge-refund.ts';
import type { HistoryEntry } from '../../domain/history/history.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import {
  answerableEmployee,
  linkedSubjects,
  producersOf,
  type Reserved,
  type SubjectRef,
} from '../../domain/refund/subject.ts';
import { dayOf } from '../../domain/shared/calendar.ts';
import { because, type Reason } from '../../domain/shared/reasons.ts';
import type { Store } from '../ports.ts';

/** What an approval reserves, and the history entry that is written with it if both are for the same day. */
export interface ToReserve {
  readonly refundId: string;
  /** The version of the refund's row that was judged. */
  readonly version: number;
  readonly reservation: Reservation;
  readonly entry?: HistoryEntry | undefined;
}

/**
 * Reserves an approval's value on all its subjects at the same time. Each reservation is a conditional write, not
 * only a read: of fifty refunds in the same second, each sees what the others have taken.
 * @returns undefined if everything is reserved; the reason if a budget is used up, and the caller gives the rest
 * back once the row says that the refund is not approved; `again` if a day was closed in the meantime, after giving
 * back what was taken.
 */
export async function reserveAll(
  store: Pick<Store, 'reserve' | 'withdraw'>,
  { refundId, version, reservation, entry }: ToReserve,
): Promise<Reason | 'again' | undefined> {
  const { budgets, unsupportedMinor } = reservation;
  const made = { refundId, version };
  const results = await Promise.all(
    budgets.map((budget) =>
      store.reserve(
        budget,
        { ...made, ...takenFrom(budget, reservation) },
        budget.hasHistory ? entry : undefined,
      ),
    ),
  );
  const refusedAt = results.findIndex((result) => result === 'over_budget' || result === 'closed');
  const refused = budgets[refusedAt];
  if (refused === undefined) return undefined;
  if (results[refusedAt] === 'closed') {
    const taken = budgets.filter((_, at) => results[at] === 'reserved');
    await Promise.all(taken.map(({ subject, day }) => store.withdraw(subject, day, made)));
    return 'again';
  }
  return because(
    unsupportedMinor > 0 ? 'B01_UNSUPPORTED_BUDGET' : 'V07_LINKED_SUM_OVER_LIMIT',
    refusalFacts(refused, unsupportedMinor),
  );
}

/** A refused write does not say what other refunds have taken today: only what there was before them is known. */
function refusalFacts(
  { subject, isBudgeted, unsupportedMinor, valueMinor }: RemainingBudget,
  takenMinor: number,
): Reason['facts'] {
  const isUnsupported = takenMinor > 0 && isBudgeted;
  return {
    kind: subject.kind,
    ...(subject.kind === 'producer' ? { id: subject.id.trim() } : {}),
    atStartOfDayMinor: isUnsupported ? unsupportedMinor : valueMinor,
  };
}

/** Returns what an approval takes from one of its budgets. */
function takenFrom(
  { countsValue, isBudgeted }: RemainingBudget,
  { valueMinor, unsupportedMinor }: Reservation,
): Pick<Reserved, 'valueMinor' | 'unsupportedMinor'> {
  const counted = { all: valueMinor, unsupported: unsupportedMinor, none: 0 };
  return { valueMinor: counted[countsValue], unsupportedMinor: isBudgeted ? unsupportedMinor : 0 };
}

/** Gives back what a refund holds in the budgets of a failed reservation. What a later run reserved stays. */
export async function giveBackBudgets(
  store: Pick<Store, 'withdraw'>,
  made: Pick<Reserved, 'refundId' | 'version'>,
  reservation: Reservation | null,
): Promise<void> {
  const budgets = reservation?.budgets ?? [];
  await Promise.all(budgets.map(({ subject, day }) => store.withdraw(subject, day, made)));
}

/** Gives back what an approval on that day reserved, for this version of its row or an earlier one. */
export async function giveBack(
  store: Pick<Store, 'withdraw'>,
  refund: Refund,
  decidedAt: Date,
): Promise<void> {
  const day = dayOf(decidedAt);
  await Promise.all(budgetedSubjects(refund).map((ref) => store.withdraw(ref, day, refund)));
}

/** Returns every subject that an approval of a refund may have reserved on. */
export function budgetedSubjects(refund: Refund): readonly SubjectRef[] {
  return [...subjectsOf(refund.request), ...producersOf(refund)];
}

/** Returns every subject whose sums a refund adds to. */
export function subjectsOf(request: RefundRequest): readonly SubjectRef[] {
  const employee = answerableEmployee(request);
  return [...linkedSubjects(request), ...(employee === undefined ? [] : [employee])];
}
