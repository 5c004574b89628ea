import type { Counter, Counts } from '../../domain/history/history.ts';
import { type Check, isWhole, recordOf } from './item-checks.ts';
import type { FieldOrder } from './packed.ts';

/** Counters in the order they are written: a contract with the items that exist. A new one goes to the end. */
const COUNTER_ORDER: FieldOrder<Record<Counter, number>> = {
  low: true,
  mid: true,
  high: true,
  lowExceptions: true,
  midExceptions: true,
  highExceptions: true,
  goodless: true,
  incidents: true,
  confirmed: true,
  falseAttestations: true,
  falseClaims: true,
  neverCame: true,
};

const COUNTERS = Object.keys(COUNTER_ORDER);

/** Answers counts as a list in the order of their counters, as far as the last that is not 0. */
export function packCounts(counts: Counts): readonly number[] {
  const known = new Map(Object.entries(counts));
  const list = COUNTERS.map((counter) => known.get(counter) ?? 0);
  return list.slice(0, list.findLastIndex((count) => count !== 0) + 1);
}

/** Answers the counts a list was packed from; what is no list is answered as it is, for a check to refuse. */
export function unpackCounts(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const values: readonly unknown[] = list;
  const counts = COUNTERS.map((counter, index): [string, unknown] => [counter, values[index] ?? 0]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}

/** Answers whether a value is counts, as `unpackCounts` answers them. */
export const isCounts: Check<Counts> = (value): value is Counts => recordOf(isWhole)(value);
