import { isDeepStrictEqual } from 'node:util';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Consistency, SaveResult } from '../../app/ports.ts';
import { CorruptItemError, type ItemKey } from './corrupt-item-error.ts';
import type { Item } from './item-reader.ts';

/** What one request consumed, in read or write capacity units, including indexes. */
export interface CapacityUse {
  readonly operation: 'GetItem' | 'PutItem' | 'UpdateItem' | 'Query';
  readonly units: number;
}

/** Where the items are. */
export interface DynamoTableOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /**
   * Called with what each successful request consumed.
   * @default - none, and DynamoDB is not asked for the capacity
   */
  readonly meter?: (use: CapacityUse) => void;
}

/** An expression in which `#name` means the attribute of that name, unless `names` gives another name. */
export interface Expression {
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
}

/** A change of some attributes of one item, made only if the condition holds. */
export interface Change extends Expression {
  readonly update: string;
  readonly condition?: string;
  /** Which attributes to return after the change: all, or those that changed. */
  readonly answer?: 'ALL_NEW' | 'UPDATED_NEW';
}

/** One page of a query by partition. */
export interface Page extends Expression {
  readonly keys: string;
  readonly index?: string;
  readonly newestFirst?: boolean;
  readonly limit: number;
  readonly after?: Item | undefined;
  /** @default eventual */
  readonly consistency?: Consistency;
}

/** The table, with the few operations the store needs. */
export interface DynamoTable {
  readonly get: (key: ItemKey, consistency: Consistency) => Promise<Item | undefined>;
  /** Writes a whole item if the condition holds. If the same item is already there, the write counts as saved. */
  readonly put: (item: Item, condition: Expression & { readonly condition: string }) => Promise<SaveResult>;
  /** Returns the attributes asked for, or undefined when the condition did not hold. */
  readonly update: (key: ItemKey, change: Change) => Promise<Item | undefined>;
  readonly query: (
    page: Page,
  ) => Promise<{ readonly items: readonly Item[]; readonly next?: Item | undefined }>;
}

/** Returns the operations of one table. */
export function dynamoTable({ client, table, meter }: DynamoTableOptions): DynamoTable {
  const base = {
    TableName: table,
    ...(meter === undefined ? {} : { ReturnConsumedCapacity: 'TOTAL' as const }),
  };
  const metered = <T extends Answer>(operation: CapacityUse['operation'], answer: T): T => {
    meter?.({ operation, units: answer.ConsumedCapacity?.CapacityUnits ?? 0 });
    return answer;
  };
  const get: DynamoTable['get'] = async ({ pk, sk }, consistency) => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const command = new GetItemCommand({ ...base, Key, ConsistentRead: consistency === 'strong' });
    return metered('GetItem', await client.send(command)).Item;
  };
  return {
    get,
    put: async (item, condition) => {
      const input = { ...base, Item: { ...item }, ConditionExpression: condition.condition };
      const command = new PutItemCommand({ ...input, ...placeholders(condition, condition.condition) });
      const answer = await unlessRefused(client.send(command));
      if (answer !== undefined) {
        metered('PutItem', answer);
        return 'saved';
      }
      return isDeepStrictEqual(await get(keyOf(item), 'strong'), { ...item }) ? 'saved' : 'moved';
    },
    update: async ({ pk, sk }, change) => {
      const command = new UpdateItemCommand({
        ...base,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: change.update,
        ...(change.condition === undefined ? {} : { ConditionExpression: change.condition }),
        ...placeholders(change, `${change.update} ${change.condition ?? ''}`),
        ReturnValues: change.answer ?? 'NONE',
      });
      const answer = await unlessRefused(client.send(command));
      return answer === undefined ? undefined : (metered('UpdateItem', answer).Attributes ?? {});
    },
    query: async (page) => {
      const command = new QueryCommand({
        ...base,
        ...(page.index === undefined ? {} : { IndexName: page.index }),
        KeyConditionExpression: page.keys,
        ...placeholders(page, page.keys),
        ScanIndexForward: page.newestFirst !== true,
        Limit: page.limit,
        ...(page.consistency === 'strong' ? { ConsistentRead: true } : {}),
        ...(page.after === undefined ? {} : { ExclusiveStartKey: { ...page.after } }),
      });
      const answer = metered('Query', await client.send(command));
      return { items: answer.Items ?? [], next: answer.LastEvaluatedKey };
    },
  };
}

/**
 * Returns the key of an item.
 * @throws CorruptItemError when the item has no key.
 */
export function keyOf(item: Item): ItemKey {
  const [pk, sk] = [item['pk']?.S, item['sk']?.S];
  if (pk === undefined || sk === undefined) {
    throw new CorruptItemError({ pk: pk ?? '?', sk: sk ?? '?' }, 'its key is missing');
  }
  return { pk, sk };
}

/** Returns true if a write failed because the item would grow over DynamoDB's limit of 400 KB. */
export function isTooLarge(error: unknown): boolean {
  return (
    error instanceof DynamoDBServiceException &&
    error.name === 'ValidationException' &&
    /item size/i.test(error.message)
  );
}

interface Answer {
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined;
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Every attribute gets a placeholder, because DynamoDB reserves hundreds of words, such as `status`. */
function placeholders({ names = {}, values }: Expression, text: string) {
  const used = new Set(text.match(/#\w+/g));
  const entries = [...used].map((name): [string, string] => [name, names[name] ?? name.slice(1)]);
  return {
    ...(entries.length === 0 ? {} : { ExpressionAttributeNames: Object.fromEntries(entries) }),
    ...(values === undefined ? {} : { ExpressionAttributeValues: { ...values } }),
  };
}
