import { randomUUID } from 'node:crypto';
import { StateMachine as LibraryMachine } from 'aws-local-stepfunctions';
import type { EmbeddedClock } from '../embedded-clock.ts';
import type { FunctionHost } from '../functions/function-host.ts';
import { type JsonObject, stringAt } from '../json.ts';
import { localArn } from '../local-account.ts';
import type { Meter } from '../meter.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import { type BegunExecution, beginExecution } from './begin-execution.ts';
import { checkDefinition } from './check-definition.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { prepareDefinition } from './prepare-definition.ts';
import type { DeployedMachine, DeployedSpec, StateMachineSpec } from './state-machine-spec.ts';
import { TaskTokens } from './task-tokens.ts';
import { Turns } from './turns.ts';

/** How many EXPRESS executions run at a time: enough to keep the workers of all their functions at work. */
const EXPRESS_AT_ONCE = 16;

/** The state machines and their executions. */
export class StateMachines {
  readonly tokens = new TaskTokens();

  readonly #machines = new Map<string, DeployedMachine>();
  readonly #begun = new Map<string, BegunExecution>();
  readonly #turns = new Turns(EXPRESS_AT_ONCE);
  readonly #log: ExecutionLog;
  readonly #clock: EmbeddedClock;
  readonly #functions: FunctionHost;
  readonly #meter: Meter;

  constructor(parts: {
    readonly log: ExecutionLog;
    readonly clock: EmbeddedClock;
    readonly functions: FunctionHost;
    readonly meter: Meter;
  }) {
    this.#log = parts.log;
    this.#clock = parts.clock;
    this.#functions = parts.functions;
    this.#meter = parts.meter;
  }

  /**
   * Makes machines startable; those that start one another come together.
   *
   * @throws UnsupportedFeatureError when a definition uses what is not run here.
   */
  deploy(specs: readonly StateMachineSpec[]): void {
    const arns = new Set([...this.#machines.keys(), ...specs.map((spec) => spec.arn)]);
    for (const spec of specs) {
      checkDefinition(spec.definition, {
        machine: spec.logicalId,
        express: spec.type === 'EXPRESS',
        hasFunction: (name) => this.#functions.find(name) !== undefined,
        hasStateMachine: (arn) => arns.has(arn),
      });
      const prepared = prepareDefinition(spec.definition);
      const library = new LibraryMachine(JSON.parse(JSON.stringify(prepared.definition)), {
        validationOptions: { noValidate: true },
      });
      this.#machines.set(spec.arn, { spec: { ...spec, createdMs: this.#clock.nowMs() }, prepared, library });
    }
  }

  /** Every machine, in the order of deployment. */
  list(): readonly DeployedSpec[] {
    return [...this.#machines.values()].map((machine) => machine.spec);
  }

  /** A machine by its ARN. Throws StateMachineDoesNotExist. */
  find(arn: string): DeployedSpec {
    return this.#machine(arn).spec;
  }

  /**
   * Starts an execution and answers at once. A limited number of EXPRESS executions run at a time, the others wait for
   * their turn: otherwise all of a burst would share the processors, and time-outs would end what only waits.
   *
   * A STANDARD machine knows its executions' names: the same name with the same input, while that runs, is the same
   * execution; any other repeat is refused.
   *
   * @throws AwsServiceError StateMachineDoesNotExist, InvalidName, InvalidExecutionInput or ExecutionAlreadyExists.
   */
  start(request: JsonObject): ExecutionRecord {
    const { spec } = this.#machine(stringAt(request, 'stateMachineArn') ?? '');
    return this.#start(request, spec.type === 'EXPRESS' ? this.#turns : undefined);
  }

  #start(request: JsonObject, turns: Turns | undefined): ExecutionRecord {
    const machine = this.#machine(stringAt(request, 'stateMachineArn') ?? '');
    const { spec } = machine;
    const name = stringAt(request, 'name') ?? randomUUID();
    if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) {
      throw new AwsServiceError('InvalidName', `Invalid Name: '${name}'`);
    }
    const input = stringAt(request, 'input') ?? '{}';
    const arn =
      spec.type === 'STANDARD'
        ? localArn('states', `execution:${spec.name}:${name}`)
        : localArn('states', `express:${spec.name}:${name}:${randomUUID()}`);
    const existing = this.#log.find(arn);
    if (existing?.status === 'RUNNING' && existing.input === input) return existing;
    if (existing) throw new AwsServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    return this.#begin(machine, { arn, name, input }, turns);
  }

  /** Starts an execution of an EXPRESS machine and answers when it has ended. Throws as {@link start} does. */
  async startSync(request: JsonObject): Promise<ExecutionRecord> {
    const { spec } = this.#machine(stringAt(request, 'stateMachineArn') ?? '');
    if (spec.type !== 'EXPRESS') {
      throw new AwsServiceError(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type.',
      );
    }
    // The caller waits for the answer, and may itself hold a turn.
    const { arn } = this.#start(request, undefined);
    await this.#begun.get(arn)?.ended;
    return this.describe(arn);
  }

  /** Aborts an execution that runs; one that has ended stays as it is. Throws ExecutionDoesNotExist. */
  async stopExecution(
    arn: string,
    reason: { readonly error?: string; readonly cause?: string },
  ): Promise<ExecutionRecord> {
    const begun = this.#begun.get(arn);
    begun?.stop({ status: 'ABORTED', ...reason });
    await begun?.ended;
    return this.describe(arn);
  }

  /** An execution by its ARN. Throws ExecutionDoesNotExist. */
  describe(arn: string): ExecutionRecord {
    const record = this.#log.find(arn);
    if (record) return record;
    throw new AwsServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  /** What still runs and is not merely waiting for a token or the clock, one line each. */
  busy(): readonly string[] {
    return [...this.#begun].flatMap(([arn, begun]) => (begun.atRest() ? [] : [`execution ${arn}`]));
  }

  /** How many executions wait for their turn. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Aborts whatever runs. */
  async stop(): Promise<void> {
    await Promise.all([...this.#begun.keys()].map((arn) => this.stopExecution(arn, { error: 'Stopped' })));
  }

  #machine(arn: string): DeployedMachine {
    const machine = this.#machines.get(arn);
    if (machine) return machine;
    throw new AwsServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  #begin(
    machine: DeployedMachine,
    execution: Pick<ExecutionRecord, 'arn' | 'name' | 'input'>,
    turns: Turns | undefined,
  ): ExecutionRecord {
    const begun = beginExecution({
      machine,
      ...execution,
      environment: {
        clock: this.#clock,
        functions: this.#functions,
        tokens: this.tokens,
        startExecution: (request) => {
          const started = this.start(request);
          return { executionArn: started.arn, startDate: started.startedMs };
        },
      },
      meter: this.#meter,
      log: this.#log,
      turn: turns?.take() ?? Promise.resolve(),
    });
    this.#begun.set(begun.record.arn, begun);
    void begun.ended.then(() => {
      this.#begun.delete(begun.record.arn);
      turns?.end();
    });
    return begun.record;
  }
}
