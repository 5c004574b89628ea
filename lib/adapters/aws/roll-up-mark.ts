import { randomInt } from 'node:crypto';
import { rollUpDueAt } from '../store-rules.ts';
import { type Item, textValue } from './item-reader.ts';

/** The partition of the due index that lists days to roll up. */
export const ROLL_UP_QUEUE = 'roll-up';

/** The part of an update that marks a day as due to be rolled up. */
export const SET_ROLL_UP_MARK = '#dueQueue = :rollUp, #dueAt = :rollUpAt';

/** Returns the values of the mark. */
export function rollUpMark(dueAt: string): Item {
  return { ':rollUp': textValue(ROLL_UP_QUEUE), ':rollUpAt': textValue(dueAt) };
}

/** Returns an instant in the same second as the day's first due time; a random fraction makes it a new one. */
export function dueAnew(day: string): string {
  const fraction = String(randomInt(1, 1_000_000_000)).padStart(9, '0');
  return rollUpDueAt(day).replace(/\.000Z$/, `.${fraction}Z`);
}
