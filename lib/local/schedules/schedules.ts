import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedClock } from '../embedded-clock.ts';
import type { FunctionHost } from '../functions/function-host.ts';
import type { StateMachines } from '../states/state-machines.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { NextRun } from './parse-schedule-expression.ts';

/** How often a run that may not begin yet checks again whether it may. */
const HELD_BACK_MS = 20;

/** A schedule as the template declares it. */
export interface ScheduleSpec {
  readonly name: string;
  readonly logicalId: string;
  readonly nextRun: NextRun;
  readonly enabled: boolean;
  /** A function or a state machine. */
  readonly targetArn: string;
  /** The event as JSON. */
  readonly input: string;
}

/**
 * The schedules. `EmbeddedClock` says which runs are skipped when time is moved ahead.
 *
 * A run that fails is logged and not repeated; the next run follows at its time. While there is too much other work a
 * run waits, and more runs of the same schedule are skipped.
 */
export class Schedules {
  readonly #schedules: ScheduleSpec[] = [];
  readonly #clock: EmbeddedClock;
  readonly #functions: FunctionHost;
  readonly #machines: StateMachines;
  readonly #log: (line: string) => void;
  readonly #mayRun: () => boolean;
  readonly #waiting = new Set<ScheduleSpec>();
  #stopped = false;

  constructor(parts: {
    readonly clock: EmbeddedClock;
    readonly functions: FunctionHost;
    readonly machines: StateMachines;
    readonly log: (line: string) => void;
    /** Returns true if a run may begin now. */
    readonly mayRun: () => boolean;
  }) {
    this.#clock = parts.clock;
    this.#functions = parts.functions;
    this.#machines = parts.machines;
    this.#log = parts.log;
    this.#mayRun = parts.mayRun;
  }

  /** Adds a schedule; its first run is the next one from now. */
  add(spec: ScheduleSpec): void {
    this.#schedules.push(spec);
    if (!spec.enabled) return;
    this.#clock.every(spec.nextRun, () => {
      this.#runInTime(spec).catch((error: unknown) =>
        this.#log(`Schedule ${spec.name} failed: ${String(error)}`),
      );
    });
  }

  /**
   * Runs a schedule's target now, by the schedule's name or logical id, whether it is enabled or not.
   *
   * @throws AwsServiceError ResourceNotFoundException, or the function's own error as its message.
   */
  async invoke(nameOrLogicalId: string): Promise<void> {
    const spec = this.#schedules.find(
      (one) => one.name === nameOrLogicalId || one.logicalId === nameOrLogicalId,
    );
    if (!spec) {
      const names = this.#schedules.map((one) => one.name).join(', ') || 'none';
      throw new AwsServiceError(
        'ResourceNotFoundException',
        `Schedule ${nameOrLogicalId} does not exist; there are ${names}.`,
      );
    }
    await this.#run(spec);
  }

  /** Returns one line for each waiting run. */
  busy(): readonly string[] {
    return [...this.#waiting].map((spec) => `schedule ${spec.name}`);
  }

  /** Starts no more runs. */
  stop(): void {
    this.#stopped = true;
  }

  async #runInTime(spec: ScheduleSpec): Promise<void> {
    if (this.#waiting.has(spec)) return;
    this.#waiting.add(spec);
    while (!this.#mayRun() && !this.#stopped) await sleep(HELD_BACK_MS);
    this.#waiting.delete(spec);
    if (!this.#stopped) await this.#run(spec);
  }

  async #run(spec: ScheduleSpec): Promise<void> {
    if (spec.targetArn.startsWith('arn:aws:states:')) {
      this.#machines.start({ stateMachineArn: spec.targetArn, input: spec.input });
      return;
    }
    const result = await this.#functions.invoke(spec.targetArn, spec.input);
    if (result.failed) throw new AwsServiceError('FunctionError', result.payload);
  }
}
