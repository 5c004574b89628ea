import { isDiskFull, storageCause } from '../storage/storage-cause.ts';

/** Thrown when the tables could not be read or written, and by every write after that. */
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
 * Refuses every write after an access that failed.
 *
 * When only a part of a write fits on the disk, LevelDB goes on with later writes. But it cannot read those when it
 * opens the next time, so writes that were reported as done would be lost.
 */
export class StoreGuard {
  readonly #onFailure: (failure: StoreFailedError) => void;
  #failure: StoreFailedError | undefined;

  constructor(onFailure: (failure: StoreFailedError) => void) {
    this.#onFailure = onFailure;
  }

  /** True after an access has failed. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * Runs one access.
   * @throws StoreFailedError when the access fails, or for a write after any access failed.
   */
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
