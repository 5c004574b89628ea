const SQLITE_FULL = 13;

/** Returns true if a file could not be written because its disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const full =
    ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) ||
    ('errcode' in error && error.errcode === SQLITE_FULL) ||
    // LevelDB gives only the system's message, after the file name.
    error.message.includes('No space left on device');
  return full || isDiskFull(error.cause);
}

/** Returns why a file could not be read or written, in words a person can act on. */
export function storageCause(error: unknown): string {
  if (isDiskFull(error)) return 'the disk is full';
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
