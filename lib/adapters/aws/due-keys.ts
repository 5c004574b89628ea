import { CorruptItemError, type ItemKey } from './corrupt-item-error.ts';
import { type DynamoTable, keyOf } from './dynamo-table.ts';
import { type Item, itemReader, textValue } from './item-reader.ts';
import { logFault, unreadableFields } from './log.ts';

/** Which queue of the due index to list, up to which time, and how many items at most. */
export interface DueQuery {
  readonly index: string;
  readonly queue: string;
  readonly now: Date;
  readonly limit: number;
}

/** What an item of a queue is about, and since when it is due. */
export interface Due<Value> {
  readonly value: Value;
  readonly dueAt: string;
}

/**
 * Returns what is due in one queue, oldest first. An entry that cannot be read is left out and logged, so that it does
 * not block the others. An alarm counts such entries.
 * @param read - returns what a key is about; throws a CorruptItemError when the key does not belong to this queue.
 */
export async function dueKeys<Value>(
  table: DynamoTable,
  query: DueQuery,
  read: (key: ItemKey) => Value,
): Promise<readonly Due<Value>[]> {
  const due: Due<Value>[] = [];
  const unreadable: string[] = [];
  let after: Item | undefined;
  do {
    const page = await table.query({
      index: query.index,
      keys: '#dueQueue = :queue AND #dueAt <= :now',
      values: { ':queue': textValue(query.queue), ':now': textValue(query.now.toISOString()) },
      limit: query.limit - due.length,
      after,
    });
    for (const item of page.items) {
      try {
        due.push({ value: read(keyOf(item)), dueAt: itemReader(item).text('dueAt') });
      } catch (error) {
        if (!(error instanceof CorruptItemError)) throw error;
        unreadable.push(error.message);
      }
    }
    after = page.next;
  } while (after !== undefined && due.length < query.limit);
  if (unreadable.length > 0) logFault(unreadableFields(unreadable));
  return due;
}
