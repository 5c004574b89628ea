/** The meaning of the system's error codes, for the person at the command line. */
const MEANINGS: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOENT', 'there is no such file or folder'],
  ['EISDIR', 'it is a folder, not a file'],
  ['ENOTDIR', 'a part of its path is a file, not a folder'],
  ['EEXIST', 'it is a file, not a folder'],
  ['ECONNREFUSED', 'nothing answers there'],
  ['ENOTFOUND', 'there is no such host'],
  ['EHOSTUNREACH', 'there is no way to that host'],
  ['ENETUNREACH', 'there is no way to that host'],
  ['ETIMEDOUT', 'it does not answer'],
  ['ABORT_ERR', 'it does not answer'],
]);

/** Returns true if the system refused something: a file, a folder, a port, a connection. */
export function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}

/** Returns what went wrong, in words where the system gives only a code. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error ? MEANINGS.get(error.code) : undefined) ?? error.message;
}
