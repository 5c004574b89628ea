import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DamagedFileError } from './storage/damaged-file-error.ts';
import { DiskFullError } from './storage/disk-full-error.ts';
import { isDiskFull } from './storage/storage-cause.ts';

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

/** SQLite's codes for a file that another connection has locked, and for one that is no database. */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/**
 * Keeps a data folder for this process, creating it if need be. Returns how to let it go.
 *
 * The lock is SQLite's on a file of its own: the system drops it with the process, however that ends.
 *
 * @throws DataDirInUseError when another process holds it, DiskFullError, DamagedFileError; any other error when the
 * folder cannot be written.
 */
export function lockDataDir(dataDir: string): () => void {
  const file = join(dataDir, 'lock.db');
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true });
    database = new DatabaseSync(file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database?.close();
    if (isDiskFull(cause)) throw new DiskFullError(dataDir, { cause });
    const code = sqliteCode(cause);
    if (code === SQLITE_BUSY) throw new DataDirInUseError(dataDir, { cause });
    if (code === SQLITE_NOTADB) {
      throw new DamagedFileError(file, 'is damaged', 'Delete it: it holds no data.', { cause });
    }
    throw cause;
  }
  const held = database;
  return () => held.close();
}

/** Returns SQLite's primary code of an error, in the low byte of its own; undefined for any other error. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return undefined;
  return error.errcode & 0xff;
}
