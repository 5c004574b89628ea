import type { EmbeddedClock } from '../embedded-clock.ts';
import type { FunctionHost } from '../functions/function-host.ts';
import type { StateMachines } from '../states/state-machines.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { NextRun } from './parse-schedule-expression.ts';

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
 * The schedules, on the clock; see there how runs coalesce when time is moved ahead.
 *
 * A run that fails is logged and not repeated: the next run comes.
 */
export class Schedules {
  readonly #schedules: ScheduleSpec[] = [];
  readonly #clock: EmbeddedClock;
  readonly #functions: FunctionHost;
  readonly #machines: StateMachines;
  readonly #log: (line: string) => void;

  constructor(parts: {
    readonly clock: EmbeddedClock;
    readonly functions: FunctionHost;
    readonly machines: StateMachines;
    readonly log: (line: string) => void;
  }) {
    this.#clock = parts.clock;
    this.#functions = parts.functions;
    this.#machines = parts.machines;
    this.#log = parts.log;
  }

  /** Adds a schedule; its first run is the next one from now. */
  add(spec: ScheduleSpec): void {
    this.#schedules.push(spec);
    if (!spec.enabled) return;
    this.#clock.every(spec.nextRun, () => {
      this.#run(spec).catch((error: unknown) => this.#log(`Schedule ${spec.name} failed: ${String(error)}`));
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

  async #run(spec: ScheduleSpec): Promise<void> {
    if (spec.targetArn.startsWith('arn:aws:states:')) {
      this.#machines.start({ stateMachineArn: spec.targetArn, input: spec.input });
      return;
    }
    const result = await this.#functions.invoke(spec.targetArn, spec.input);
    if (result.failed) throw new AwsServiceError('FunctionError', result.payload);
  }
}
