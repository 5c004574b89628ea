import { setTimeout as sleep } from 'node:timers/promises';

/** Raised when the embedded AWS is busy and nothing in it goes on. */
export class StalledError extends Error {
  /** What was still at work, one line each. */
  readonly busy: readonly string[];

  constructor(stalledMs: number, busy: readonly string[]) {
    super(`Nothing has gone on in the embedded AWS for ${stalledMs} ms, and it is busy: ${busy.join('; ')}`);
    this.name = 'StalledError';
    this.busy = busy;
  }
}

/** What is waited for, and what shows that it goes on. */
export interface Activity {
  /** Returns what is at work at this moment. */
  busy(): readonly string[];
  /** Returns a number that grows with everything that is done. */
  done(): number;
}

const POLL_MS = 2;
/** Work passes from one part to the next in between: it counts as rest when nothing was at work this often in a row. */
const QUIET_POLLS = 3;

/**
 * Resolves when nothing is at work any more, however long that takes as long as it goes on.
 *
 * Time is counted in looks of {@link POLL_MS} each, so that a process that gets no processor is not taken for stalled.
 *
 * @throws StalledError naming what is at work, when nothing was done for `stalledMs`.
 */
export async function settle({ busy, done }: Activity, stalledMs: number): Promise<void> {
  let last = done();
  let idlePolls = 0;
  for (let quiet = 0; quiet < QUIET_POLLS; ) {
    const atWork = busy();
    quiet = atWork.length === 0 ? quiet + 1 : 0;
    const now = done();
    idlePolls = now === last ? idlePolls + 1 : 0;
    last = now;
    if (idlePolls > stalledMs / POLL_MS) throw new StalledError(stalledMs, atWork);
    await sleep(POLL_MS);
  }
}
