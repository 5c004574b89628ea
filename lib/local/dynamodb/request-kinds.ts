import { arrayAt, isJsonObject, type JsonObject, objectAt, stringAt } from '../json.ts';

/** The kinds of request that the meter counts separately: `OPERATION TABLE PREFIX`. */
export class RequestKinds {
  /** The partition key of each table and, as `TABLE/INDEX`, of each of its indexes. */
  readonly #partitionKeys = new Map<string, string>();

  /** Remembers the partition keys of a table and its global indexes, from its CloudFormation properties. */
  remember(name: string, properties: JsonObject): void {
    const [partition] = arrayAt(properties, 'KeySchema');
    if (isJsonObject(partition)) this.#partitionKeys.set(name, stringAt(partition, 'AttributeName') ?? '');
    for (const index of arrayAt(properties, 'GlobalSecondaryIndexes')) {
      if (!isJsonObject(index)) continue;
      const [indexPartition] = arrayAt(index, 'KeySchema');
      if (!isJsonObject(indexPartition)) continue;
      const indexName = stringAt(index, 'IndexName') ?? '';
      this.#partitionKeys.set(`${name}/${indexName}`, stringAt(indexPartition, 'AttributeName') ?? '');
    }
  }

  /** Returns the kind of a request. */
  of(operation: string, request: JsonObject): string {
    const table = stringAt(request, 'TableName') ?? Object.keys(objectAt(request, 'RequestItems')).join('+');
    const index = stringAt(request, 'IndexName');
    const target = index === undefined ? table : `${table}/${index}`;
    const partitionKey = this.#partitionKeys.get(target) ?? '';
    const key = request['Item'] ?? request['Key'] ?? queriedKey(request, partitionKey);
    const value = isJsonObject(key) ? objectAt(key, partitionKey)['S'] : undefined;
    return `${operation} ${target} ${keyPrefix(value)}`;
  }
}

/** Returns the partition key of a query: `#pk = :pk`, with names and values looked up. */
function queriedKey(request: JsonObject, partitionKey: string): JsonObject {
  const names = objectAt(request, 'ExpressionAttributeNames');
  const condition = stringAt(request, 'KeyConditionExpression') ?? '';
  for (const [, name = '', placeholder = ''] of condition.matchAll(/([#\w]+)\s*=\s*(:\w+)/g)) {
    const value = objectAt(request, 'ExpressionAttributeValues')[placeholder];
    if ((names[name] ?? name) === partitionKey && value !== undefined) return { [partitionKey]: value };
  }
  return {};
}

/** Returns a partition key up to and including its first `#`, or `(none)`. */
export function keyPrefix(value: unknown): string {
  if (typeof value !== 'string') return '(none)';
  const end = value.indexOf('#');
  return end === -1 ? '(none)' : value.slice(0, end + 1);
}
