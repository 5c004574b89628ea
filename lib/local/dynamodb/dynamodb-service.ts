import { crc32 } from 'node:zlib';
import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  objectAt,
  stringAt,
} from '../json.ts';
import type { Meter } from '../meter.ts';
import { DamagedFileError, RESTORE_OR_LEAVE } from '../storage/damaged-file-error.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { WireAnswer } from '../wire/wire-message.ts';
import { indexWriteUnits } from './index-write-units.ts';
import { type Dynalite, DynamoDbError, openDynalite } from './open-dynalite.ts';
import { keyPrefix, RequestKinds } from './request-kinds.ts';
import { StoreFailedError } from './store-guard.ts';

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
const reads = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem']);
/** The properties that CloudFormation and `CreateTable` have in common. */
const tableProperties = [
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'BillingMode',
  'ProvisionedThroughput',
];

/** The tables of the embedded AWS. They are dynalite's, and the meter records what every request consumed. */
export class DynamoDbService {
  readonly #dynalite: Dynalite;
  readonly #meter: Meter;
  readonly #kinds = new RequestKinds();

  /** The reason why no table may be created, if there is one. */
  #refusal: DamagedFileError | undefined;

  private constructor(dynalite: Dynalite, meter: Meter) {
    this.#dynalite = dynalite;
    this.#meter = meter;
  }

  /** Opens the tables: in memory, or on disk in `path` with the data that is there. */
  static async open(options: {
    readonly path?: string;
    /** Whether state machines ran on these tables before. If so, an empty store means that data was lost. */
    readonly ranBefore: boolean;
    readonly meter: Meter;
    readonly onFailure: (failure: StoreFailedError) => void;
  }): Promise<DynamoDbService> {
    const { meter, onFailure, path, ranBefore } = options;
    const dynalite = await openDynalite({
      ...(path === undefined ? {} : { path }),
      onFailure,
      onWrite: (write) => {
        const key = (write.item ?? write.existing)?.[write.table.KeySchema[0]?.AttributeName ?? ''];
        for (const { index, units } of indexWriteUnits(write)) {
          const prefix = keyPrefix(key?.['S']);
          meter.countDynamoDb(`IndexWrite ${write.table.TableName}/${index} ${prefix}`, { write: units });
        }
      },
    });
    const service = new DynamoDbService(dynalite, meter);
    if (path !== undefined && ranBefore) await service.#refuseIfEmpty(path);
    return service;
  }

  /**
   * Creates a table from its CloudFormation properties if it does not exist.
   *
   * @throws UnsupportedFeatureError when the data folder has a table of this name with other keys or indexes,
   * DamagedFileError when it should have tables and has none.
   */
  async ensureTable(name: string, properties: JsonObject): Promise<void> {
    if (this.#refusal) throw this.#refusal;
    this.#kinds.remember(name, properties);
    const request: Record<string, JsonValue> = { TableName: name };
    for (const property of tableProperties) {
      const value = properties[property];
      if (value !== undefined) request[property] = value;
    }
    try {
      await this.#dynalite.run('CreateTable', request);
    } catch (error) {
      if (!isRefusal(error, 'ResourceInUseException')) throw error;
      await this.#checkSchema(name, request);
    }
    // dynalite activates a table in a timer. If the process is killed before that, the table would never become ACTIVE.
    await this.#dynalite.activate(name);
  }

  /** Runs a request and returns its response; `operation` is the part of the request's target after the dot. */
  async handle(operation: string, request: JsonObject): Promise<WireAnswer> {
    try {
      return answer(200, await this.#run(operation, request));
    } catch (error) {
      if (error instanceof StoreFailedError)
        throw new AwsServiceError('InternalServerError', error.message, 500);
      if (!(error instanceof DynamoDbError)) throw error;
      if (writes.has(operation) && isRefusal(error, 'ConditionalCheckFailedException')) {
        this.#meter.countDynamoDb(this.#kinds.of(operation, request), { write: 1 });
      }
      return answer(error.statusCode, error.body);
    }
  }

  /** True after the disk has failed; nothing is written any more. */
  get failed(): boolean {
    return this.#dynalite.failed();
  }

  /** Closes the files. */
  async stop(): Promise<void> {
    await this.#dynalite.close();
  }

  async #refuseIfEmpty(path: string): Promise<void> {
    const { TableNames: names } = await this.#dynalite.run('ListTables', {});
    if (isJsonArray(names) && names.length > 0) return;
    this.#refusal = new DamagedFileError(
      path,
      'holds no table, though there were runs before',
      RESTORE_OR_LEAVE,
    );
  }

  async #run(operation: string, request: JsonObject): Promise<JsonObject> {
    if (!writes.has(operation) && !reads.has(operation)) return this.#dynalite.run(operation, request);
    const asked = stringAt(request, 'ReturnConsumedCapacity') ?? 'NONE';
    const metered = asked === 'NONE' ? { ...request, ReturnConsumedCapacity: 'TOTAL' } : request;
    const result = await this.#dynalite.run(operation, metered);
    const { ConsumedCapacity: consumed, ...rest } = result;
    const units = capacityUnits(consumed);
    const atLeast = operation === 'Query' || operation === 'Scan' ? 0.5 : 0;
    this.#meter.countDynamoDb(
      this.#kinds.of(operation, request),
      writes.has(operation) ? { write: units } : { read: Math.max(units, atLeast) },
    );
    return asked === 'NONE' ? rest : result;
  }

  async #checkSchema(name: string, declared: JsonObject): Promise<void> {
    const { Table: existing } = await this.#dynalite.run('DescribeTable', { TableName: name });
    if (isJsonObject(existing) && schemaOf(existing) === schemaOf(declared)) return;
    const remedy = 'start with another data folder';
    throw new UnsupportedFeatureError(
      name,
      'a change to the keys or indexes of a table that holds data',
      remedy,
    );
  }
}

function isRefusal(error: unknown, type: string): boolean {
  return error instanceof DynamoDbError && String(error.body['__type']).endsWith(type);
}

/** Returns the keys of a table and of its indexes, as a text to compare. */
function schemaOf(table: JsonObject): string {
  const keys = (of: JsonObject): string =>
    arrayAt(of, 'KeySchema')
      .filter(isJsonObject)
      .map((key) => `${String(key['KeyType'])} ${String(key['AttributeName'])}`)
      .sort()
      .join();
  const projected = (projection: JsonObject): string =>
    [projection['ProjectionType'], ...arrayAt(projection, 'NonKeyAttributes').toSorted()].join();
  const indexes = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].flatMap((kind) =>
    arrayAt(table, kind)
      .filter(isJsonObject)
      .map(
        (index) => `${String(index['IndexName'])} ${keys(index)} ${projected(objectAt(index, 'Projection'))}`,
      ),
  );
  return [keys(table), ...indexes.sort()].join('; ');
}

/** Returns the sum of what one or several tables consumed. */
function capacityUnits(consumed: JsonValue | undefined): number {
  if (isJsonObject(consumed)) return numberAt(consumed, 'CapacityUnits') ?? 0;
  if (!Array.isArray(consumed)) return 0;
  return consumed.reduce((sum: number, one: JsonValue) => sum + capacityUnits(one), 0);
}

function answer(statusCode: number, body: JsonObject): WireAnswer {
  const text = JSON.stringify(body);
  return {
    statusCode,
    // AWS sends this checksum, and SDKs check it.
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(text)) },
    body: text,
  };
}
