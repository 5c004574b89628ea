/** The shortest time between two drawings of the bar, in milliseconds of real time. */
const DRAW_MS = 200;

const WIDTH = 24;

/** The terminal a bar is drawn on; the clock is real time. */
export interface ProgressOptions {
  readonly label: string;
  readonly stream: { readonly isTTY?: boolean; readonly write: (text: string) => unknown };
  readonly nowMs: () => number;
}

/** A bar of one line on a terminal: percent, rate and time left. It draws nothing if the stream is not a terminal. */
export class ProgressBar {
  readonly #options: ProgressOptions;
  readonly #startedMs: number;
  #drawnMs: number;
  #taken = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startedMs = options.nowMs();
    this.#drawnMs = this.#startedMs;
  }

  /**
   * Counts one more event.
   * @param progress - returns the share that is done, from 0 to 1; called only when the bar is drawn.
   */
  advance(progress: () => number): void {
    this.#taken += 1;
    // The clock is read only every 256 events, because it costs more than the count.
    if (this.#options.stream.isTTY !== true || this.#taken % 256 !== 0) return;
    const now = this.#options.nowMs();
    if (now - this.#drawnMs < DRAW_MS) return;
    this.#drawnMs = now;
    this.#options.stream.write(`\r${this.#line(progress(), now)}\x1b[K`);
  }

  /** Removes the bar. */
  end(): void {
    if (this.#options.stream.isTTY === true) this.#options.stream.write('\r\x1b[K');
  }

  #line(done: number, nowMs: number): string {
    const seconds = Math.max(0.001, (nowMs - this.#startedMs) / 1000);
    const filled = Math.round(done * WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    const percent = `${Math.floor(done * 100)}`.padStart(3);
    const rate = Math.round(this.#taken / seconds).toLocaleString('en');
    const left = done > 0 ? `, ${inMinutes((seconds / done) * (1 - done))} to go` : '';
    return `${this.#options.label} ${bar} ${percent} %  ${rate} events/s${left}`;
  }
}

function inMinutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
