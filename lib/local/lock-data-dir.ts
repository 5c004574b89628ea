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

const SQLITE_NOTADB = 26;

/**
 * Keeps a data folder for this process, creating it if need be. Returns how to let it go.
 *
 * The lock is SQLite's on a file of its own: the system drops it with the process, however that ends.
 *
 * @throws DataDirInUseError when another process holds it, DiskFullError, DamagedFileError.
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
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_NOTADB) {
      throw new DamagedFileError(file, 'is damaged', 'Delete it: it holds no data.', { cause });
    }
    throw database === undefined ? cause : new DataDirInUseError(dataDir, { cause });
  }
  const held = database;
  return () => held.close();
}
