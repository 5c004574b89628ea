import type { JsonObject } from '../json.ts';

/** The status of an execution. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The data of an execution. The journal has one line when it starts and another when it ends. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly startedMs: number;
  readonly stoppedMs?: number;
  readonly status: ExecutionStatus;
  /** JSON text. */
  readonly input: string;
  /** JSON text, if it has succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** States entered, including retries. */
  readonly stateTransitions: number;
}

/** One event of a history, in the shape of `GetExecutionHistory`. */
export type HistoryEvent = JsonObject;
