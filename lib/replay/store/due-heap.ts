import { Heap } from './heap.ts';

/** One thing that is due at an instant (ISO 8601 UTC, so that text order is time order). */
export interface DueEntry<Value> {
  readonly dueAt: string;
  readonly id: string;
  readonly value: Value;
}

/**
 * A binary heap of what is due, by `dueAt` and then `id`. Entries are never searched for: an entry that is no
 * longer true is dropped when it comes to the top.
 */
export class DueHeap<Value> {
  #heap = new Heap<DueEntry<Value>>(comesBefore);
  readonly #isTrue: (entry: DueEntry<Value>) => boolean;

  /** @param isTrue - returns true if an entry still says when its thing is due. */
  constructor(isTrue: (entry: DueEntry<Value>) => boolean) {
    this.#isTrue = isTrue;
  }

  /** The number of entries, stale ones included. */
  get size(): number {
    return this.#heap.size;
  }

  /** Adds an entry. */
  push(entry: DueEntry<Value>): void {
    this.#heap.push(entry);
  }

  /** Returns the first true entry without taking it out. */
  first(): DueEntry<Value> | undefined {
    for (;;) {
      const top = this.#heap.peek();
      if (top === undefined || this.#isTrue(top)) return top;
      this.#heap.pop();
    }
  }

  /** Returns true if something is due at or before an instant. */
  isDueBy(instant: string): boolean {
    // Usually not even a stale entry is due: then there is nothing to look up.
    const top = this.#heap.peek();
    return top !== undefined && top.dueAt <= instant && (this.first()?.dueAt ?? NEVER) <= instant;
  }

  /** Returns what is due at `until`, oldest first, without taking it out: it stays due until it is moved. */
  due(until: string, limit: number): readonly DueEntry<Value>[] {
    const found: DueEntry<Value>[] = [];
    for (let top = this.first(); top !== undefined && found.length < limit; top = this.first()) {
      if (top.dueAt > until) break;
      this.#heap.pop();
      const last = found.at(-1);
      // A thing that was due, was moved and is due at the same instant again has two entries, one after the other.
      if (last === undefined || last.id !== top.id || last.dueAt !== top.dueAt) found.push(top);
    }
    for (const entry of found) this.push(entry);
    return found;
  }

  /** Takes out all that was due before an instant, oldest first. */
  takeBefore(instant: string): readonly DueEntry<Value>[] {
    const taken: DueEntry<Value>[] = [];
    for (let top = this.first(); top !== undefined && top.dueAt < instant; top = this.first()) {
      this.#heap.pop();
      taken.push(top);
    }
    return taken;
  }

  /** Drops every entry that is not true any more. */
  compact(): void {
    const kept = this.#heap.entries.filter(this.#isTrue);
    this.#heap = new Heap<DueEntry<Value>>(comesBefore);
    for (const entry of kept) this.push(entry);
  }
}

/** Later than every instant. */
const NEVER = '~';

function comesBefore(a: DueEntry<unknown>, b: DueEntry<unknown>): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.id < b.id);
}
