import type { DayStore, DueRollUp } from '../../app/ports.ts';
import { DUE_INDEX } from '../../contracts/names.ts';
import type { HistoryEntry } from '../../domain/history/history.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { rollUpDueAt } from '../store-rules.ts';
import { dayFromItem, entryAttribute, entryToValue } from './day-item.ts';
import { dueKeys } from './due-keys.ts';
import { dynamoReservations } from './dynamo-reservations.ts';
import { type Change, type DynamoTable, isTooLarge } from './dynamo-table.ts';
import { FullDayError } from './full-day-error.ts';
import { dayKey, daySortKey, subjectDayOf, subjectPartition } from './item-keys.ts';
import { type Item, textValue } from './item-reader.ts';
import { dueAnew, ROLL_UP_QUEUE, rollUpMark, SET_ROLL_UP_MARK } from './roll-up-mark.ts';

/** How many days one page reads: one more than a week has, so that a full week fits into one page. */
const DAYS_PAGE = 8;

/**
 * Returns the store's days. Each subject and day is one item with its sums, one attribute per reservation and one
 * attribute per entry.
 *
 * A roll-up closes a day before it reads it. So the roll-up that takes the day off the list sees every change made
 * while the day was open. A change of a closed day puts the day on the list again, with a new `dueAt`.
 */
export function dynamoDays(table: DynamoTable): DayStore {
  return {
    ...dynamoReservations(table),
    contribute: (subject, entry) => contribute(table, subject, entry),
    daysOf: async (ref, first, last) => {
      const items: Item[] = [];
      let after: Item | undefined;
      do {
        const page = await table.query({
          keys: '#pk = :pk AND #sk BETWEEN :first AND :last',
          values: {
            ':pk': textValue(subjectPartition(ref)),
            ':first': textValue(daySortKey(first)),
            ':last': textValue(daySortKey(last)),
          },
          consistency: 'strong',
          limit: DAYS_PAGE,
          after,
        });
        items.push(...page.items);
        after = page.next;
      } while (after !== undefined);
      return items.map(dayFromItem);
    },
    closeDay: async (ref, day) => {
      await table.update(dayKey(ref, day), {
        update: 'SET #closed = :true',
        values: { ':true': { BOOL: true } },
      });
    },
    dropRollUp: async ({ subject, day, dueAt }) => {
      await table.update(dayKey(subject, day), {
        update: 'REMOVE #dueQueue, #dueAt',
        condition: '#dueAt = :seen',
        values: { ':seen': textValue(dueAt) },
      });
    },
    postponeRollUp: async ({ subject, day, dueAt }, until) => {
      await table.update(dayKey(subject, day), {
        update: 'SET #dueAt = :later',
        condition: '#dueAt = :seen',
        values: { ':seen': textValue(dueAt), ':later': textValue(until.toISOString()) },
      });
    },
    rollUpsDue: async (now, limit) => {
      const due = await dueKeys(table, { index: DUE_INDEX, queue: ROLL_UP_QUEUE, now, limit }, subjectDayOf);
      return due.map(({ value, dueAt }): DueRollUp => ({ ...value, dueAt }));
    },
  };
}

/**
 * Writes an entry. An open day keeps its `dueAt`, so the index is not written; a closed day gets a new `dueAt`.
 * @throws FullDayError when the item is full. Nothing is decided on a history that lacks a refund; the alarm on failed
 *   runs notifies a person.
 */
async function contribute(table: DynamoTable, subject: SubjectRef, entry: HistoryEntry): Promise<void> {
  const key = dayKey(subject, entry.day);
  const set = (dueAt: string): Change => ({
    update: `SET #entry = :entry, ${SET_ROLL_UP_MARK}`,
    names: { '#entry': entryAttribute(entry.refundId) },
    values: { ':entry': entryToValue(subject, entry), ...rollUpMark(dueAt) },
  });
  try {
    const whileOpen = { ...set(rollUpDueAt(entry.day)), condition: 'attribute_not_exists(#closed)' };
    if ((await table.update(key, whileOpen)) === undefined) await table.update(key, set(dueAnew(entry.day)));
  } catch (error) {
    if (isTooLarge(error)) throw new FullDayError(subject, entry.day, { cause: error });
    throw error;
  }
}
