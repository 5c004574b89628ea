/** Something due on the clock that may still be taken back. */
export interface ClockTimer {
  cancel(): void;
}

/** How a clock starts, and how it waits for what it set off. */
export interface EmbeddedClockOptions {
  /** @default now */
  readonly startAt?: Date;
  /** Resolves when the work set off by the last fired timer has come to rest. @default at once */
  readonly quiesce?: () => Promise<void>;
}

interface OneShot {
  readonly dueMs: number;
  readonly fire: () => void;
}

interface Recurring {
  dueMs: number;
  readonly nextAfter: (after: Date) => Date;
  readonly fire: () => void;
}

/** Timers due within this fire in one go: a thousand time-outs in a row need not come to rest one by one. */
const GRAIN_MS = 1000;
/** The longest delay `setTimeout` takes; anything longer fires at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * What time it is in the embedded AWS: real time plus an offset that only ever grows once it runs.
 *
 * Time goes on by itself. {@link advanceTo} moves it ahead: the one-shot timers in between fire in order and at their
 * instants, to the second, and what they set off comes to rest before time moves on, so that a chain of time-outs
 * runs as it would have run. A recurring timer fires **at most once per step**, at the end of the step, however many
 * of its runs were passed; its next run is counted from the new now. Step by smaller steps to see more runs.
 *
 * The offset sits in shared memory ({@link sharedOffset}), so that worker threads live in the same time.
 */
export class EmbeddedClock {
  /** Milliseconds to add to real time, as one signed 64-bit integer. */
  readonly sharedOffset = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);

  readonly #offset = new BigInt64Array(this.sharedOffset);
  readonly #oneShots = new Set<OneShot>();
  readonly #recurring = new Set<Recurring>();
  readonly #quiesce: () => Promise<void>;
  #alarm: NodeJS.Timeout | undefined;
  #alarmDueMs = Number.POSITIVE_INFINITY;
  #lastStep: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedClockOptions = {}) {
    this.#quiesce = options.quiesce ?? (() => Promise.resolve());
    if (options.startAt) Atomics.store(this.#offset, 0, BigInt(options.startAt.getTime() - Date.now()));
  }

  /** The current virtual instant in milliseconds since 1970. */
  nowMs(): number {
    return Date.now() + Number(Atomics.load(this.#offset, 0));
  }

  /** The current virtual instant. */
  now(): Date {
    return new Date(this.nowMs());
  }

  /** Milliseconds by which virtual time is ahead of real time. */
  offsetMs(): number {
    return Number(Atomics.load(this.#offset, 0));
  }

  /** Runs `fire` once, `delayMs` from now or at once when that has passed. */
  after(delayMs: number, fire: () => void): ClockTimer {
    const timer: OneShot = { dueMs: this.nowMs() + delayMs, fire };
    this.#oneShots.add(timer);
    if (timer.dueMs < this.#alarmDueMs) this.#arm();
    return { cancel: () => void this.#oneShots.delete(timer) };
  }

  /** Runs `fire` at each instant `nextAfter` names; see the class for how runs coalesce. */
  every(nextAfter: (after: Date) => Date, fire: () => void): ClockTimer {
    const timer: Recurring = { dueMs: nextAfter(this.now()).getTime(), nextAfter, fire };
    this.#recurring.add(timer);
    this.#arm();
    return { cancel: () => void this.#recurring.delete(timer) };
  }

  /** Moves virtual time ahead by `ms`, firing what falls due. Resolves when that has come to rest. */
  async advance(ms: number): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new RangeError(`The clock can only be advanced by 0 ms or more, got ${ms}.`);
    }
    await this.#enqueueStep(() => this.nowMs() + ms);
  }

  /** Moves virtual time ahead to an instant, firing what falls due. Resolves when that has come to rest. */
  async advanceTo(at: Date): Promise<void> {
    const targetMs = at.getTime();
    if (Number.isNaN(targetMs)) throw new RangeError('The clock can only be advanced to a valid date.');
    if (targetMs < this.nowMs()) {
      throw new RangeError(
        `The clock cannot go back from ${this.now().toISOString()} to ${at.toISOString()}; give a later instant.`,
      );
    }
    await this.#enqueueStep(() => targetMs);
  }

  /** Drops every timer. Time itself goes on. */
  stop(): void {
    clearTimeout(this.#alarm);
    this.#oneShots.clear();
    this.#recurring.clear();
  }

  /** Steps run one after the other, whoever asked for them. */
  #enqueueStep(target: () => number): Promise<void> {
    const step = this.#lastStep.then(() => this.#step(target()));
    this.#lastStep = step.catch(() => undefined);
    return step;
  }

  async #step(targetMs: number): Promise<void> {
    await this.#quiesce();
    for (let next = this.#earliestOneShot(); next && next.dueMs <= targetMs; next = this.#earliestOneShot()) {
      this.#setNow(this.#latestOneShot(Math.min(next.dueMs + GRAIN_MS, targetMs)) ?? next.dueMs);
      this.#fireOneShots();
      await this.#quiesce();
    }
    this.#setNow(targetMs);
    if (this.#fireDue()) await this.#quiesce();
    this.#arm();
  }

  #earliestOneShot(): OneShot | undefined {
    let earliest: OneShot | undefined;
    for (const timer of this.#oneShots) if (!earliest || timer.dueMs < earliest.dueMs) earliest = timer;
    return earliest;
  }

  /** The last due instant up to a limit. */
  #latestOneShot(limitMs: number): number | undefined {
    let latest: number | undefined;
    for (const { dueMs } of this.#oneShots) {
      if (dueMs <= limitMs && (latest === undefined || dueMs > latest)) latest = dueMs;
    }
    return latest;
  }

  /** Never backwards: real time may have passed the instant while earlier timers were at work. */
  #setNow(ms: number): void {
    const ahead = BigInt(Math.ceil(ms) - Date.now());
    if (ahead > Atomics.load(this.#offset, 0)) Atomics.store(this.#offset, 0, ahead);
  }

  #fireOneShots(): boolean {
    const now = this.nowMs();
    const due = [...this.#oneShots].filter((timer) => timer.dueMs <= now).sort((a, b) => a.dueMs - b.dueMs);
    for (const timer of due) {
      this.#oneShots.delete(timer);
      timer.fire();
    }
    return due.length > 0;
  }

  #fireRecurring(): boolean {
    const now = this.now();
    const due = [...this.#recurring].filter((timer) => timer.dueMs <= now.getTime());
    for (const timer of due.sort((a, b) => a.dueMs - b.dueMs)) {
      timer.dueMs = timer.nextAfter(now).getTime();
      timer.fire();
    }
    return due.length > 0;
  }

  #fireDue(): boolean {
    const oneShots = this.#fireOneShots();
    return this.#fireRecurring() || oneShots;
  }

  /** One real timer, for whatever is due first. It keeps no process alive. */
  #arm(): void {
    clearTimeout(this.#alarm);
    let dueMs = this.#earliestOneShot()?.dueMs ?? Number.POSITIVE_INFINITY;
    for (const timer of this.#recurring) dueMs = Math.min(dueMs, timer.dueMs);
    this.#alarmDueMs = dueMs;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(Math.max(dueMs - this.nowMs(), 0), LONGEST_TIMEOUT_MS);
    this.#alarm = setTimeout(() => {
      this.#fireDue();
      this.#arm();
    }, delayMs);
    this.#alarm.unref();
  }
}
