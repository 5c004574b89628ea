import type { OverviewStore } from '../../app/overview/overview-store.ts';
import { instantSchema } from '../../contracts/fields.ts';
import { REVIEWS_INDEX } from '../../contracts/names.ts';
import { openCountsSchema } from '../../contracts/stored-overview.ts';
import type { CountedReview } from '../../domain/overview/open-counts.ts';
import { CorruptItemError } from './corrupt-item-error.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { OPEN_COUNTS_KEY, refundIdOf } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue } from './item-reader.ts';
import { logFault, unreadableFields } from './log.ts';
import { REVIEW_QUEUE } from './refund-item.ts';

/** How many entries of the index one page reads at most: about 150 KB, far below the 1 MB at which DynamoDB ends one. */
const PAGE = 1000;

/** Returns the store of the overview: it counts the index of reviews, and keeps the numbers in one small item. */
export function dynamoOverview(table: DynamoTable): OverviewStore {
  return {
    reviewsWaiting: async (limit) => {
      const reviews: CountedReview[] = [];
      const unreadable: string[] = [];
      let after: Item | undefined;
      let left = limit;
      do {
        const page = await table.query({
          index: REVIEWS_INDEX,
          keys: '#reviewQueue = :queue',
          values: { ':queue': textValue(REVIEW_QUEUE) },
          newestFirst: true,
          limit: Math.min(left, PAGE),
          after,
        });
        left -= page.items.length;
        for (const item of page.items) {
          try {
            reviews.push(reviewOf(item));
          } catch (error) {
            if (!(error instanceof CorruptItemError)) throw error;
            unreadable.push(error.message);
          }
        }
        after = page.next;
      } while (after !== undefined && left > 0);
      if (unreadable.length > 0) logFault(unreadableFields(unreadable));
      return { reviews, more: after !== undefined };
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
      const { pk, sk } = OPEN_COUNTS_KEY;
      const key = { pk: textValue(pk), sk: textValue(sk) };
      await table.put(
        { ...key, asOf: textValue(asOf), counts: jsonValue(counts) },
        {
          condition: 'attribute_not_exists(#pk) OR #asOf < :asOf',
          values: { ':asOf': textValue(asOf) },
        },
      );
    },
  };
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
