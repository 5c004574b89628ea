import { randomInt } from 'node:crypto';
import { foldDueAt } from '../store-rules.ts';
import { type Item, textValue } from './item-reader.ts';

/** The partition of the due index that lists days to fold. */
export const FOLD_QUEUE = 'fold';

/** What sets the mark of a day that is to be folded. */
export const SET_FOLD_MARK = '#dueQueue = :fold, #dueAt = :foldAt';

/** Answers the values of a mark. */
export function foldMark(dueAt: string): Item {
  return { ':fold': textValue(FOLD_QUEUE), ':foldAt': textValue(dueAt) };
}

/** Answers an instant within the second at which a day was due first, other than any before it. */
export function dueAnew(day: string): string {
  const fraction = String(randomInt(1, 1_000_000_000)).padStart(9, '0');
  return foldDueAt(day).replace(/\.000Z$/, `.${fraction}Z`);
}
