const MINUTE_MS = 60_000;

/** How long the intake queue hides a message whose handler crashed, in minutes. */
const VISIBILITY_MINUTES = 3;

/** Messages whose handler crashed: each is delivered again, until it is taken. */
export class Redeliveries {
  readonly #minutes: readonly number[];
  #waiting: { readonly body: string; readonly at: number }[] = [];
  #count = 0;

  /** @param minutes - After how many minutes each comes again, in turn; as soon as on AWS where there is none. */
  constructor(minutes: readonly number[]) {
    this.#minutes = minutes;
  }

  /** The messages that wait. */
  get bodies(): readonly string[] {
    return this.#waiting.map(({ body }) => body);
  }

  nextAt(): number {
    return Math.min(...this.#waiting.map(({ at }) => at));
  }

  crashed(body: string, now: Date): void {
    const minutes = this.#minutes[this.#count % this.#minutes.length] ?? VISIBILITY_MINUTES;
    this.#count += 1;
    this.#waiting.push({ body, at: now.getTime() + minutes * MINUTE_MS });
  }

  /** Takes out what is to be delivered by now. */
  takeDue(now: Date): readonly string[] {
    const due = this.#waiting.filter(({ at }) => at <= now.getTime());
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    return due.map(({ body }) => body);
  }
}
