import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { clientOf, FixtureHost, recordsTable } from './fixture.ts';

describe('tables', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let db: DynamoDBClient;
  const TableName = 'records';
  const key = (pk: string) => ({ pk: { S: pk } });
  const due = (pk: string, dueAt: string) => ({ ...key(pk), queue: { S: 'q' }, dueAt: { S: dueAt } });
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start({ resources: { Records: recordsTable } });
    db = new DynamoDBClient(clientOf(aws));
  });
  beforeEach(() => aws.meter.reset());
  afterAll(() => host.clean());

  const usage = () => aws.meter.snapshot().dynamodb;
  const dueKeys = async (until: string): Promise<(string | undefined)[]> => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'due',
        KeyConditionExpression: '#queue = :queue AND dueAt <= :until',
        ExpressionAttributeNames: { '#queue': 'queue' },
        ExpressionAttributeValues: { ':queue': { S: 'q' }, ':until': { S: until } },
      }),
    );
    return Items.map((item) => item['pk']?.S);
  };

  it('finds rows by the sparse index, and no longer when they leave it', async () => {
    await db.send(new PutItemCommand({ TableName, Item: due('REFUND#1', '2026-01-01') }));
    await db.send(new PutItemCommand({ TableName, Item: due('REFUND#2', '2026-03-01') }));
    await db.send(new PutItemCommand({ TableName, Item: key('REFUND#3') }));
    expect(await dueKeys('2026-02-01')).toStrictEqual(['REFUND#1']);
    await db.send(
      new UpdateItemCommand({ TableName, Key: key('REFUND#1'), UpdateExpression: 'REMOVE dueAt' }),
    );
    await db.send(new DeleteItemCommand({ TableName, Key: key('REFUND#2') }));
    expect(await dueKeys('2027-01-01')).toStrictEqual([]);
  });

  it('counts write units of the table and, for what an index projects, of the index', async () => {
    await db.send(new PutItemCommand({ TableName, Item: due('REFUND#5', '2026-01-01') }));
    const update = (UpdateExpression: string, S: string) =>
      db.send(
        new UpdateItemCommand({
          TableName,
          Key: key('REFUND#5'),
          UpdateExpression,
          ExpressionAttributeValues: { ':v': { S } },
        }),
      );
    await update('SET note = :v', 'not projected');
    await update('SET dueAt = :v', '2026-01-02');
    await update('SET note = :v', 'x'.repeat(3000));
    expect(usage()).toStrictEqual({
      'PutItem records REFUND#': { requests: 1, readUnits: 0, writeUnits: 1 },
      'UpdateItem records REFUND#': { requests: 3, readUnits: 0, writeUnits: 1 + 1 + 3 },
      'IndexWrite records/due REFUND#': { requests: 2, readUnits: 0, writeUnits: 1 + 2 },
    });
  });

  it('counts read units by consistency, and leaves the count out of answers that did not ask for it', async () => {
    const get = (more: object) => db.send(new GetItemCommand({ TableName, Key: key('ORDER#1'), ...more }));
    expect(await get({})).not.toHaveProperty('ConsumedCapacity');
    expect(await get({ ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' })).toHaveProperty(
      'ConsumedCapacity',
    );
    await dueKeys('2020-01-01');
    expect(usage()).toStrictEqual({
      'GetItem records ORDER#': { requests: 2, readUnits: 1.5, writeUnits: 0 },
      'Query records/due (none)': { requests: 1, readUnits: 0.5, writeUnits: 0 },
    });
  });

  it('counts a refused condition as a write, and gives back the item when asked to', async () => {
    await db.send(new PutItemCommand({ TableName, Item: due('ORDER#7', '2026-01-01') }));
    aws.meter.reset();
    const put = new PutItemCommand({
      TableName,
      Item: key('ORDER#7'),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const refusal = await db.send(put).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConditionalCheckFailedException);
    expect(refusal).toMatchObject({ Item: due('ORDER#7', '2026-01-01') });
    expect(usage()).toStrictEqual({ 'PutItem records ORDER#': { requests: 1, readUnits: 0, writeUnits: 1 } });
  });

  it('says so when it is asked for a transaction', async () => {
    const TransactItems = [{ Put: { TableName, Item: key('X#1') } }];
    const transaction = db.send(new TransactWriteItemsCommand({ TransactItems }));
    await expect(transaction).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
