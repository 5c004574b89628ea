import { createHash } from 'node:crypto';
import { inBatches } from '../../app/in-batches.ts';
import type { PeerStore } from '../../app/ports.ts';
import { type Baselines, groupKeys, NO_BASELINES, type PeerGroup } from '../../domain/risk/peer-baselines.ts';
import { baselinesFromItem, baselinesToItem, coveredGroups } from './baselines-item.ts';
import type { Change, DynamoTable } from './dynamo-table.ts';
import {
  BASELINES_PARTITION,
  baselinesKey,
  REVIEWERS_KEY,
  ROSTER_PARTITION,
  rosterKey,
} from './item-keys.ts';
import { type Item, itemReader, textValue } from './item-reader.ts';

/**
 * Over how many items the roster is spread. A write costs by the size of its item, so the items are kept small; 100,000
 * employees still fit.
 */
const ROSTER_SHARDS = 64;

/** How many items one page reads at most; DynamoDB ends a page earlier, at 1 MB. */
const PAGE = 1000;

/** Returns the store's employees and the baselines of their peer groups. */
export function dynamoPeers(table: DynamoTable): PeerStore {
  return {
    enroll: async (employeeId) => {
      await table.update(rosterKey(shardOf(employeeId)), adding(employeeId));
    },
    roster: async () => {
      const shards = await partition(table, ROSTER_PARTITION);
      return shards.flatMap((item) => itemReader(item).texts('ids')).toSorted();
    },
    noteInDirectory: async ({ id, reviews }) => {
      await table.update(REVIEWERS_KEY, reviews ? adding(id) : MAKE_ITEM);
    },
    reviewers: async () => {
      const item = await table.get(REVIEWERS_KEY, 'strong');
      return item === undefined ? undefined : itemReader(item).texts('ids').toSorted();
    },
    baselines: (group) => readBaselines(table, group),
    saveBaselines: (baselines) => saveBaselines(table, baselines),
  };
}

/** Creates the item if it is missing; the ids of an existing item stay as they are. */
const MAKE_ITEM: Change = { update: 'SET #exists = :true', values: { ':true': { BOOL: true } } };

function adding(employeeId: string): Change {
  return { update: 'ADD #ids :id', values: { ':id': { SS: [employeeId] } } };
}

function shardOf(employeeId: string): number {
  return createHash('sha256').update(employeeId).digest().readUInt8(0) % ROSTER_SHARDS;
}

/** One read for a group with peers at its site; otherwise what is known for its country, or for its role. */
async function readBaselines(table: DynamoTable, group: PeerGroup): Promise<Baselines> {
  for (const key of groupKeys(group).toReversed()) {
    const item = await table.get(baselinesKey(key), 'eventual');
    if (item !== undefined) return baselinesFromItem(item);
  }
  return NO_BASELINES;
}

/**
 * Writes one item per group, with the counts of the group and of its wider groups. Nothing is deleted: the item of a
 * group that lost all its members keeps the counts of the wider groups. An older snapshot never replaces a newer one.
 */
async function saveBaselines(table: DynamoTable, baselines: Baselines): Promise<void> {
  const before = await partition(table, BASELINES_PARTITION);
  const keys = new Set([...before.map((item) => itemReader(item).key.sk), ...coveredGroups(baselines)]);
  await inBatches([...keys], async (key) => {
    await table.put(baselinesToItem(key, baselines), {
      condition: 'attribute_not_exists(#pk) OR #day <= :day',
      values: { ':day': textValue(baselines.day) },
    });
  });
}

async function partition(table: DynamoTable, pk: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: Item | undefined;
  do {
    const page = await table.query({
      keys: '#pk = :pk',
      values: { ':pk': textValue(pk) },
      limit: PAGE,
      after,
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
