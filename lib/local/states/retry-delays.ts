import type { Retrier } from './state-plan.ts';

/**
 * How long each failed attempt of a state waits before the library tries it again.
 *
 * The library decides whether to try again. Our own code waits, so that the wait runs on the clock. Attempts are
 * counted by state: iterations of a Map that fail in the same state at the same time share the count and the backoff.
 */
export class RetryDelays {
  readonly #attempts = new Map<string, number>();

  /** Returns how many milliseconds to wait after a fault, or undefined when no Retry entry allows another attempt. */
  afterFault(state: string, retriers: readonly Retrier[], error: string): number | undefined {
    for (const [index, retrier] of retriers.entries()) {
      if (!retrier.errors.some((name) => matches(name, error))) continue;
      const key = `${state}\n${index}`;
      const attempt = this.#attempts.get(key) ?? 0;
      if (attempt >= retrier.maxAttempts) return undefined;
      this.#attempts.set(key, attempt + 1);
      const backoff = Math.min(
        retrier.intervalSeconds * retrier.backoffRate ** attempt,
        retrier.maxDelaySeconds,
      );
      return backoff * 1000 * (retrier.jitter ? Math.random() : 1);
    }
    return undefined;
  }

  /** Returns how often the state was retried so far. */
  retries(state: string): number {
    let retries = 0;
    for (const [key, attempts] of this.#attempts) if (key.startsWith(`${state}\n`)) retries += attempts;
    return retries;
  }

  /** Resets the counts of a state that is done, with or without success. */
  clear(state: string): void {
    for (const key of [...this.#attempts.keys()])
      if (key.startsWith(`${state}\n`)) this.#attempts.delete(key);
  }
}

function matches(name: string, error: string): boolean {
  return (
    name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout')
  );
}
