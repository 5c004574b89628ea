import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** How many characters are collected before they go to the stream: a write costs far more than adding a line. */
const MAX_GATHERED = 1 << 16;

/** How many bytes may wait for a slow reader before the writer waits too. */
const MAX_WAITING = 1 << 20;

/** Writes lines to a stream, many at a time. A reader sees a line only after it is flushed. */
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

  /** Writes the collected lines to the stream. */
  flush(): void {
    if (this.#gathered === '') return;
    this.#stream.write(this.#gathered);
    this.#gathered = '';
  }

  /** True when a slow reader is so far behind that the writer should wait for `caughtUp`. */
  get isAhead(): boolean {
    return this.#stream.writableLength > MAX_WAITING;
  }

  /** Resolves when a slow reader has taken everything that was written. */
  async caughtUp(): Promise<void> {
    if (this.#stream.writableLength > 0) await once(this.#stream, 'drain');
  }
}
