import { createClockOffset } from './virtual-date.ts';

/** A timer that can still be cancelled. */
export interface ClockTimer {
  cancel(): void;
}

/** When a clock starts, and how it waits for the work that its timers start. */
export interface EmbeddedClockOptions {
  /** @default now */
  readonly startAt?: Date;
  /** The shared memory to keep the offset in, if others had to know it before. @default - new memory */
  readonly sharedOffset?: SharedArrayBuffer;
  /** Resolves when the work that the last timer started is done. @default at once */
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

/** Timers due within this time fire together, so that a thousand time-outs need not be waited for one by one. */
const GRAIN_MS = 1000;
/** The longest delay `setTimeout` takes; anything longer fires at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The clock of the embedded AWS: real time plus an offset. After the start, the offset only grows.
 *
 * Time goes on by itself. {@link advanceTo} moves it ahead. One-shot timers in between fire in order and at their
 * instants, to the second. The work that they start is done before time moves on, so that a chain of time-outs runs as
 * in real time. A recurring timer fires **at most once per step**, at the end of the step, even if several of its runs
 * were passed; its next run is counted from the new time. Use smaller steps to see more runs.
 *
 * The offset is in shared memory ({@link sharedOffset}), so that worker threads have the same time.
 */
export class EmbeddedClock {
  /** Milliseconds to add to real time, as one signed 64-bit integer. */
  readonly sharedOffset: SharedArrayBuffer;

  readonly #offset: BigInt64Array;
  readonly #oneShots = new Set<OneShot>();
  readonly #recurring = new Set<Recurring>();
  readonly #quiesce: () => Promise<void>;
  #alarm: NodeJS.Timeout | undefined;
  #alarmDueMs = Number.POSITIVE_INFINITY;
  #lastStep: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedClockOptions = {}) {
    this.sharedOffset = options.sharedOffset ?? createClockOffset();
    this.#offset = new BigInt64Array(this.sharedOffset);
    this.#quiesce = options.quiesce ?? (() => Promise.resolve());
    if (options.startAt) Atomics.store(this.#offset, 0, BigInt(options.startAt.getTime() - Date.now()));
  }

  /** Returns the current virtual time in milliseconds since 1970. */
  nowMs(): number {
    return Date.now() + Number(Atomics.load(this.#offset, 0));
  }

  /** Returns the current virtual time. */
  now(): Date {
    return new Date(this.nowMs());
  }

  /** Returns by how many milliseconds virtual time is ahead of real time. */
  offsetMs(): number {
    return Number(Atomics.load(this.#offset, 0));
  }

  /** Runs `fire` once, `delayMs` from now, or as soon as possible if that time has passed. */
  after(delayMs: number, fire: () => void): ClockTimer {
    const timer: OneShot = { dueMs: this.nowMs() + delayMs, fire };
    this.#oneShots.add(timer);
    if (timer.dueMs < this.#alarmDueMs) this.#arm();
    return { cancel: () => void this.#oneShots.delete(timer) };
  }

  /** Runs `fire` at each instant that `nextAfter` returns. The docs of the class say which runs a step skips. */
  every(nextAfter: (after: Date) => Date, fire: () => void): ClockTimer {
    const timer: Recurring = { dueMs: nextAfter(this.now()).getTime(), nextAfter, fire };
    this.#recurring.add(timer);
    this.#arm();
    return { cancel: () => void this.#recurring.delete(timer) };
  }

  /** Moves virtual time ahead by `ms` and fires what becomes due. Resolves when the work that this starts is done. */
  async advance(ms: number): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new RangeError(`The clock can only be advanced by 0 ms or more, got ${ms}.`);
    }
    await this.#enqueueStep(() => this.nowMs() + ms);
  }

  /** Moves virtual time ahead to `at` and fires what becomes due. Resolves when the work that this starts is done. */
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

  /** Removes every timer. Time itself goes on. */
  stop(): void {
    clearTimeout(this.#alarm);
    this.#oneShots.clear();
    this.#recurring.clear();
  }

  /** Queues a step: steps run one after the other, even for different callers. */
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

  /** Returns the last due time up to a limit. */
  #latestOneShot(limitMs: number): number | undefined {
    let latest: number | undefined;
    for (const { dueMs } of this.#oneShots) {
      if (dueMs <= limitMs && (latest === undefined || dueMs > latest)) latest = dueMs;
    }
    return latest;
  }

  /** Sets the time, but never back: real time may have passed `ms` while earlier timers did their work. */
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

  /** Sets one real timer for the next due time. It does not keep the process alive. */
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
