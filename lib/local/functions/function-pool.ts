import { randomUUID } from 'node:crypto';
import type { FunctionSpec } from './function-spec.ts';
import { FunctionWorker, type InvocationResult } from './function-worker.ts';

interface WaitingCall {
  readonly payload: string;
  readonly onTaken: (() => void) | undefined;
  readonly resolve: (result: InvocationResult) => void;
}

/**
 * How long a call waits for a busy worker before another worker is started. A start costs about 100 ms of processor
 * time, and most calls take only a few, so the existing workers usually finish a burst sooner.
 */
const PATIENCE_MS = 50;

/** The worker threads of one function: as many as its calls need, up to its limit. They are kept for later calls. */
export class FunctionPool {
  readonly spec: FunctionSpec;
  readonly #idle: FunctionWorker[] = [];
  readonly #all = new Set<FunctionWorker>();
  readonly #waiting: WaitingCall[] = [];
  #impatience: NodeJS.Timeout | undefined;
  #running = 0;
  #stopped = false;

  constructor(spec: FunctionSpec) {
    this.spec = spec;
  }

  /** The number of calls that run or wait. */
  get pending(): number {
    return this.#running + this.#waiting.length;
  }

  /** Runs the function once, as soon as a worker is free; then `onTaken` is called. */
  invoke(payload: string, onTaken?: () => void): Promise<InvocationResult> {
    return new Promise((resolve) => {
      this.#waiting.push({ payload, onTaken, resolve });
      this.#dispatch();
    });
  }

  /** Ends every worker. Calls in flight get the result that the runtime has exited. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#impatience);
    await Promise.all([...this.#all].map((worker) => worker.stop()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? (this.#all.size === 0 ? this.#start() : undefined);
      if (!worker) break;
      const call = this.#waiting.shift();
      if (call) void this.#run(worker, call);
    }
    if (this.#waiting.length > 0 && !this.#impatience && this.#all.size < this.spec.maxConcurrency) {
      this.#impatience = setTimeout(() => this.#startAnother(), PATIENCE_MS);
    }
  }

  #startAnother(): void {
    this.#impatience = undefined;
    if (this.#stopped || this.#waiting.length === 0) return;
    if (this.#all.size < this.spec.maxConcurrency) this.#idle.push(this.#start());
    this.#dispatch();
  }

  #start(): FunctionWorker {
    const worker = new FunctionWorker(this.spec);
    this.#all.add(worker);
    return worker;
  }

  async #run(worker: FunctionWorker, call: WaitingCall): Promise<void> {
    this.#running += 1;
    const result = await worker.call({ requestId: randomUUID(), payload: call.payload }, call.onTaken);
    this.#running -= 1;
    if (worker.dead) this.#all.delete(worker);
    else this.#idle.push(worker);
    call.resolve(result);
    if (!this.#stopped) this.#dispatch();
  }
}
