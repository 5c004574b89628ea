import { COUNTERS, type Counts } from '../../domain/history/history.ts';

/** Returns counts as a list in the order of their counters, up to the last count that is not 0. */
export function packCounts(counts: Counts): readonly number[] {
  const list = COUNTERS.map((counter) => counts[counter] ?? 0);
  return list.slice(0, list.findLastIndex((count) => count !== 0) + 1);
}

/** Returns the counts that a list was packed from. Anything but a list is returned as it is; its schema refuses it. */
export function unpackCounts(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const values: readonly unknown[] = list;
  const counts = COUNTERS.map((counter, index): [string, unknown] => [counter, values[index] ?? 0]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}
