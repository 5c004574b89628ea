import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown when the embedded AWS is busy but makes no progress. */
export class StalledError extends Error {
  /** One line for each part that was still busy. */
  readonly busy: readonly string[];

  constructor(stalledMs: number, busy: readonly string[]) {
    super(`Nothing has gone on in the embedded AWS for ${stalledMs} ms, and it is busy: ${busy.join('; ')}`);
    this.name = 'StalledError';
    this.busy = busy;
  }
}

/** The work to wait for, and how to see its progress. */
export interface Activity {
  /** Returns what is busy at this moment. */
  busy(): readonly string[];
  /** Returns a number that grows with all progress. */
  done(): number;
}

const POLL_MS = 2;
/** How many checks in a row must find nothing busy. One is not enough, because work may be passing between parts. */
const QUIET_POLLS = 3;

/**
 * Resolves when nothing is busy any more. There is no time limit while there is progress.
 *
 * Time is counted in checks, one every {@link POLL_MS}, so that a process that gets no processor time does not count as
 * stalled.
 *
 * @throws StalledError that names what is busy, when nothing was done for `stalledMs`.
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
