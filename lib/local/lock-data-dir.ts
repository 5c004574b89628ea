import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DamagedFileError } from './storage/damaged-file-error.ts';
import { DiskFullError } from './storage/disk-full-error.ts';
import { isDiskFull } from './storage/storage-cause.ts';

/** Thrown when another process uses a data folder. */
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

/** SQLite's codes for a file that another connection has locked, and for a file that is not a database. */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/**
 * Locks a data folder for this process, and creates it if it is missing. Returns a function that unlocks it.
 *
 * The lock is SQLite's lock on a separate file: the system releases it when the process ends, in whatever way.
 *
 * @throws DataDirInUseError when another process holds the lock, DiskFullError, DamagedFileError; any other error when
 * the folder cannot be written.
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

/** Returns SQLite's primary code of an error, the low byte of its `errcode`; undefined for any other error. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return undefined;
  return error.errcode & 0xff;
}
