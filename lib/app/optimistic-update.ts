import type { SaveResult } from './ports.ts';

/** Thrown when an item changed at every attempt to write it. The caller's retry or the sweeper continues. */
export class ContendedError extends Error {
  override readonly name = 'ContendedError';

  constructor(what: string, attempts: number) {
    super(`Another writer changed ${what} each time it was to be written (attempts: ${attempts}).`);
  }
}

const MAX_ATTEMPTS = 8;

/** How to change one item: read it, work out what it becomes, write it unless somebody else wrote it first. */
export interface Update<Item, Result> {
  readonly what: string;
  /** Reads the item; the first read may lag, a repeat must be strong. */
  readonly read: () => Promise<Item>;
  /** Returns what to write, or just a result when nothing has to change. */
  readonly change: (item: Item) => { readonly write?: Item; readonly result: Result };
  readonly save: (next: Item, seen: Item) => Promise<SaveResult>;
}

/**
 * Changes one item by optimistic concurrency and returns the change's result.
 * @throws ContendedError after eight attempts.
 */
export async function updateItem<Item, Result>(update: Update<Item, Result>): Promise<Result> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const seen = await update.read();
    const { write, result } = update.change(seen);
    if (write === undefined || (await update.save(write, seen)) === 'saved') return result;
  }
  throw new ContendedError(update.what, MAX_ATTEMPTS);
}
