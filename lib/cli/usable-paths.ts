import { access, constants, mkdir, stat } from 'node:fs/promises';
import { problemOf } from './system-errors.ts';
import { UsageError } from './verb.ts';

/**
 * Resolves if a file can be read.
 * @throws UsageError when it cannot be read or is a folder.
 */
export async function mustBeReadable(file: string): Promise<void> {
  try {
    // The file is not opened, because a named pipe would lose its writer.
    await access(file, constants.R_OK);
    if (!(await stat(file)).isDirectory()) return;
  } catch (cause) {
    throw new UsageError(`cannot read "${file}": ${problemOf(cause)}`, { cause });
  }
  throw new UsageError(`cannot read "${file}": it is a folder, not a file`);
}

/**
 * Creates a folder if it is missing.
 * @throws UsageError when that is not possible.
 */
export async function mustBeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new UsageError(`cannot write to the folder "${path}": ${problemOf(cause)}`, { cause });
  }
}
