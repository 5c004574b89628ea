import * as z from 'zod';
import { countsSchema } from '../../contracts/stored-shapes.ts';
import type { Baselines } from '../../domain/risk/peer-baselines.ts';
import { baselinesKey, isDay } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue } from './item-reader.ts';
import { packCounts, unpackCounts } from './packed-counts.ts';

/** The counts of a group and of the wider groups it is part of; null for a group without members. */
const countsListSchema = z.array(countsSchema.nullable());

/** Returns the keys of all groups of a snapshot and of the wider groups they are part of. */
export function coveredGroups({ groups }: Baselines): readonly string[] {
  return [...new Set(Object.keys(groups).flatMap(nestedGroups))];
}

/** Returns one group of a snapshot as an item, with the counts of its wider groups, so that one read gives a rate. */
export function baselinesToItem(key: string, { version, day, groups }: Baselines): Item {
  const { pk, sk } = baselinesKey(key);
  const counts = nestedGroups(key).map((one) =>
    Object.hasOwn(groups, one) ? packCounts(groups[one] ?? {}) : null,
  );
  return {
    pk: textValue(pk),
    sk: textValue(sk),
    version: textValue(version),
    day: textValue(day),
    counts: jsonValue(counts),
  };
}

/**
 * Returns the counts that an item holds for a group and its wider groups.
 * @throws CorruptItemError when it holds no such counts.
 */
export function baselinesFromItem(item: Item): Baselines {
  const read = itemReader(item);
  const keys = nestedGroups(read.key.sk);
  const counts = read.json('counts', countsListSchema, (list) =>
    Array.isArray(list) ? list.map(unpackCounts) : list,
  );
  const known = keys.flatMap((key, index) => {
    const one = counts[index] ?? null;
    return one === null ? [] : [[key, one] as const];
  });
  const day = read.text('day');
  if (!isDay(day)) read.fail('"day" is no date');
  return { version: read.text('version'), day, groups: Object.fromEntries(known) };
}

/** Returns `role`, `role/country` and the key itself for `role/country/site`; a site's id may contain a `/`. */
function nestedGroups(key: string): readonly string[] {
  const [role = '', country, ...site] = key.split('/');
  if (country === undefined) return [role];
  const wider = [role, `${role}/${country}`];
  return site.length === 0 ? wider : [...wider, key];
}
