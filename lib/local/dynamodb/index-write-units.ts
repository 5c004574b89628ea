import { isDeepStrictEqual } from 'node:util';
import database, { type Index, type Item, type Table } from 'dynalite/db/index.js';
import type { ItemWrite } from './open-dynalite.ts';

/** The write units one global index used for one write of an item. */
export interface IndexWriteUnits {
  readonly index: string;
  readonly units: number;
}

/**
 * Returns the write units that the global indexes of a table add to one write of an item.
 *
 * For each index: one write of the entry's size when the entry is added, removed or changed; two writes, of the old and
 * of the new entry, when its key changed; none when nothing that it projects changed. Sizes round up to 1 KB. Source:
 * "Provisioned throughput considerations for Global Secondary Indexes" in the DynamoDB developer guide.
 */
export function indexWriteUnits(write: ItemWrite): readonly IndexWriteUnits[] {
  return (write.table.GlobalSecondaryIndexes ?? []).flatMap((index) => {
    const before = entryOf(index, write.existing, write.table);
    const after = entryOf(index, write.item, write.table);
    const units = entryWriteUnits(before, after);
    return units === 0 ? [] : [{ index: index.IndexName, units }];
  });
}

interface Entry {
  readonly key: string;
  readonly item: Item;
}

function entryOf(index: Index, item: Item | null | undefined, table: Table): Entry | undefined {
  const put = item ? database.getIndexActions([index], undefined, item, table).puts[0] : undefined;
  if (!put) return undefined;
  // A projected attribute that the item lacks is there as undefined, which has no size. JSON leaves it out.
  const entry: Item = JSON.parse(JSON.stringify(put.item));
  return { key: put.key, item: entry };
}

function entryWriteUnits(before: Entry | undefined, after: Entry | undefined): number {
  if (!before || !after) return sizeUnits(before) + sizeUnits(after);
  if (before.key !== after.key) return sizeUnits(before) + sizeUnits(after);
  return isDeepStrictEqual(before.item, after.item) ? 0 : Math.max(sizeUnits(before), sizeUnits(after));
}

function sizeUnits(entry: Entry | undefined): number {
  return entry ? Math.max(1, Math.ceil(database.itemSize(entry.item) / 1024)) : 0;
}
