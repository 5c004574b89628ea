import type { HeldMails, MailStore } from '../../app/review/mail.ts';
import { DUE_INDEX } from '../../contracts/names.ts';
import { dueKeys } from './due-keys.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { mailsKey, mailWindowOf } from './item-keys.ts';
import { itemReader, textValue, wholeValue } from './item-reader.ts';

/** The partition of the due index that lists digests of mails. */
const DIGEST_QUEUE = 'digest';

/**
 * Returns the store's counts of mails: one item for each window. All changes are additions, so that mails that come at the
 * same moment do not wait for each other. An item stays after its digest; it takes about 100 bytes.
 */
export function dynamoMails(table: DynamoTable): MailStore {
  return {
    countMail: async (window) => {
      const item = await table.update(mailsKey(window), {
        update: 'ADD #asked :one',
        values: { ':one': wholeValue(1) },
        answer: 'UPDATED_NEW',
      });
      return itemReader({ ...keyItem(window), ...item }).whole('asked');
    },
    holdMail: async (window, valueMinor, dueAt) => {
      await table.update(mailsKey(window), {
        update: 'ADD #held :one, #valueMinor :value SET #dueQueue = :digest, #dueAt = :dueAt',
        values: {
          ':one': wholeValue(1),
          ':value': wholeValue(valueMinor),
          ':digest': textValue(DIGEST_QUEUE),
          ':dueAt': textValue(dueAt),
        },
      });
    },
    digestsDue: async (now, limit) => {
      const due = await dueKeys(table, { index: DUE_INDEX, queue: DIGEST_QUEUE, now, limit }, mailWindowOf);
      const found = await Promise.all(
        due.map(async ({ value: window }): Promise<HeldMails | undefined> => {
          const item = await table.get(mailsKey(window), 'strong');
          const read = item === undefined ? undefined : itemReader(item);
          // The index lags: this digest was sent a moment ago.
          if (read?.optionalText('dueAt') === undefined) return undefined;
          return { window, count: read.whole('held'), valueMinor: read.whole('valueMinor') };
        }),
      );
      return found.filter((held) => held !== undefined);
    },
    dropDigest: async ({ window, count }) => {
      await table.update(mailsKey(window), {
        update: 'REMOVE #dueQueue, #dueAt',
        condition: '#held = :seen',
        values: { ':seen': wholeValue(count) },
      });
    },
  };
}

function keyItem(window: string) {
  const { pk, sk } = mailsKey(window);
  return { pk: textValue(pk), sk: textValue(sk) };
}
