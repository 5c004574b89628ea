import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { dynamoStore } from '../../lib/adapters/aws/dynamo-store.ts';
import type { Store } from '../../lib/app/ports.ts';
import { type DynaliteServer, startDynalite } from './dynalite-table.ts';
import { CLERK, receivedRefund, sampleEntry } from './samples.ts';

let server: DynaliteServer;
let table: string;
let store: Store;

beforeAll(async () => {
  server = await startDynalite();
});

beforeEach(async () => {
  table = await server.createTable();
  store = dynamoStore({ client: server.client, table });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(() => server.stop());

async function putDue(pk: string, sk: string, queue: string): Promise<void> {
  const Item = {
    pk: { S: pk },
    sk: { S: sk },
    dueQueue: { S: queue },
    dueAt: { S: '2026-01-01T00:00:00.000Z' },
  };
  await server.client.send(new PutItemCommand({ TableName: table, Item }));
}

it('lists the refunds that are due past entries that are none, and counts those in the log', async () => {
  for (const number of [1, 2, 3]) await putDue(`FOO#${number}`, 'STATE', 'refund');
  const refund = receivedRefund();
  await store.createRefund(refund);
  expect(await store.refundsDue(new Date('2027-01-01'), 2)).toStrictEqual([refund.refundId]);
  expect(console.error).toHaveBeenCalledWith(expect.objectContaining({ unreadable: 3 }));
});

it.each([
  ['a kind that is none', 'SUBJECT#alien#x', 'DAY#2026-11-20'],
  ['a day that is none', 'SUBJECT#customer#c_z', 'DAY#2026-13-45'],
])('lists the days to roll up past an entry of %s', async (_, pk, sk) => {
  await putDue(pk, sk, 'roll-up');
  await store.contribute(CLERK, sampleEntry());
  const due = await store.rollUpsDue(new Date('2027-01-01'), 1);
  expect(due.map(({ subject }) => subject)).toStrictEqual([CLERK]);
  expect(console.error).toHaveBeenCalledWith(expect.objectContaining({ unreadable: 1 }));
});
