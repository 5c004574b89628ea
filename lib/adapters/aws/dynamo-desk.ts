import type { DeskStore } from '../../app/console/desk-store.ts';
import type { SaveResult } from '../../app/ports.ts';
import { leasesSchema, sessionsSchema } from '../../contracts/desk-shapes.ts';
import { REVIEWS_INDEX } from '../../contracts/names.ts';
import type { QueuePlace } from '../../contracts/queue-answer.ts';
import { NO_SESSIONS } from '../../domain/people/sessions.ts';
import { type Leases, NO_LEASES } from '../../domain/refund/leases.ts';
import { requireNextVersion } from '../store-rules.ts';
import { CorruptItemError, type ItemKey } from './corrupt-item-error.ts';
import { type DynamoTable, keyOf } from './dynamo-table.ts';
import { LEASES_KEY, refundIdOf, refundKey, sessionsKey } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue, wholeValue } from './item-reader.ts';
import { logFault, unreadableFields } from './log.ts';
import { REVIEW_QUEUE } from './refund-item.ts';
import { unlessChanged } from './unless-changed.ts';

/** Returns what the console keeps: one item for each person's sessions, one for all leases, and the list of open reviews. */
export function dynamoDesk(table: DynamoTable): DeskStore {
  return {
    sessions: async (employeeId) => {
      const item = await table.get(sessionsKey(employeeId), 'strong');
      if (item === undefined) return NO_SESSIONS;
      const read = itemReader(item);
      return { version: read.whole('version'), entries: read.json('entries', sessionsSchema) };
    },
    saveSessions: (employeeId, sessions, seen) => save(table, sessionsKey(employeeId), sessions, seen),
    leases: async () => leasesIn(await table.get(LEASES_KEY, 'strong')),
    saveLeases: (leases, seen) => save(table, LEASES_KEY, leases, seen),
    openReviews: async (after, limit) => {
      const page = await table.query({
        index: REVIEWS_INDEX,
        keys: '#reviewQueue = :queue',
        values: { ':queue': textValue(REVIEW_QUEUE) },
        newestFirst: true,
        limit,
        ...(after === undefined ? {} : { after: placeKey(after) }),
      });
      return { places: placesIn(page.items), more: page.next !== undefined };
    },
  };
}

async function save(
  table: DynamoTable,
  { pk, sk }: ItemKey,
  { version, entries }: { readonly version: number; readonly entries: readonly unknown[] },
  seenVersion: number,
): Promise<SaveResult> {
  requireNextVersion(pk, version, seenVersion);
  const key = { pk: textValue(pk), sk: textValue(sk) };
  return table.put(
    { ...key, version: wholeValue(version), entries: jsonValue(entries) },
    unlessChanged(seenVersion),
  );
}

/** What cannot be read counts as none: a note of who works on what must hide no refund. */
function leasesIn(item: Item | undefined): Leases {
  if (item === undefined) return NO_LEASES;
  try {
    const read = itemReader(item);
    return { version: read.whole('version'), entries: read.json('entries', leasesSchema) };
  } catch (error) {
    if (!(error instanceof CorruptItemError)) throw error;
    logFault(unreadableFields([error.message]));
    return NO_LEASES;
  }
}

/** An entry that cannot be read is left out and logged, so that it does not hide the others. */
function placesIn(items: readonly Item[]): readonly QueuePlace[] {
  const places: QueuePlace[] = [];
  const unreadable: string[] = [];
  for (const item of items) {
    try {
      places.push(placeOf(item));
    } catch (error) {
      if (!(error instanceof CorruptItemError)) throw error;
      unreadable.push(error.message);
    }
  }
  if (unreadable.length > 0) logFault(unreadableFields(unreadable));
  return places;
}

function placeOf(item: Item): QueuePlace {
  return { refundId: refundIdOf(keyOf(item)), rank: itemReader(item).whole('reviewRank') };
}

/** Returns the key of a place in the index. DynamoDB reads on after it even if the refund has left the index. */
function placeKey({ refundId, rank }: QueuePlace): Item {
  const { pk, sk } = refundKey(refundId);
  return {
    pk: textValue(pk),
    sk: textValue(sk),
    reviewQueue: textValue(REVIEW_QUEUE),
    reviewRank: wholeValue(rank),
  };
}
