import type { OverviewStore } from '../../app/overview/overview-store.ts';
import { instantSchema } from '../../contracts/fields.ts';
import { REVIEWS_INDEX } from '../../contracts/names.ts';
import { decidedDaysSchema, openCountsSchema } from '../../contracts/stored-overview.ts';
import type { CountedReview } from '../../domain/overview/open-counts.ts';
import { CorruptItemError, type ItemKey } from './corrupt-item-error.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { DECIDED_DAYS_KEY, isDay, OPEN_COUNTS_KEY, refundIdOf } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue } from './item-reader.ts';
import { logFault, unreadableFields } from './log.ts';
import { decidedQueue, REVIEW_QUEUE } from './refund-item.ts';

/** How many entries of the index one page reads at most: about 150 KB, far below the 1 MB at which DynamoDB ends one. */
const PAGE = 1000;

/** Returns the store of the overview: it counts the index of reviews, and keeps the numbers in two small items. */
export function dynamoOverview(table: DynamoTable): OverviewStore {
  return {
    reviewsWaiting: async (limit) => {
      const reviews: CountedReview[] = [];
      const unreadable: string[] = [];
      const more = await readQueue(table, { queue: REVIEW_QUEUE, limit }, (item) => {
        try {
          reviews.push(reviewOf(item));
        } catch (error) {
          if (!(error instanceof CorruptItemError)) throw error;
          unreadable.push(error.message);
        }
      });
      if (unreadable.length > 0) logFault(unreadableFields(unreadable));
      return { reviews, more };
    },
    openCounts: async () => {
      const item = await table.get(OPEN_COUNTS_KEY, 'eventual');
      if (item === undefined) return undefined;
      const read = itemReader(item);
      return {
        asOf: read.checked('asOf', instantSchema, read.text('asOf')),
        ...read.json('counts', openCountsSchema),
      };
    },
    saveOpenCounts: async ({ asOf, ...counts }) => {
      const item = { ...keyItem(OPEN_COUNTS_KEY), asOf: textValue(asOf), counts: jsonValue(counts) };
      const condition = 'attribute_not_exists(#pk) OR #asOf < :asOf';
      await table.put(item, { condition, values: { ':asOf': textValue(asOf) } });
    },
    decidedOn: async (day, outcome, limit) => {
      let count = 0;
      await readQueue(table, { queue: decidedQueue(day, outcome), limit }, () => {
        count += 1;
      });
      return count;
    },
    decidedDays: async () => {
      const item = await table.get(DECIDED_DAYS_KEY, 'eventual');
      if (item === undefined) return undefined;
      const read = itemReader(item);
      const through = read.text('through');
      return isDay(through)
        ? { through, days: read.json('days', decidedDaysSchema) }
        : read.fail('"through" is no day');
    },
    saveDecidedDays: async ({ through, days }) => {
      const item = { ...keyItem(DECIDED_DAYS_KEY), through: textValue(through), days: jsonValue(days) };
      const condition = 'attribute_not_exists(#pk) OR #through <= :through';
      await table.put(item, { condition, values: { ':through': textValue(through) } });
    },
  };
}

function keyItem({ pk, sk }: ItemKey): Item {
  return { pk: textValue(pk), sk: textValue(sk) };
}

/** Reads one queue of the index of reviews, page by page, the highest rank first; returns true if there may be more than the limit. */
async function readQueue(
  table: DynamoTable,
  { queue, limit }: { readonly queue: string; readonly limit: number },
  take: (item: Item) => void,
): Promise<boolean> {
  let after: Item | undefined;
  let left = limit;
  do {
    const page = await table.query({
      index: REVIEWS_INDEX,
      keys: '#reviewQueue = :queue',
      values: { ':queue': textValue(queue) },
      newestFirst: true,
      limit: Math.min(left, PAGE),
      after,
    });
    left -= page.items.length;
    page.items.forEach(take);
    after = page.next;
  } while (after !== undefined && left > 0);
  return after !== undefined;
}

function reviewOf(item: Item): CountedReview {
  const read = itemReader(item);
  refundIdOf(read.key);
  const askedAt = read.text('reviewAskedAt');
  if (Number.isNaN(Date.parse(askedAt))) read.fail('"reviewAskedAt" is no time');
  const baseMinor = read.optionalWhole('reviewBaseMinor') ?? null;
  // Without a value the rank is no loss: it only puts the refund first.
  const expectedLossMinor = baseMinor === null ? null : read.whole('reviewRank');
  return { askedAt, baseMinor, expectedLossMinor };
}
