import { storageCause } from './storage-cause.ts';

/**
 * Reports what a person must know while the gate runs: each trouble once, and the end of a failed write once more.
 *
 * Writes that no decision needs go through {@link attempt}, so that a full disk does not end the gate.
 */
export class Troubles {
  readonly #warn: (line: string) => void;
  readonly #current = new Set<string>();

  constructor(warn: (line: string) => void) {
    this.#warn = warn;
  }

  /** Reports that something is wrong with `what`, if that was not reported already. */
  report(what: string, line: string): void {
    if (this.#current.has(what)) return;
    this.#current.add(what);
    this.#warn(line);
  }

  /** Runs a write of the file `what`, which may fail. Returns true if it succeeded. */
  attempt(what: string, write: () => void): boolean {
    try {
      write();
    } catch (error) {
      this.report(what, `${what} cannot be written: ${storageCause(error)}. The gate goes on without it.`);
      return false;
    }
    if (this.#current.delete(what)) this.#warn(`${what} is written again; what came in between is missing.`);
    return true;
  }
}
