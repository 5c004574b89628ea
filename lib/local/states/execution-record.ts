import type { JsonObject } from '../json.ts';

/** How an execution stands. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What is known of an execution: a line of the journal when it starts, another when it ends. */
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
  /** JSON text, once it has succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** States entered, retries included. */
  readonly stateTransitions: number;
}

/** One event of a history, in the shape of `GetExecutionHistory`. */
export type HistoryEvent = JsonObject;
