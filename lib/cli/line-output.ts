import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** How many characters are gathered before they are handed to the stream: a write costs far more than a line. */
const MAX_GATHERED = 1 << 16;

/** How many bytes may wait for a slow reader before the writer waits too. */
const MAX_WAITING = 1 << 20;

/** Writes lines to a stream, many at a time. Whoever waits for a line gets it only once it is flushed. */
export class LineOutput {
  readonly #stream: Writable;
  #gathered = '';

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Adds a line. */
  write(line: string): void {
    this.#gathered += `${line}\n`;
    if (this.#gathered.length >= MAX_GATHERED) this.flush();
  }

  /** Hands over to the stream what was gathered. */
  flush(): void {
    if (this.#gathered === '') return;
    this.#stream.write(this.#gathered);
    this.#gathered = '';
  }

  /** True when so much waits for a slow reader that the writer is to wait for `caughtUp`. */
  get isAhead(): boolean {
    return this.#stream.writableLength > MAX_WAITING;
  }

  /** Resolves when a slow reader has taken all that waits. */
  async caughtUp(): Promise<void> {
    if (this.#stream.writableLength > 0) await once(this.#stream, 'drain');
  }
}
