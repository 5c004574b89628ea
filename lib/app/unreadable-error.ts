/**
 * Thrown by a store when the data of one thing, such as a subject or a refund, cannot be read. Nothing is decided on
 * that data, and a retry does not help. Everything else can still be read.
 */
export class UnreadableError extends Error {
  override readonly name: string = 'UnreadableError';
}

/** Returns the result of some work. If it meets something unreadable, notes the problem and returns undefined. */
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
