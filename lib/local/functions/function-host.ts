import type { Meter } from '../meter.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import { FunctionPool } from './function-pool.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { InvocationResult } from './function-worker.ts';

/** The deployed functions, by name or ARN. */
export class FunctionHost {
  readonly #pools = new Map<string, FunctionPool>();
  readonly #meter: Meter;
  readonly #log: (line: string) => void;

  constructor(options: { readonly meter: Meter; readonly log: (line: string) => void }) {
    this.#meter = options.meter;
    this.#log = options.log;
  }

  /** Adds a function. Its first worker starts with its first call. */
  add(spec: FunctionSpec): void {
    this.#pools.set(spec.name, new FunctionPool(spec));
  }

  /** Returns every function, in the order of deployment. */
  list(): readonly FunctionSpec[] {
    return [...this.#pools.values()].map((pool) => pool.spec);
  }

  /** Returns the function of a name, ARN or qualified ARN, if there is one. */
  find(nameOrArn: string): FunctionSpec | undefined {
    return this.#pools.get(functionName(nameOrArn))?.spec;
  }

  /**
   * Runs a function and returns its result, which can be an error. `onTaken` is called when a worker takes the call.
   *
   * @throws AwsServiceError ResourceNotFoundException when there is no such function, TooManyRequestsException when it
   * reserves a concurrency of 0.
   */
  async invoke(nameOrArn: string, payload: string, onTaken?: () => void): Promise<InvocationResult> {
    const pool = this.#pools.get(functionName(nameOrArn));
    if (!pool)
      throw new AwsServiceError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
    if (pool.spec.maxConcurrency === 0) {
      throw new AwsServiceError(
        'TooManyRequestsException',
        'The function reserves no concurrency at all.',
        429,
      );
    }
    const result = await pool.invoke(payload, onTaken);
    this.#meter.countInvocation(pool.spec.name, result.durationMs, result.failed);
    if (result.failed) this.#log(`${pool.spec.name} failed: ${result.payload.slice(0, 500)}`);
    return result;
  }

  /** Returns one line for each function that has running or waiting calls. */
  busy(): readonly string[] {
    return [...this.#pools.values()].flatMap((pool) =>
      pool.pending === 0 ? [] : [`function ${pool.spec.name}: ${pool.pending} call(s)`],
    );
  }

  /** Ends every worker. */
  async stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }
}

/** Returns the name in `name`, `name:qualifier`, `arn:…:function:name` or `arn:…:function:name:qualifier`. */
function functionName(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  return (parts[0] === 'arn' ? parts[6] : parts[0]) ?? nameOrArn;
}
