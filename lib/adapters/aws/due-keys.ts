import type { ItemKey } from './corrupt-item-error.ts';
import { type DynamoTable, keyOf } from './dynamo-table.ts';
import { type Item, itemReader, textValue } from './item-reader.ts';

/** Which queue of the due index to list, until when and how much of it. */
export interface DueQuery {
  readonly index: string;
  readonly queue: string;
  readonly now: Date;
  readonly limit: number;
}

/** The key of an item of a queue, and since when it is due. */
export interface DueKey {
  readonly key: ItemKey;
  readonly dueAt: string;
}

/** Answers the keys of the items of one queue whose `dueAt` has come, oldest first. */
export async function dueKeys(table: DynamoTable, query: DueQuery): Promise<readonly DueKey[]> {
  const keys: DueKey[] = [];
  let after: Item | undefined;
  do {
    const page = await table.query({
      index: query.index,
      keys: '#dueQueue = :queue AND #dueAt <= :now',
      values: { ':queue': textValue(query.queue), ':now': textValue(query.now.toISOString()) },
      limit: query.limit - keys.length,
      after,
    });
    keys.push(...page.items.map((item) => ({ key: keyOf(item), dueAt: itemReader(item).text('dueAt') })));
    after = page.next;
  } while (after !== undefined && keys.length < query.limit);
  return keys;
}
