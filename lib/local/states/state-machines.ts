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

/** How many EXPRESS executions run at a time: enough to keep the workers of all their functions busy. */
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
   * Deploys machines. Machines that start each other must be deployed together.
   *
   * @throws UnsupportedFeatureError when a definition uses a feature that is not supported here.
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

  /** Returns every machine, in the order of deployment. */
  list(): readonly DeployedSpec[] {
    return [...this.#machines.values()].map((machine) => machine.spec);
  }

  /**
   * Returns a machine by its ARN.
   * @throws AwsServiceError StateMachineDoesNotExist.
   */
  find(arn: string): DeployedSpec {
    return this.#machine(arn).spec;
  }

  /**
   * Starts an execution and returns at once. Only a limited number of EXPRESS executions run at a time; the others wait
   * for their turn. Otherwise all executions of a burst would share the processors, and time-outs would end executions
   * that only wait for processor time.
   *
   * A STANDARD machine remembers the names of its executions. A start with the name and input of an execution that
   * still runs returns that execution; any other repeated name is refused.
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

  /**
   * Starts an execution of an EXPRESS machine and returns its record when it has ended.
   * @throws AwsServiceError as {@link start} does, or StateMachineTypeNotSupported for a STANDARD machine.
   */
  async startSync(request: JsonObject): Promise<ExecutionRecord> {
    const { spec } = this.#machine(stringAt(request, 'stateMachineArn') ?? '');
    if (spec.type !== 'EXPRESS') {
      throw new AwsServiceError(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type.',
      );
    }
    // It runs without a turn: its caller waits for it and may itself hold a turn.
    const { arn } = this.#start(request, undefined);
    await this.#begun.get(arn)?.ended;
    return this.describe(arn);
  }

  /**
   * Aborts an execution that runs. An execution that has ended stays as it is.
   * @throws AwsServiceError ExecutionDoesNotExist.
   */
  async stopExecution(
    arn: string,
    reason: { readonly error?: string; readonly cause?: string },
  ): Promise<ExecutionRecord> {
    const begun = this.#begun.get(arn);
    begun?.stop({ status: 'ABORTED', ...reason });
    await begun?.ended;
    return this.describe(arn);
  }

  /**
   * Returns an execution by its ARN.
   * @throws AwsServiceError ExecutionDoesNotExist.
   */
  describe(arn: string): ExecutionRecord {
    const record = this.#log.find(arn);
    if (record) return record;
    throw new AwsServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  /** Returns one line for each execution that runs and does not only wait for a token or the clock. */
  busy(): readonly string[] {
    return [...this.#begun].flatMap(([arn, begun]) => (begun.atRest() ? [] : [`execution ${arn}`]));
  }

  /** How many executions wait for their turn. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Aborts all running executions. */
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
