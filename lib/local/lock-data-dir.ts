import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Raised when another process works in a data folder. */
export class DataDirInUseError extends Error {
  readonly dataDir: string;

  constructor(dataDir: string, options?: ErrorOptions) {
    super(
      `The data folder ${dataDir} is in use by another process; stop that one or choose another folder.`,
      options,
    );
    this.name = 'DataDirInUseError';
    this.dataDir = dataDir;
  }
}

/** SQLite's code for a file that another connection has locked, in the low byte of its errors' codes. */
const SQLITE_BUSY = 5;

/**
 * Keeps a data folder for this process, creating it if need be. Answers how to let it go.
 *
 * The lock is SQLite's on a file of its own: the system drops it with the process, however that ends.
 *
 * @throws DataDirInUseError when another process holds it; any other error when the folder cannot be written.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, 'lock.db'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw isBusy(cause) ? new DataDirInUseError(dataDir, { cause }) : cause;
  }
  return () => database.close();
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === SQLITE_BUSY
  );
}
