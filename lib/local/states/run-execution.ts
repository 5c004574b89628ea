import {
  ExecutionAbortedError,
  ExecutionError,
  type StateMachine as LibraryMachine,
} from 'aws-local-stepfunctions';
import type { ClockTimer } from '../embedded-clock.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { PreparedDefinition } from './prepare-definition.ts';
import { RetryDelays } from './retry-delays.ts';
import { runTask, type TaskEnvironment } from './run-task.ts';
import type { StatePlan } from './state-plan.ts';
import { ExecutionOverError, TaskFault } from './task-fault.ts';

/** How an execution ended. */
export type ExecutionOutcome =
  | { readonly status: 'SUCCEEDED'; readonly output: JsonValue }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error?: string; readonly cause?: string };

/** An event of the library's log. */
export type LibraryEvent =
  ReturnType<LibraryMachine['run']>['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

type LibraryValue = Parameters<LibraryMachine['run']>[0];

/** The parts of an execution. */
export interface ExecutionInput {
  readonly machine: LibraryMachine;
  readonly prepared: PreparedDefinition;
  readonly input: JsonValue;
  /** The value of `$$`, without the parts about a state or a task. */
  readonly context: { readonly Run: object; readonly StateMachine: object };
  readonly timeoutSeconds: number | undefined;
  readonly environment: TaskEnvironment;
  readonly onEvent: (event: LibraryEvent) => void;
}

/** A running execution. The library goes through the states; our own code runs the tasks and all waits. */
export class RunningExecution {
  readonly outcome: Promise<ExecutionOutcome>;

  readonly #execution: ExecutionInput;
  readonly #delays = new RetryDelays();
  readonly #over = Promise.withResolvers<never>();
  readonly #abort: () => void;
  #active = 0;
  #parked = 0;
  #ended: ExecutionOutcome | undefined;

  constructor(execution: ExecutionInput) {
    this.#execution = execution;
    this.#over.promise.catch(() => undefined);
    const handlers: Record<string, (input: unknown) => Promise<LibraryValue>> = {};
    const noDelays: Record<string, number> = {};
    for (const [name, plan] of execution.prepared.plans) {
      handlers[name] = async (input) => toLibrary(await this.#runState(name, plan, toJson(input)));
      noDelays[name] = 0;
    }
    const run = execution.machine.run(toLibrary(execution.input), {
      context: { ...execution.context },
      overrides: { taskResourceLocalHandlers: handlers, retryIntervalOverrides: noDelays },
    });
    this.#abort = run.abort;
    this.outcome = this.#watch(run);
  }

  /** True if it only waits for a token or for the clock. */
  get atRest(): boolean {
    return this.#parked > 0 && this.#active === 0;
  }

  /** Ends the execution with a given outcome. */
  stop(outcome: ExecutionOutcome): void {
    this.#ended ??= outcome;
    this.#abort();
  }

  async #watch(run: ReturnType<LibraryMachine['run']>): Promise<ExecutionOutcome> {
    const { clock } = this.#execution.environment;
    const { timeoutSeconds } = this.#execution;
    const timer =
      timeoutSeconds === undefined
        ? undefined
        : clock.after(timeoutSeconds * 1000, () =>
            this.stop({ status: 'TIMED_OUT', error: 'States.Timeout' }),
          );
    const logged = this.#log(run.eventLogs);
    try {
      const output = await run.result;
      await logged;
      return this.#ended ?? { status: 'SUCCEEDED', output };
    } catch (error) {
      await logged;
      return this.#ended ?? failure(error);
    } finally {
      timer?.cancel();
      this.#over.reject(new ExecutionOverError());
    }
  }

  async #log(events: AsyncIterable<LibraryEvent>): Promise<void> {
    for await (const event of events) this.#execution.onEvent(event);
  }

  async #runState(name: string, plan: StatePlan, given: JsonValue): Promise<JsonValue> {
    this.#active += 1;
    try {
      return await (plan.kind === 'wait' ? this.#wait(plan, given) : this.#task(name, plan, given));
    } finally {
      this.#active -= 1;
    }
  }

  async #wait(plan: Extract<StatePlan, { kind: 'wait' }>, given: JsonValue): Promise<JsonValue> {
    const { time, input } = plan.wrapped ? unwrap(given) : { time: undefined, input: given };
    const nowMs = this.#execution.environment.clock.nowMs();
    const untilMs = typeof time === 'string' ? Date.parse(time) : plan.untilMs;
    const seconds = typeof time === 'number' ? time : plan.seconds;
    await this.#sleep(untilMs === undefined ? (seconds ?? 0) * 1000 : untilMs - nowMs);
    return input;
  }

  async #task(
    name: string,
    plan: Extract<StatePlan, { kind: 'task' }>,
    given: JsonValue,
  ): Promise<JsonValue> {
    const { environment } = this.#execution;
    const { time, input } = plan.wrapped ? unwrap(given) : { time: plan.timeoutSeconds, input: given };
    const timeout = Promise.withResolvers<never>();
    // Prevents an unhandled rejection when the time-out comes while nothing waits for it.
    timeout.promise.catch(() => undefined);
    let timer: ClockTimer | undefined;
    const startTimer = (): void => {
      if (typeof time !== 'number') return;
      timer ??= environment.clock.after(time * 1000, () =>
        timeout.reject(new TaskFault('States.Timeout', '')),
      );
    };
    try {
      const attempt = {
        plan,
        input,
        enteredAt: environment.clock.now(),
        retryCount: this.#delays.retries(name),
        onTaken: startTimer,
        park: <T>(wait: Promise<T>) => this.#park(Promise.race([wait, timeout.promise])),
      };
      const output = await Promise.race([runTask(attempt, environment), timeout.promise, this.#over.promise]);
      this.#delays.clear(name);
      return output;
    } catch (error) {
      const delayMs =
        error instanceof TaskFault ? this.#delays.afterFault(name, plan.retriers, error.name) : undefined;
      if (delayMs === undefined) this.#delays.clear(name);
      else await this.#sleep(delayMs);
      throw error;
    } finally {
      timer?.cancel();
    }
  }

  async #sleep(ms: number): Promise<void> {
    if (ms <= 0) return;
    const woken = Promise.withResolvers<void>();
    const timer = this.#execution.environment.clock.after(ms, () => woken.resolve());
    try {
      await this.#park(woken.promise);
    } finally {
      timer.cancel();
    }
  }

  async #park<T>(wait: Promise<T>): Promise<T> {
    this.#active -= 1;
    this.#parked += 1;
    try {
      return await Promise.race([wait, this.#over.promise]);
    } finally {
      this.#parked -= 1;
      this.#active += 1;
    }
  }
}

function unwrap(given: JsonValue): { readonly time: JsonValue; readonly input: JsonValue } {
  return isJsonObject(given)
    ? { time: given['time'] ?? null, input: given['input'] ?? null }
    : { time: null, input: null };
}

function failure(error: unknown): ExecutionOutcome {
  if (error instanceof ExecutionAbortedError) return { status: 'ABORTED' };
  const reason = error instanceof ExecutionError ? error.cause : error;
  if (!(reason instanceof Error)) return { status: 'FAILED', error: 'States.Runtime', cause: String(reason) };
  return { status: 'FAILED', error: reason.name, cause: reason.message };
}

function toJson(value: unknown): JsonValue {
  const json: JsonValue = JSON.parse(JSON.stringify(value ?? null));
  return json;
}

/** Returns a copy, because by its types the library may change the value. */
function toLibrary(value: JsonValue): LibraryValue {
  const copy: LibraryValue = JSON.parse(JSON.stringify(value));
  return copy;
}
