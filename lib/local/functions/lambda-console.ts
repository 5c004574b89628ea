import { format } from 'node:util';

/** Lambda's log levels, the least severe first. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

type Level = (typeof LEVELS)[number];

/** The methods of `console` that Lambda replaces, and the level at which each writes. */
const METHODS: Readonly<Record<string, Level>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  log: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  fatal: 'FATAL',
};

/** Where the log lines of a function go, and what Lambda adds to each. */
export interface LambdaConsoleOptions {
  /** The lowest level that is written: `AWS_LAMBDA_LOG_LEVEL`. */
  readonly minLevel: string | undefined;
  /** Returns the id of the current call, `-` before the first. */
  readonly requestId: () => string;
  readonly write: (line: string) => void;
}

/**
 * Replaces the methods of `console` as Lambda's own client does when a function logs in JSON: each line is one object,
 * and a single logged value becomes its `message` unchanged. `.ci/run` compares the lines with those of that client.
 */
export function logAsLambda({ minLevel, requestId, write }: LambdaConsoleOptions): void {
  const levels: readonly string[] = LEVELS;
  const least = levels.indexOf(minLevel ?? 'TRACE');
  for (const [method, level] of Object.entries(METHODS)) {
    const isWritten = levels.indexOf(level) >= least;
    Reflect.set(console, method, (message: unknown, ...more: readonly unknown[]) => {
      if (isWritten) write(`${lineOf({ level, requestId: requestId() }, message, more)}\n`);
    });
  }
}

/** Returns a fault as Lambda logs it: a thrown value that is not an error becomes one. */
export function asError(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error(String(fault));
}

function lineOf(
  { level, requestId }: { readonly level: Level; readonly requestId: string },
  message: unknown,
  more: readonly unknown[],
): string {
  const head = { timestamp: new Date().toISOString(), level, requestId };
  if (more.length === 0) {
    try {
      return JSON.stringify({ ...head, message }, describeErrors);
    } catch {
      // Lambda writes a value that JSON cannot hold, such as a circle or a BigInt, as text.
      return JSON.stringify({ ...head, message: format(message) });
    }
  }
  const error = more.find((value) => value instanceof Error);
  return JSON.stringify({ ...head, message: format(message, ...more), ...(error && describeError(error)) });
}

function describeErrors(_: string, value: unknown): unknown {
  return value instanceof Error ? { ...describeError(value), ...value } : value;
}

function describeError(error: Error): object {
  return {
    errorType: error.constructor.name,
    errorMessage: error.message,
    stackTrace: error.stack?.split('\n') ?? [],
  };
}
