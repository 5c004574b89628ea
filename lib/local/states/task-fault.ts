/**
 * Thrown when a task fails. `name` is the Error of States Language, which Retry and Catch match, and `message` is the
 * Cause.
 */
export class TaskFault extends Error {
  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
  }
}

/** Thrown to end a task of an execution that is over. The library must not retry or catch it. */
export class ExecutionOverError extends Error {
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor() {
    super('The execution is over.');
    this.name = 'ExecutionOverError';
  }
}

/** Thrown when a task's output is larger than a state may pass on. As on AWS, Retry and Catch do not match it. */
export class DataLimitError extends Error {
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor(bytes: number, limitBytes: number) {
    super(
      `The state/task returned a result with a size of ${bytes} bytes, more than the ${limitBytes} allowed.`,
    );
    this.name = 'States.DataLimitExceeded';
  }
}
