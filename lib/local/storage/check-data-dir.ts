import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedFileError, RESTORE_OR_LEAVE } from './damaged-file-error.ts';

/** The names of the files and folders in a data folder. */
export const dataFiles = {
  tables: 'tables',
  queues: 'queues',
  /** In `queues`; fauxqs gives it this name. */
  queueDatabase: 'fauxqs.db',
  executions: 'executions.ndjson',
  rules: 'event-rules.json',
  logs: 'logs',
} as const;

/**
 * Checks that a data folder that was used before has all files without which a store would open empty.
 *
 * LevelDB makes a new database if CURRENT is missing, and SQLite if its file is missing. A gate that has forgotten its
 * releases could release a refund again.
 *
 * @throws DamagedFileError that names the missing file.
 */
export function checkDataDir(dataDir: string): void {
  const tables = join(dataDir, dataFiles.tables);
  const queues = join(dataDir, dataFiles.queues, dataFiles.queueDatabase);
  const logs = filesIn(tables).filter((name) => name.endsWith('.log'));
  // A first start that was killed half way leaves stores without content.
  const used =
    existsSync(join(dataDir, dataFiles.executions)) ||
    existsSync(join(dataDir, dataFiles.rules)) ||
    existsSync(queues) ||
    filesIn(tables).some((name) => name.endsWith('.ldb')) ||
    logs.some((name) => statSync(join(tables, name)).size > 0);
  if (!used) return;
  for (const file of [join(tables, 'CURRENT'), queues]) if (!existsSync(file)) throw missing(file);
  if (logs.length === 0) throw missing(join(tables, '*.log'));
}

function missing(file: string): DamagedFileError {
  return new DamagedFileError(
    file,
    'is missing, though the folder was used before: what was decided there would be forgotten',
    RESTORE_OR_LEAVE,
  );
}

function filesIn(dir: string): readonly string[] {
  return existsSync(dir) ? readdirSync(dir) : [];
}
