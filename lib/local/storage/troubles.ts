import { storageCause } from './storage-cause.ts';

/**
 * What a person has to know while it runs: each trouble is reported once, and once more when it is over.
 *
 * A write that is not needed to decide anything goes through {@link attempt}, so that a full disk does not end the gate.
 */
export class Troubles {
  readonly #warn: (line: string) => void;
  readonly #current = new Set<string>();

  constructor(warn: (line: string) => void) {
    this.#warn = warn;
  }

  /** Says that something is wrong with `what`, unless that was said already. */
  report(what: string, line: string): void {
    if (this.#current.has(what)) return;
    this.#current.add(what);
    this.#warn(line);
  }

  /** Runs a write of the file `what` that may fail. Returns true if it went well. */
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
