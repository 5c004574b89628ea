import { createRequire } from 'node:module';
import database, { type Callback, type Item, type Store, type Table, type Write } from 'dynalite/db/index.js';
import validations from 'dynalite/validations/index.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { localAccount } from '../local-account.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import { closeIterators } from './close-iterators.ts';
import { openStore } from './open-store.ts';
import { type StoreFailedError, StoreGuard } from './store-guard.ts';

/** A write of one item, with the item before (`existing`, absent if new) and after (`item`, absent if deleted). */
export interface ItemWrite {
  readonly table: Table;
  readonly existing: Item | null | undefined;
  readonly item: Item | null | undefined;
}

/** DynamoDB in this process. */
export interface Dynalite {
  /**
   * Runs one operation.
   *
   * @throws DynamoDbError with the body that DynamoDB would send, StoreFailedError when the disk fails.
   */
  run(operation: string, request: JsonObject): Promise<JsonObject>;
  /** Returns true after the disk has failed; reads may still work. */
  failed(): boolean;
  /** Sets the status of a table to ACTIVE. A table that is still being created can already be used. */
  activate(table: string): Promise<void>;
  close(): Promise<void>;
}

/** A refusal, with the body that DynamoDB sends: `__type` and a message. */
export class DynamoDbError extends Error {
  readonly statusCode: number;
  readonly body: JsonObject;

  constructor(statusCode: number, body: JsonObject) {
    super(String(body['message'] ?? body['Message'] ?? body['__type']));
    this.name = 'DynamoDbError';
    this.statusCode = statusCode;
    this.body = body;
  }
}

interface Operation {
  readonly types: unknown;
  readonly custom: unknown;
  readonly action: (store: Store, data: Record<string, unknown>, callback: Callback) => void;
}

const operationNames = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
] as const;

const readNames: ReadonlySet<string> = new Set(
  operationNames.filter((name) => /^(BatchGet|Describe|Get|List|Query|Scan)/.test(name)),
);

const require = createRequire(import.meta.url);
const operations = new Map<string, Operation>(
  operationNames.map((name) => {
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
    const action: Operation['action'] = require(`dynalite/actions/${file}`);
    return [name, { ...require(`dynalite/validations/${file}`), action }];
  }),
);

/**
 * Opens dynalite without its HTTP server, in memory or on disk in `path`.
 *
 * The server is not used because it cannot be closed unless it has listened, and it ends the process on an unexpected
 * error.
 *
 * `onWrite` is called with every item written and the item before it; `onFailure` with the first fault of the disk.
 *
 * @throws DamagedFileError, DiskFullError.
 */
export async function openDynalite(options: {
  readonly path?: string;
  readonly onWrite: (write: ItemWrite) => void;
  readonly onFailure: (failure: StoreFailedError) => void;
}): Promise<Dynalite> {
  const { path } = options;
  const timing = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  const create = (): Store => database.create(path === undefined ? timing : { ...timing, path });
  const store = await openStore(path, create);
  closeIterators(store);
  const guard = new StoreGuard(options.onFailure);
  store.tableDb.awsAccountId = localAccount.accountId;
  store.tableDb.awsRegion = localAccount.region;
  writeListeners.set(store, options.onWrite);
  return {
    run: (operation, request) =>
      guard.run(readNames.has(operation) ? 'read' : 'write', () => runOperation(store, operation, request)),
    failed: () => guard.failed,
    activate: (table) => activate(store, table),
    close: () =>
      new Promise((resolve, reject) => {
        store.db.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

async function runOperation(store: Store, name: string, request: JsonObject): Promise<JsonObject> {
  const operation = operations.get(name);
  if (!operation) {
    const supported = `supported are ${[...operations.keys()].join(', ')}`;
    throw new AwsServiceError('UnknownOperationException', `DynamoDB.${name} is not embedded; ${supported}.`);
  }
  try {
    const data = validations.checkTypes({ ...request }, operation.types);
    validations.checkValidations(data, operation.types, operation.custom, store);
    // dynalite does not know this field and drops it; see `checkConditional` below.
    data[onConditionFailure] = request[onConditionFailure];
    return await new Promise((resolve, reject) => {
      operation.action(store, data, (error, result) => (error ? reject(error) : resolve(toJson(result))));
    });
  } catch (error) {
    throw toDynamoDbError(error);
  }
}

function activate(store: Store, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown): void => (error ? reject(error) : resolve());
    store.getTable(name, false, (error, table) => {
      if (error || !table) {
        done(error ?? new Error(`There is no table ${name}.`));
        return;
      }
      const indexes = table.GlobalSecondaryIndexes?.map((index) => ({ ...index, IndexStatus: 'ACTIVE' }));
      const active = { ...table, TableStatus: 'ACTIVE' };
      store.tableDb.put(name, indexes ? { ...active, GlobalSecondaryIndexes: indexes } : active, done);
    });
  });
}

function toJson(result: unknown): JsonObject {
  const value: JsonValue = JSON.parse(JSON.stringify(result ?? {}));
  return isJsonObject(value) ? value : {};
}

function toDynamoDbError(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error) || !('body' in error)) return error;
  return new DynamoDbError(Number(error.statusCode), toJson(error.body));
}

const onConditionFailure = 'ReturnValuesOnConditionCheckFailure';
const writeListeners = new WeakMap<Store, (write: ItemWrite) => void>();

/**
 * Writes the index entries and the item in one batch. dynalite writes the entries first and the item later, and a
 * process killed in between would leave a row that no index finds. dynalite's own write of the item follows and changes
 * nothing.
 */
database.updateIndexes = (store, table, existing, item, callback) => {
  const current = item ?? existing;
  if (!current) {
    callback(null);
    return;
  }
  writeListeners.get(store)?.({ table, existing, item });
  const itemKey = `item-${table.TableName}~${database.createKey(current, table)}`;
  const writes: Write[] = [item ? { type: 'put', key: itemKey, value: item } : { type: 'del', key: itemKey }];
  for (const [kind, indexes] of [
    ['local', table.LocalSecondaryIndexes],
    ['global', table.GlobalSecondaryIndexes],
  ] as const) {
    const actions = database.getIndexActions(indexes ?? [], existing, item, table);
    const entryKey = (index: string, key: string): string =>
      `index-${kind}~${table.TableName}~${index}~${key}`;
    for (const { index, key } of actions.deletes) writes.push({ type: 'del', key: entryKey(index, key) });
    for (const put of actions.puts)
      writes.push({ type: 'put', key: entryKey(put.index, put.key), value: put.item });
  }
  store.db.batch(writes, callback);
};

/** Adds the item that failed a condition to the refusal, if the request asks for it; dynalite does not. */
const checkConditional = database.checkConditional;
database.checkConditional = (data, existing) => {
  const refusal = checkConditional(data, existing);
  if (refusal?.body && existing && data[onConditionFailure] === 'ALL_OLD') refusal.body['Item'] = existing;
  return refusal;
};
