import { randomBytes } from 'node:crypto';
import { type JsonValue, parseJson } from '../json.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import { TaskFault } from './task-fault.ts';

interface Waiter {
  readonly succeed: (output: JsonValue) => void;
  readonly fail: (fault: TaskFault) => void;
}

/** A task that waits until its token is sent back. */
export interface TokenWait {
  readonly token: string;
  /** Resolves with the output of `SendTaskSuccess`, or rejects with the fault of `SendTaskFailure`. */
  readonly answer: Promise<JsonValue>;
  /** Ends the wait. A client that sends the token later gets the error TaskTimedOut. */
  close(): void;
}

/** How many closed tokens are remembered, so that they can be distinguished from tokens that never existed. */
const REMEMBERED_TOKENS = 10_000;

/** The issued task tokens. */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiter>();
  readonly #closed = new Set<string>();

  /** Returns a new token. Its task waits until the token is closed. */
  issue(): TokenWait {
    const token = randomBytes(96).toString('base64');
    const { promise, resolve, reject } = Promise.withResolvers<JsonValue>();
    // A task may be given up before it looks at its result.
    promise.catch(() => undefined);
    this.#waiting.set(token, { succeed: resolve, fail: reject });
    return { token, answer: promise, close: () => this.#close(token) };
  }

  /**
   * Gives a task its output, as JSON text.
   *
   * @throws AwsServiceError InvalidOutput, InvalidToken, TaskDoesNotExist or TaskTimedOut.
   */
  succeed(token: string, output: string): void {
    let value: JsonValue;
    try {
      value = parseJson(output);
    } catch {
      throw new AwsServiceError('InvalidOutput', 'Invalid Output: the output must be JSON.');
    }
    this.#take(token).succeed(value);
  }

  /**
   * Fails a task.
   * @throws AwsServiceError InvalidToken, TaskDoesNotExist or TaskTimedOut.
   */
  fail(token: string, error: string, cause: string): void {
    this.#take(token).fail(new TaskFault(error, cause));
  }

  /**
   * Accepts a heartbeat of a task. It only checks the token: no task times out without heartbeats.
   * @throws AwsServiceError InvalidToken, TaskDoesNotExist or TaskTimedOut.
   */
  heartbeat(token: string): void {
    this.#find(token);
  }

  #take(token: string): Waiter {
    const waiter = this.#find(token);
    this.#close(token);
    return waiter;
  }

  #find(token: string): Waiter {
    const waiter = this.#waiting.get(token);
    if (waiter) return waiter;
    if (!/^[A-Za-z0-9+/=]{1,1024}$/.test(token)) throw new AwsServiceError('InvalidToken', 'Invalid Token.');
    if (this.#closed.has(token)) {
      throw new AwsServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new AwsServiceError('TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist'");
  }

  #close(token: string): void {
    if (!this.#waiting.delete(token)) return;
    this.#closed.add(token);
    if (this.#closed.size > REMEMBERED_TOKENS) {
      for (const oldest of this.#closed) {
        this.#closed.delete(oldest);
        break;
      }
    }
  }
}
