import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { historyEntrySchema } from '../../contracts/stored-shapes.ts';
import type { HistoryEntry } from '../../domain/history/history.ts';
import type { SubjectDay } from '../../domain/history/subject-history.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { subjectDayOf } from './item-keys.ts';
import { type Item, itemReader, jsonValue } from './item-reader.ts';
import { type EntryPlace, packEntry, unpackEntry } from './packed-entry.ts';

const ENTRY_PREFIX = 'e:';

/** Returns the name of the attribute that holds what a refund adds to a subject's day. */
export function entryAttribute(refundId: string): string {
  return `${ENTRY_PREFIX}${refundId}`;
}

/** Returns an entry as an attribute of its subject's day. */
export function entryToValue(subject: SubjectRef, entry: HistoryEntry): AttributeValue {
  return jsonValue(packEntry(entry, placeOf(subject, entry)));
}

/**
 * Returns the day an item holds, with its entries sorted by attribute name, that is by refund id.
 * @throws CorruptItemError when the item holds no day.
 */
export function dayFromItem(item: Item): SubjectDay {
  const read = itemReader(item);
  const { subject, day } = subjectDayOf(read.key);
  const names = Object.keys(item).filter((name) => name.startsWith(ENTRY_PREFIX));
  return {
    day,
    valueMinor: read.count('v'),
    unsupportedMinor: read.count('u'),
    entries: names.toSorted().map((name) => {
      const place = placeOf(subject, { refundId: name.slice(ENTRY_PREFIX.length), day });
      return read.json(name, historyEntrySchema, (list) => unpackEntry(list, place));
    }),
  };
}

function placeOf({ kind, id }: SubjectRef, { refundId, day }: EntryPlace): EntryPlace {
  return {
    refundId,
    day,
    ...(kind === 'customer' ? { customerId: id } : {}),
  };
}
