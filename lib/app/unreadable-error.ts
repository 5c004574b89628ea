/**
 * Thrown by a store when what it holds of one thing cannot be read: a subject, a refund. Nothing is decided on it, and
 * trying again does not help, but all the rest can be read.
 */
export class UnreadableError extends Error {
  override readonly name: string = 'UnreadableError';
}

/** Returns the result of some work, or undefined if it met something unreadable, whose problem is then noted. */
export async function unlessUnreadable<Result>(
  problems: string[],
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}
