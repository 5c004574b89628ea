import { type JsonValue, parseJson } from '../json.ts';
import { localAccount } from '../local-account.ts';
import type { Meter } from '../meter.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { toHistoryEvent } from './history-event.ts';
import { type ExecutionOutcome, type LibraryEvent, RunningExecution } from './run-execution.ts';
import type { TaskEnvironment } from './run-task.ts';
import type { DeployedMachine } from './state-machine-spec.ts';

/** An execution to start. */
export interface ExecutionStart {
  readonly machine: DeployedMachine;
  readonly arn: string;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
  readonly environment: TaskEnvironment;
  readonly meter: Meter;
  readonly log: ExecutionLog;
  /** Resolves when it may run. Its time-out counts from then. */
  readonly turn: Promise<void>;
}

/** An execution that was started. */
export interface BegunExecution {
  /** The record at the start, with status RUNNING. */
  readonly record: ExecutionRecord;
  /** Resolves when it has ended and its end is in the log. */
  readonly ended: Promise<void>;
  /** Returns true if it only waits for a token or for the clock. */
  atRest(): boolean;
  /** Ends the execution with a given outcome. */
  stop(outcome: ExecutionOutcome): void;
}

/** AWS ends an EXPRESS execution after five minutes. */
const EXPRESS_LIMIT_SECONDS = 300;
const MAX_INPUT_BYTES = 256 * 1024;

/**
 * Starts an execution, and writes it to the log and the meter.
 *
 * @throws AwsServiceError InvalidExecutionInput.
 */
export function beginExecution(start: ExecutionStart): BegunExecution {
  const { machine, arn, name, input, environment, meter, log } = start;
  const { spec, prepared } = machine;
  const value = parseInput(input);
  const startedAt = environment.clock.now();
  const record: ExecutionRecord = {
    arn,
    name,
    machineArn: spec.arn,
    machineName: spec.name,
    startedMs: startedAt.getTime(),
    status: 'RUNNING',
    input,
    stateTransitions: 0,
  };
  log.write(record);
  meter.countExecution(spec.name);
  let stateTransitions = 0;
  const onEvent = (event: LibraryEvent): void => {
    if (event.type === 'StateEntered' || event.type === 'StateRetried') {
      stateTransitions += 1;
      meter.countStateTransition(spec.name);
    }
    const described = toHistoryEvent(event, prepared.types, environment.clock.now());
    if (described) log.addEvent(arn, described);
  };
  let running: RunningExecution | undefined;
  let stopped: ExecutionOutcome | undefined;
  const run = async (): Promise<ExecutionOutcome> => {
    await start.turn;
    if (stopped) return stopped;
    running = new RunningExecution({
      machine: machine.library,
      prepared,
      input: value,
      context: contextOf(record, value),
      timeoutSeconds: timeLimit(machine),
      environment,
      onEvent,
    });
    return running.outcome;
  };
  const ended = run().then((outcome) =>
    log.write({ ...record, ...ending(outcome), stateTransitions, stoppedMs: environment.clock.nowMs() }),
  );
  return {
    record,
    ended,
    atRest: () => running?.atRest ?? false,
    stop: (outcome) => {
      stopped ??= outcome;
      running?.stop(outcome);
    },
  };
}

function timeLimit({ spec, prepared }: DeployedMachine): number | undefined {
  if (spec.type === 'STANDARD') return prepared.timeoutSeconds;
  return Math.min(prepared.timeoutSeconds ?? EXPRESS_LIMIT_SECONDS, EXPRESS_LIMIT_SECONDS);
}

function parseInput(input: string): JsonValue {
  if (Buffer.byteLength(input) > MAX_INPUT_BYTES) {
    throw new AwsServiceError('InvalidExecutionInput', `The input is larger than ${MAX_INPUT_BYTES} bytes.`);
  }
  try {
    return parseJson(input);
  } catch {
    throw new AwsServiceError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: it must be JSON.',
    );
  }
}

/** Returns the value of `$$`. `Run` is the name of `Execution` in the prepared definition. */
function contextOf(record: ExecutionRecord, input: JsonValue): { Run: object; StateMachine: object } {
  return {
    Run: {
      Id: record.arn,
      Name: record.name,
      Input: input,
      StartTime: new Date(record.startedMs).toISOString(),
      RoleArn: `arn:aws:iam::${localAccount.accountId}:role/embedded`,
    },
    StateMachine: { Id: record.machineArn, Name: record.machineName },
  };
}

function ending(outcome: ExecutionOutcome): Pick<ExecutionRecord, 'status' | 'output' | 'error' | 'cause'> {
  return outcome.status === 'SUCCEEDED'
    ? { status: outcome.status, output: JSON.stringify(outcome.output) }
    : outcome;
}
