import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inBatches } from '../../lib/app/in-batches.ts';
import { NOON } from './samples.ts';

/** The most items that one batch writes. */
const BATCH = 25;

/** Where open reviews are put, and how many. */
export interface ManyReviews {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly count: number;
}

/**
 * Puts open reviews as the index shows them, with ids as long as most, into the table. Their rows have no body: whoever
 * reads one finds a damaged row. All rank below 10,000.
 */
export async function putReviews({ client, table, count }: ManyReviews): Promise<void> {
  const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, index) => index * BATCH);
  await inBatches(batches, async (first) => {
    const numbers = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => first + index);
    const writes = numbers.map((number) => ({ PutRequest: { Item: entryOf(number) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: writes } }));
  });
}

function entryOf(number: number) {
  return {
    pk: { S: `REFUND#rf_01JD8Z6V3K5Q2M7T9W${String(number).padStart(8, '0')}` },
    sk: { S: 'STATE' },
    reviewQueue: { S: 'open' },
    reviewRank: { N: String(number % 10_000) },
    reviewAskedAt: { S: new Date(NOON.getTime() - number * 60_000).toISOString() },
    reviewBaseMinor: { N: String(24_950 + number) },
  };
}
