import { EventBuilder, type ProducedEvent } from '../../demo/event-builders.ts';
import { Heap } from '../../replay/store/heap.ts';
import type { Truth } from '../truth.ts';
import { drawCast } from './cast.ts';
import { planCrime } from './frauds/plan.ts';
import type { Thread } from './frauds/thread.ts';
import { honestThreads } from './honest-threads.ts';
import { Journal, type TimedEvent } from './journal.ts';
import { flagNotices, staffNotices, staffTruths } from './notices.ts';
import { checkOptions, WORLD_START, type WorldOptions } from './options.ts';
import { Random } from './random.ts';

/** One step of a world: an event that a producer sends, or the truth about an event that is still to come. */
export type WorldStep = { readonly event: ProducedEvent } | { readonly truth: Truth };

/**
 * Makes a labelled world: every event in order of its `time`, and the truth about every refund before its request.
 * First comes the truth about the world, then about all employees.
 *
 * Only what is under way is held in memory: an event waits in a heap until no thread can begin before it. So
 * memory follows the refunds in flight and not the length of the world. The same options give the same steps.
 * @throws RangeError if an option is out of its limits.
 */
export function* world(options: WorldOptions): Generator<WorldStep, void, undefined> {
  checkOptions(options);
  const cast = drawCast(options);
  const { insiders, threads } = planCrime(cast);
  const { seed, days, refunds, startsAt = WORLD_START } = options;
  yield { truth: { kind: 'world', seed, days, startsAt: startsAt.toISOString(), refunds } };
  for (const truth of staffTruths(cast, insiders)) yield { truth };

  const build = new EventBuilder('w');
  const waiting = new Waiting();
  waiting.add(staffNotices(cast, build));
  waiting.add(flagNotices(cast, build));
  const honest = refunds - threads.reduce((sum, thread) => sum + thread.refunds, 0);
  let number = 1;
  for (const { startMs, refunds: asked, play } of inOrder(threads, honestThreads(cast, honest))) {
    yield* waiting.until(startMs);
    const journal = new Journal(build);
    play({ cast, random: new Random(seed, 'thread', number), journal, number, startMs });
    number += asked;
    for (const truth of journal.truths) yield { truth };
    waiting.add(journal.events);
  }
  yield* waiting.until(Number.POSITIVE_INFINITY);
}

/** Merges two orders of threads into one. */
function* inOrder(crime: readonly Thread[], honest: Iterator<Thread>): Generator<Thread> {
  let next = honest.next();
  for (const thread of crime) {
    for (; next.done !== true && next.value.startMs <= thread.startMs; next = honest.next()) yield next.value;
    yield thread;
  }
  for (; next.done !== true; next = honest.next()) yield next.value;
}

interface WaitingEvent extends TimedEvent {
  readonly place: number;
}

/** Events that are known but whose time has not come. */
class Waiting {
  #count = 0;
  readonly #heap = new Heap<WaitingEvent>(
    (a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.place < b.place),
  );

  add(events: readonly TimedEvent[]): void {
    for (const { atMs, event } of events) {
      this.#count += 1;
      this.#heap.push({ atMs, event, place: this.#count });
    }
  }

  /** Removes and returns what happens before this time, in order. */
  *until(atMs: number): Generator<WorldStep> {
    for (let first = this.#heap.peek(); first !== undefined && first.atMs < atMs; first = this.#heap.peek()) {
      this.#heap.pop();
      yield { event: first.event };
    }
  }
}
