/**
 * A failed task as a state machine sees it: `name` is the Error that Retry and Catch match, `message` the Cause.
 */
export class TaskFault extends Error {
  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
  }
}

/** Ends a task of an execution that is over. The library must neither retry nor catch it. */
export class ExecutionOverError extends Error {
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor() {
    super('The execution is over.');
    this.name = 'ExecutionOverError';
  }
}

/** A task whose output is larger than a state may hand on; AWS does not let Retry or Catch match it either. */
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
