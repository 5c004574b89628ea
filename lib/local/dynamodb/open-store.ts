import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Store } from 'dynalite/db/index.js';
import { DamagedFileError, RESTORE_OR_LEAVE } from '../storage/damaged-file-error.ts';
import { DiskFullError } from '../storage/disk-full-error.ts';
import { isDiskFull, storageCause } from '../storage/storage-cause.ts';

/** The file that records that writes were lost: LevelDB deletes the damaged log once it has read what it could. */
const DAMAGED = 'DAMAGED';

/**
 * Opens the store of the tables: in memory, or the LevelDB folder at `path`.
 *
 * LevelDB skips the damaged part of a log of writes and reports it only in its own LOG file. Here such a store is
 * refused, now and at every later start: with missing writes, the gate would have forgotten what it decided.
 *
 * @param create makes the store, which begins to open itself.
 * @throws DamagedFileError, DiskFullError.
 */
export async function openStore(path: string | undefined, create: () => Store): Promise<Store> {
  if (path === undefined) {
    const store = create();
    await store.db.open();
    return store;
  }
  const marker = join(path, DAMAGED);
  if (existsSync(marker)) throw lost(path, readFileSync(marker, 'utf8').trim());
  const store = create();
  try {
    await store.db.open();
  } catch (cause) {
    if (isDiskFull(cause)) throw new DiskFullError(dirname(path), { cause });
    throw new DamagedFileError(path, `cannot be read (${storageCause(cause)})`, RESTORE_OR_LEAVE, { cause });
  }
  const damaged = damagedLog(join(path, 'LOG'));
  if (damaged === undefined) return store;
  writeFileSync(marker, `${damaged}\n`);
  await new Promise((resolve) => store.db.close(resolve));
  throw lost(path, damaged);
}

function damagedLog(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const [, damaged] = /(\S+\.log): dropping \d+ bytes/.exec(readFileSync(file, 'utf8')) ?? [];
  return damaged && basename(damaged);
}

function lost(path: string, file: string): DamagedFileError {
  return new DamagedFileError(
    join(path, file),
    'was damaged, and writes to the tables are lost',
    RESTORE_OR_LEAVE,
  );
}
