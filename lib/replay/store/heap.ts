/** A binary heap: the entry that comes `before` all others is taken out first. */
export class Heap<T> {
  readonly #entries: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Every entry, in no particular order. */
  get entries(): readonly T[] {
    return this.#entries;
  }

  /** Returns the first entry without taking it out, or undefined if there is none. */
  peek(): T | undefined {
    return this.#entries[0];
  }

  push(entry: T): void {
    const entries = this.#entries;
    let index = entries.length;
    entries.push(entry);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = entries[above];
      if (parent === undefined || !this.#before(entry, parent)) break;
      entries[index] = parent;
      index = above;
    }
    entries[index] = entry;
  }

  /** Takes out and returns the first entry, or returns undefined if there is none. */
  pop(): T | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return first;
    this.#sink(last);
    return first;
  }

  #sink(entry: T): void {
    const entries = this.#entries;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      let child = entries[below];
      if (child === undefined) break;
      const other = entries[below + 1];
      if (other !== undefined && this.#before(other, child)) {
        below += 1;
        child = other;
      }
      if (!this.#before(child, entry)) break;
      entries[index] = child;
      index = below;
    }
    entries[index] = entry;
  }
}
