import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoDesk } from '../../../lib/adapters/aws/dynamo-desk.ts';
import { dynamoOverview } from '../../../lib/adapters/aws/dynamo-overview.ts';
import { dynamoStore } from '../../../lib/adapters/aws/dynamo-store.ts';
import { type CapacityUse, dynamoTable } from '../../../lib/adapters/aws/dynamo-table.ts';
import { refundToItem } from '../../../lib/adapters/aws/refund-item.ts';
import { listQueue, PAGE_SIZE } from '../../../lib/app/console/list-queue.ts';
import { countDecided } from '../../../lib/app/overview/count-decided.ts';
import { countOpenReviews } from '../../../lib/app/overview/count-open-reviews.ts';
import { type DynaliteServer, startDynalite } from '../../adapters/dynalite-table.ts';
import { putReviews } from '../../adapters/put-reviews.ts';
import { escalatedRefund, NOON, receivedRefund } from '../../adapters/samples.ts';

const FEW = 10;
const MANY = 10_000;

/** The refund, its scans, and those that were set apart. The people of these refunds are the same: each is read once a page. */
const READS_OF_A_ROW = 3;

/** What one view reads. */
interface Reads {
  readonly requests: number;
  readonly units: number;
}

let server: DynaliteServer;
let queue: ReadonlyMap<number, Reads>;
let overview: ReadonlyMap<number, Reads>;

/** Opens both views with this many open reviews, of which as many as a page shows have whole rows. */
async function measure(count: number): Promise<{ readonly queue: Reads; readonly overview: Reads }> {
  const { client } = server;
  const table = await server.createTable();
  const whole = Math.min(count, PAGE_SIZE);
  for (let number = 0; number < whole; number += 1) {
    const refund = escalatedRefund(receivedRefund({ refundId: `re_${number}` }), 90_000, MANY + number);
    await client.send(new PutItemCommand({ TableName: table, Item: { ...refundToItem(refund) } }));
  }
  await putReviews({ client, table, count: count - whole });
  const uses: CapacityUse[] = [];
  const options = { client, table, meter: (use: CapacityUse) => uses.push(use) };
  const one = dynamoTable(options);
  const store = { ...dynamoStore(options), ...dynamoDesk(one), ...dynamoOverview(one) };
  const now = () => NOON;
  expect((await countOpenReviews({ store, now })).open).toBe(count);
  await countDecided({ store, now });
  const readsOf = async (view: () => Promise<unknown>): Promise<Reads> => {
    uses.length = 0;
    await view();
    return { requests: uses.length, units: uses.reduce((sum, { units }) => sum + units, 0) };
  };
  return {
    queue: await readsOf(async () => {
      const query = { personId: 'rev_1', filters: {} };
      const { rows } = await listQueue({ store, now, baseCurrency: 'USD' }, query);
      expect(rows).toHaveLength(whole);
      expect((await store.openCounts())?.open).toBe(count);
    }),
    overview: await readsOf(() => Promise.all([store.openCounts(), store.decidedDays()])),
  };
}

beforeAll(async () => {
  server = await startDynalite();
  const measured = new Map<number, { readonly queue: Reads; readonly overview: Reads }>();
  for (const count of [FEW, PAGE_SIZE, MANY]) measured.set(count, await measure(count));
  queue = new Map([...measured].map(([count, reads]) => [count, reads.queue]));
  overview = new Map([...measured].map(([count, reads]) => [count, reads.overview]));
});
afterAll(() => server.stop());

test('the overview makes two reads, as many with 10,000 open reviews as with 10', () => {
  expect(overview.get(FEW)?.requests).toBe(2);
  expect(overview.get(MANY)).toStrictEqual(overview.get(FEW));
});

test('a full page of the queue makes as many reads with 10,000 open reviews as with the 25 that it shows', () => {
  expect(queue.get(MANY)?.requests).toBe(queue.get(PAGE_SIZE)?.requests);
  // The list itself is one read of a few KB, whether it ends there or not.
  expect(queue.get(MANY)?.units).toBe(queue.get(PAGE_SIZE)?.units);
});

test('a page of the queue that shows 10 makes as many reads as a full one, but for the rows that it does not show', () => {
  const missing = (PAGE_SIZE - FEW) * READS_OF_A_ROW;
  expect(queue.get(FEW)?.requests).toBe((queue.get(MANY)?.requests ?? 0) - missing);
});
