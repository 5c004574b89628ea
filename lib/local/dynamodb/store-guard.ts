import { isDiskFull, storageCause } from '../storage/storage-cause.ts';

/** Raised when the tables could not be read or written, and by every write after that. */
export class StoreFailedError extends Error {
  constructor(cause: unknown) {
    const remedy = isDiskFull(cause) ? 'Free some space and start again' : 'Start again';
    super(`The tables cannot be written: ${storageCause(cause)}. ${remedy}; until then nothing is decided.`, {
      cause,
    });
    this.name = 'StoreFailedError';
  }
}

/**
 * Lets no write through after one that failed.
 *
 * LevelDB goes on behind a write of which only a part fitted on the disk, and cannot read what comes after it the next
 * time it opens: what was answered as written would be lost.
 */
export class StoreGuard {
  readonly #onFailure: (failure: StoreFailedError) => void;
  #failure: StoreFailedError | undefined;

  constructor(onFailure: (failure: StoreFailedError) => void) {
    this.#onFailure = onFailure;
  }

  /** Returns true once an access has failed. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Runs one access. Throws StoreFailedError. */
  async run<T>(kind: 'read' | 'write', access: () => Promise<T>): Promise<T> {
    if (kind === 'write' && this.#failure) throw this.#failure;
    try {
      return await access();
    } catch (error) {
      if (!isStoreFault(error)) throw error;
      const failure = new StoreFailedError(error);
      if (!this.#failure) this.#onFailure(failure);
      this.#failure ??= failure;
      throw failure;
    }
  }
}

function isStoreFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('LEVEL_');
}
