import { type Policy, registerOf } from '../domain/policy/policy.ts';
import type { ParsedEvent } from './parse-event.ts';

/** A producer that says how long it is silent at most, and the short name that its events are counted under. */
export interface WatchedProducer {
  readonly name: string;
  readonly source: string;
  readonly quietHours: number;
}

/**
 * Returns the producers that declare `quietFor`. Each is named by its place in the register, `p0`, `p1` …: a source may
 * have characters that the name of a metric may not.
 */
export function watchedProducers(policy: Pick<Policy, 'producers'>): readonly WatchedProducer[] {
  const producers = registerOf(policy)?.producers ?? [];
  return producers.flatMap(({ source, quietHours }, at) =>
    quietHours === undefined ? [] : [{ name: `p${at}`, source, quietHours }],
  );
}

/** Returns how many events came from each watched producer, by its short name; those that sent none are left out. */
export function countHeard(
  watched: readonly WatchedProducer[],
  events: readonly ParsedEvent[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    watched.flatMap(({ name, source }) => {
      const count = events.filter((one) => one.ok && one.event.source === source).length;
      return count === 0 ? [] : [[name, count]];
    }),
  );
}
