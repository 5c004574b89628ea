import { mayFollow, REFUND_STATUSES, type RefundStatus } from '../domain/refund/status.ts';
import { DAY_MS } from '../domain/shared/calendar.ts';

/** Thrown when a write does not carry the version after the one it saw: it would hide a lost update. */
export class VersionError extends Error {
  override readonly name = 'VersionError';

  constructor(what: string, version: number, seenVersion: number) {
    super(
      `${what} has to be written with version ${seenVersion + 1}, one after the version seen; got ${version}.`,
    );
  }
}

/**
 * Checks that a write carries the version after the one it saw.
 * @throws VersionError when it does not.
 */
export function requireNextVersion(what: string, version: number, seenVersion: number): void {
  if (version !== seenVersion + 1) throw new VersionError(what, version, seenVersion);
}

/** Returns the statuses a row may have when one of status `next` replaces it: a legal move, or a note on the same. */
export function statusesBefore(next: RefundStatus): readonly RefundStatus[] {
  return REFUND_STATUSES.filter((from) => from === next || mayFollow(from, next));
}

/** Returns when a day is due to be rolled up: at two in the morning (UTC) of the day after, when nobody adds to it. */
export function rollUpDueAt(day: string): string {
  return new Date(Date.parse(day) + DAY_MS + 2 * 3_600_000).toISOString();
}

/** The most uses of one photo that are kept: one other than the refund's own is all it takes. */
export const MAX_PHOTO_USES = 20;
