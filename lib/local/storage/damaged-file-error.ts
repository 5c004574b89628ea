/** Thrown when a file of the data folder is missing, or its content is not what was written. */
export class DamagedFileError extends Error {
  readonly file: string;

  /** @param remedy what a person can do, as a sentence. */
  constructor(file: string, damage: string, remedy: string, options?: ErrorOptions) {
    super(`${file} ${damage}. ${remedy}`, options);
    this.name = 'DamagedFileError';
    this.file = file;
  }
}

/** What to do about a store that cannot be repaired. Without it the gate must not start: it would forget decisions. */
export const RESTORE_OR_LEAVE =
  'Restore the whole data folder from a copy, or start with another folder, which begins empty.';
