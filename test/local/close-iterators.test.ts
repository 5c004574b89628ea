import database, { type Store } from 'dynalite/db/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDynalite } from '../../lib/local/dynamodb/open-dynalite.ts';

/** Every store that is made, to count the iterators that are open in it. */
const stores: Store[] = [];
const { create } = database;
beforeAll(() => {
  database.create = (options) => {
    const store = create(options);
    stores.push(store);
    return store;
  };
});
afterAll(() => {
  database.create = create;
});

test('closes the iterator of every query, also of one that stops early', async () => {
  const dynalite = await openDynalite({ onWrite: () => undefined, onFailure: () => undefined });
  const [store] = stores;
  if (!store) throw new Error('No store was made.');
  let opened = 0;
  let closed = 0;
  const values = store.db.values.bind(store.db);
  store.db.values = (options) => {
    opened += 1;
    const iterator: AsyncIterable<unknown> & { close(): Promise<void> } = Object(values(options));
    const close = iterator.close.bind(iterator);
    iterator.close = () => {
      closed += 1;
      return close();
    };
    return iterator;
  };
  await dynalite.run('CreateTable', {
    TableName: 'rows',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
  });
  await dynalite.activate('rows');
  for (const sk of ['1', '2', '3']) {
    await dynalite.run('PutItem', { TableName: 'rows', Item: { pk: { S: 'a' }, sk: { S: sk } } });
  }
  const query = {
    TableName: 'rows',
    KeyConditionExpression: 'pk = :a',
    ExpressionAttributeValues: { ':a': { S: 'a' } },
  };
  expect(await dynalite.run('Query', query)).toMatchObject({ Count: 3 });
  expect(await dynalite.run('Query', { ...query, Limit: 1 })).toMatchObject({ Count: 1 });
  expect(await dynalite.run('Scan', { TableName: 'rows' })).toMatchObject({ Count: 3 });
  expect(opened).toBe(3);
  await expect.poll(() => closed).toBe(opened);
  await dynalite.close();
});
