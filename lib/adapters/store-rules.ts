import { mayFollow, REFUND_STATUSES, type RefundStatus } from '../domain/refund/status.ts';
import { DAY_MS } from '../domain/shared/calendar.ts';

/** Thrown when the version of a write is not one more than the version seen: such a write would hide a lost update. */
export class VersionError extends Error {
  override readonly name = 'VersionError';

  constructor(what: string, version: number, seenVersion: number) {
    super(
      `${what} has to be written with version ${seenVersion + 1}, one after the version seen; got ${version}.`,
    );
  }
}

/**
 * Checks that the version of a write is one more than the version seen.
 * @throws VersionError when it is not.
 */
export function requireNextVersion(what: string, version: number, seenVersion: number): void {
  if (version !== seenVersion + 1) throw new VersionError(what, version, seenVersion);
}

/** Returns the statuses from which a row may go to `next`: those of a legal move, and `next` itself. */
export function statusesBefore(next: RefundStatus): readonly RefundStatus[] {
  return REFUND_STATUSES.filter((from) => from === next || mayFollow(from, next));
}

/** Returns when a day is due to be rolled up: at 02:00 UTC of the next day, when nothing is added to it any more. */
export function rollUpDueAt(day: string): string {
  return new Date(Date.parse(day) + DAY_MS + 2 * 3_600_000).toISOString();
}

/** The most uses of one photo that are kept. A single use by another refund is enough to find a reuse. */
export const MAX_PHOTO_USES = 20;
