import type { AppendResult, IgnoreResult, SaveResult, TrailStore } from '../../app/ports.ts';
import { repeatedScan } from '../../domain/evidence/repeated-scan.ts';
import {
  EMPTY_TRAIL,
  MAX_IGNORED_PER_TRAIL,
  MAX_SCANS_PER_TRAIL,
  MAX_WAITING_PER_TRAIL,
  type Scan,
} from '../../domain/evidence/scan.ts';
import type { ItemKey } from './corrupt-item-error.ts';
import { type Change, type DynamoTable, isTooLarge } from './dynamo-table.ts';
import { ignoredKey, trailKey } from './item-keys.ts';
import { type Item, itemReader, textValue, wholeValue } from './item-reader.ts';
import { scanAttribute, scanFromItem, scansFromItem, scanToValue, trailFromItem } from './trail-item.ts';

const ONE = wholeValue(1);

/** Returns the store's trails: one item each, with one attribute per scan and the waiting refunds as a set. */
export function dynamoTrails(table: DynamoTable): TrailStore {
  return {
    trail: async (trailId, consistency) => {
      const item = await table.get(trailKey(trailId), consistency);
      return item === undefined ? EMPTY_TRAIL : trailFromItem(item);
    },
    appendScan: (trailId, scan) => appendScan(table, trailId, scan),
    ignoreScan: (trailId, scan, why) => ignoreScan(table, ignoredKey(trailId, why), scan),
    ignoredScans: async (trailId, why) =>
      scansFromItem((await table.get(ignoredKey(trailId, why), 'strong')) ?? {}),
    awaitScans: async (trailId, refundId, seenVersion) => {
      const saved = await changed(table, trailId, {
        update: 'ADD #waiting :refunds',
        condition: `${hasVersion(seenVersion)} AND ${HAS_PLACE}`,
        values: {
          ...placeValues(refundId),
          ...(seenVersion === 0 ? {} : { ':seen': wholeValue(seenVersion) }),
        },
      });
      if (saved === 'saved') return saved;
      const item = (await table.get(trailKey(trailId), 'strong')) ?? {};
      return itemReader(item).count('version') === seenVersion ? 'full' : 'moved';
    },
    bindTrail: async (trailId, { orderId, refundId, seenVersion }) => {
      const isAsSeen = seenVersion === undefined ? '' : ` AND ${hasVersion(seenVersion)}`;
      const version =
        seenVersion === undefined || seenVersion === 0 ? {} : { ':seen': wholeValue(seenVersion) };
      const bound = { update: 'SET #orderId = :order', condition: `${IS_ITS_ORDER}${isAsSeen}` };
      const values = { ':order': textValue(orderId), ...version };
      const saved = await changed(table, trailId, {
        update: `${bound.update} ADD #waiting :refunds`,
        condition: `${bound.condition} AND ${HAS_PLACE}`,
        values: { ...values, ...placeValues(refundId) },
      });
      if (saved === 'saved' || (await changed(table, trailId, { ...bound, values })) === 'saved')
        return 'saved';
      const boundTo = itemReader((await table.get(trailKey(trailId), 'strong')) ?? {}).optionalText(
        'orderId',
      );
      return boundTo === undefined || boundTo === orderId ? 'scanned' : 'moved';
    },
  };
}

/** The trail has the version that was judged; one that was never scanned has none. */
function hasVersion(seen: number): string {
  return seen === 0 ? 'attribute_not_exists(#version)' : '#version = :seen';
}

const IS_ITS_ORDER = '(attribute_not_exists(#orderId) OR #orderId = :order)';

/** The refund has a place among those who wait, or there is one left. */
const HAS_PLACE =
  '(attribute_not_exists(#waiting) OR contains(#waiting, :refund) OR size(#waiting) < :places)';

function placeValues(refundId: string): Item {
  return {
    ':refund': textValue(refundId),
    ':refunds': { SS: [refundId] },
    ':places': wholeValue(MAX_WAITING_PER_TRAIL),
  };
}

/** Makes a change that is safe to make twice, so a refusal always means that another writer was first. */
async function changed(
  table: DynamoTable,
  trailId: string,
  change: Parameters<DynamoTable['update']>[1],
): Promise<SaveResult> {
  return (await table.update(trailKey(trailId), change)) === undefined ? 'moved' : 'saved';
}

async function appendScan(table: DynamoTable, trailId: string, scan: Scan): Promise<AppendResult> {
  const written = await addScan(table, trailKey(trailId), scan, MAX_SCANS_PER_TRAIL);
  if (written !== undefined) return { result: 'appended', waiting: waitingOf(written) };
  const item = (await table.get(trailKey(trailId), 'strong')) ?? {};
  return Object.hasOwn(item, scanAttribute(scan))
    ? repeatScan(table, trailId, scan, item)
    : markTrail(table, trailId, 'overflow');
}

/** Takes a scan whose key the trail has already. */
async function repeatScan(
  table: DynamoTable,
  trailId: string,
  scan: Scan,
  item: Item,
): Promise<AppendResult> {
  const attribute = scanAttribute(scan);
  const known = scanFromItem(item, attribute);
  const next = repeatedScan(known, scan);
  if (next === undefined) return markTrail(table, trailId, 'conflict');
  if (next === known) return { result: 'repeated', waiting: waitingOf(item) };
  const written = await writeScan(table, trailKey(trailId), next, {
    update: 'SET #scan = :scan ADD #version :one',
    condition: '#scan = :known',
    values: { ':one': ONE, ':known': item[attribute] ?? { NULL: true } },
  });
  if (written === 'too large') return markTrail(table, trailId, 'overflow');
  // Another delivery of the same event was first.
  if (written === undefined) return appendScan(table, trailId, scan);
  return { result: 'appended', waiting: waitingOf(written) };
}

/** Scans that are kept apart have items of their own, so that they make no scan of the trail more expensive. */
async function ignoreScan(table: DynamoTable, key: ItemKey, scan: Scan): Promise<IgnoreResult> {
  if ((await addScan(table, key, scan, MAX_IGNORED_PER_TRAIL)) !== undefined) return 'kept';
  const item = (await table.get(key, 'strong')) ?? {};
  return Object.hasOwn(item, scanAttribute(scan)) ? 'repeated' : 'full';
}

/** Returns the item after the scan was added, or undefined when the scan is there already or the item is full. */
async function addScan(
  table: DynamoTable,
  key: ItemKey,
  scan: Scan,
  most: number,
): Promise<Item | undefined> {
  const written = await writeScan(table, key, scan, {
    update: 'SET #scan = :scan ADD #version :one, #scans :one',
    condition: 'attribute_not_exists(#scan) AND (attribute_not_exists(#scans) OR #scans < :most)',
    values: { ':one': ONE, ':most': wholeValue(most) },
  });
  return written === 'too large' ? undefined : written;
}

/** Returns the item after a scan was written, or undefined when the condition did not hold. */
async function writeScan(
  table: DynamoTable,
  key: ItemKey,
  scan: Scan,
  { update, condition, values }: Required<Pick<Change, 'update' | 'condition' | 'values'>>,
): Promise<Item | 'too large' | undefined> {
  try {
    return await table.update(key, {
      update,
      condition,
      names: { '#scan': scanAttribute(scan) },
      values: { ...values, ':scan': scanToValue(scan) },
      answer: 'ALL_NEW',
    });
  } catch (error) {
    // A few scans with hundreds of serials each can fill the item as well.
    if (isTooLarge(error)) return 'too large';
    throw error;
  }
}

const MARKS = { overflow: 'overflowed', conflict: 'conflicted' } as const;

/**
 * Marks a trail so that no release may rely on it. The first mark makes a new version. The waiting refunds are read
 * with the mark or after it, never before: a refund that registers in between saw the version before the mark.
 */
async function markTrail(
  table: DynamoTable,
  trailId: string,
  result: keyof typeof MARKS,
): Promise<AppendResult> {
  const marked = await table.update(trailKey(trailId), {
    update: 'SET #mark = :true ADD #version :one',
    condition: 'attribute_not_exists(#mark)',
    names: { '#mark': MARKS[result] },
    values: { ':true': { BOOL: true }, ':one': ONE },
    answer: 'ALL_NEW',
  });
  return { result, waiting: waitingOf(marked ?? (await table.get(trailKey(trailId), 'strong')) ?? {}) };
}

function waitingOf(item: Item): readonly string[] {
  return itemReader(item).texts('waiting').toSorted();
}
