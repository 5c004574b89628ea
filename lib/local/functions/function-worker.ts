import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FunctionSpec } from './function-spec.ts';
import type { FunctionErrorPayload, WorkerCall, WorkerReport, WorkerStart } from './worker-message.ts';

/** How one call ended: the handler's result or an error, as JSON. */
export interface InvocationResult {
  readonly failed: boolean;
  readonly payload: string;
  /** How long it ran, without the time it waited for a worker. */
  readonly durationMs: number;
}

type CallOutcome = Omit<InvocationResult, 'durationMs'>;

/**
 * One worker thread that runs one deployed function, one call at a time, like a sandbox of Lambda.
 *
 * After a time-out or a crash it is {@link dead}, and its owner starts another.
 */
export class FunctionWorker {
  readonly #spec: FunctionSpec;
  readonly #worker: Worker;
  readonly #loaded: Promise<CallOutcome | undefined>;
  #settle: ((result: CallOutcome) => void) | undefined;
  #dead = false;

  constructor(spec: FunctionSpec) {
    this.#spec = spec;
    const start: WorkerStart = {
      moduleUrl: pathToFileURL(spec.modulePath).href,
      handlerName: spec.handlerName,
      functionName: spec.name,
      functionArn: spec.arn,
      memoryMb: spec.memoryMb,
      clockOffset: spec.clockOffset,
    };
    this.#worker = new Worker(new URL('./run-worker.ts', import.meta.url), {
      workerData: start,
      env: { ...spec.environment },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
    });
    const log = (chunk: Buffer): void => spec.log(chunk.toString());
    this.#worker.stdout.on('data', log);
    this.#worker.stderr.on('data', log);
    this.#loaded = this.#watch();
  }

  /** True if the thread has ended or was stopped. */
  get dead(): boolean {
    return this.#dead;
  }

  /**
   * Runs the handler once. `onTaken` is called when the module is loaded and the handler's time begins. The promise
   * never rejects: a time-out or a crash is an error of the function.
   */
  async call(call: Omit<WorkerCall, 'timeoutMs'>, onTaken?: () => void): Promise<InvocationResult> {
    const startedMs = performance.now();
    const broken = await this.#loaded;
    if (!broken) onTaken?.();
    const outcome = broken ?? (await this.#run(call));
    return { ...outcome, durationMs: performance.now() - startedMs };
  }

  /** Ends the thread at once. */
  async stop(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }

  async #run(call: Omit<WorkerCall, 'timeoutMs'>): Promise<CallOutcome> {
    const { timeoutMs } = this.#spec;
    const ended = new Promise<CallOutcome>((resolve) => {
      this.#settle = resolve;
    });
    if (this.#dead) this.#end(exited(call.requestId, 1));
    else this.#worker.postMessage({ ...call, timeoutMs } satisfies WorkerCall);
    const timer = setTimeout(() => {
      this.#end(timedOut(call.requestId, timeoutMs));
      void this.stop();
    }, timeoutMs);
    try {
      return await ended;
    } finally {
      clearTimeout(timer);
    }
  }

  #end(result: CallOutcome): void {
    this.#settle?.(result);
    this.#settle = undefined;
  }

  /** Resolves when the module is loaded, with undefined, or with the error that every call then gets. */
  #watch(): Promise<CallOutcome | undefined> {
    return new Promise((resolve) => {
      const fail = (result: CallOutcome): void => {
        this.#dead = true;
        resolve(result);
        this.#end(result);
      };
      this.#worker.on('message', (report: WorkerReport) => {
        if (report.kind === 'ready') resolve(undefined);
        else if (report.kind === 'broken') fail({ failed: true, payload: report.payload });
        else this.#end({ failed: report.kind === 'failed', payload: report.payload });
      });
      this.#worker.on('error', (error: Error) => fail(crashed(error)));
      this.#worker.on('exit', (code) => fail(exited('', code)));
    });
  }
}

function failure(error: FunctionErrorPayload): CallOutcome {
  return { failed: true, payload: JSON.stringify(error) };
}

function timedOut(requestId: string, timeoutMs: number): CallOutcome {
  const seconds = (timeoutMs / 1000).toFixed(2);
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
  return failure({ errorType: 'Sandbox.Timedout', errorMessage, trace: [] });
}

function exited(requestId: string, code: number): CallOutcome {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`;
  return failure({ errorType: 'Runtime.ExitError', errorMessage, trace: [] });
}

function crashed(error: Error): CallOutcome {
  return failure({
    errorType: error.name === 'Error' ? 'Runtime.UnhandledPromiseRejection' : error.name,
    errorMessage: error.message,
    trace: error.stack?.split('\n') ?? [],
  });
}
