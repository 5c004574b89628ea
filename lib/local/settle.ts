import { setTimeout as sleep } from 'node:timers/promises';

/** Raised when the embedded AWS did not come to rest in time. */
export class SettleTimeoutError extends Error {
  /** What was still at work, one line each. */
  readonly busy: readonly string[];

  constructor(timeoutMs: number, busy: readonly string[]) {
    super(`The embedded AWS was still busy after ${timeoutMs} ms: ${busy.join('; ')}`);
    this.name = 'SettleTimeoutError';
    this.busy = busy;
  }
}

const POLL_MS = 2;
/** Work passes from one part to the next in between: it counts as rest when nothing was at work this often in a row. */
const QUIET_POLLS = 3;

/**
 * Resolves when nothing is at work any more.
 *
 * @param busy answers what is at work at this moment.
 * @throws SettleTimeoutError naming it, when that takes longer than `timeoutMs`.
 */
export async function settle(busy: () => readonly string[], timeoutMs: number): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  for (let quiet = 0; quiet < QUIET_POLLS; ) {
    const atWork = busy();
    quiet = atWork.length === 0 ? quiet + 1 : 0;
    if (performance.now() > deadlineMs) throw new SettleTimeoutError(timeoutMs, atWork);
    await sleep(POLL_MS);
  }
}
