import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { BIN } from './run-cli.ts';

/** How a server is started. */
export interface ServeOptions {
  readonly cwd: string;
  readonly args?: readonly string[];
  /** The command that runs it, when it is not started directly. */
  readonly command?: readonly [string, ...string[]];
}

/** A `serve` in a process group of its own. */
export class Serve {
  readonly child: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  readonly #stdout: Lines;
  readonly #stderr: Lines;

  constructor({ cwd, args = [], command = [process.execPath, BIN] }: ServeOptions) {
    const [executable, ...before] = command;
    const child = spawn(executable, [...before, 'serve', ...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.#closed = once(child, 'close');
    this.#stdout = new Lines(child.stdout);
    this.#stderr = new Lines(child.stderr);
  }

  /** Waits until it synthesizes: folder and port are taken by then. */
  async synthesizing(): Promise<void> {
    await this.#orEnd(this.#stderr.first(/^Synthesizing/));
  }

  /** Waits for the line of JSON that says it is ready. Returns its endpoint. */
  async ready(): Promise<string> {
    const line = await this.#orEnd(this.#stdout.first(/"endpoint"/));
    return String(JSON.parse(line).endpoint);
  }

  /** Waits for a line on stderr. */
  async said(pattern: RegExp): Promise<void> {
    await this.#orEnd(this.#stderr.first(pattern));
  }

  /** Waits for its end. Returns exit code, signal and what it said on stderr. */
  async ended(): Promise<{ readonly end: readonly unknown[]; readonly said: string }> {
    return { end: await this.#closed, said: this.#stderr.all.join('\n') };
  }

  /** Sends a signal to the process that was started, as `kill` does. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Sends a signal to all processes of its group, as a terminal does. */
  signalGroup(name: NodeJS.Signals): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, name);
  }

  /** Ends it at once, and all it started. */
  kill(): void {
    try {
      this.signalGroup('SIGKILL');
    } catch {
      // It has ended already.
    }
  }

  #orEnd(line: Promise<string>): Promise<string> {
    const ended = this.#closed.then(([code]) => {
      throw new Error(`serve ended with ${code}: ${this.#stderr.all.join('\n')}`);
    });
    return Promise.race([line, ended]);
  }
}

class Lines {
  readonly all: string[] = [];
  readonly #waiting: { readonly pattern: RegExp; readonly found: (line: string) => void }[] = [];

  constructor(stream: Readable) {
    createInterface(stream).on('line', (line) => {
      this.all.push(line);
      for (const { pattern, found } of this.#waiting) if (pattern.test(line)) found(line);
    });
  }

  first(pattern: RegExp): Promise<string> {
    const seen = this.all.find((line) => pattern.test(line));
    if (seen !== undefined) return Promise.resolve(seen);
    return new Promise((found) => this.#waiting.push({ pattern, found }));
  }
}
