import type { TaskResource } from './task-resource.ts';

/** A Retry entry, with the defaults of the language filled in. */
export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly jitter: boolean;
}

/** A state that passes its input to our own code: a Task, or a Wait that was rewritten as a Task. */
export type StatePlan =
  | {
      readonly kind: 'task';
      readonly resource: TaskResource;
      /** Undefined when the state has no time-out, or gives a path for it. */
      readonly timeoutSeconds: number | undefined;
      /** Whether the input comes as `{time, input}`, with the time in seconds or as an RFC 3339 instant. */
      readonly wrapped: boolean;
      readonly retriers: readonly Retrier[];
    }
  | {
      readonly kind: 'wait';
      readonly seconds: number | undefined;
      readonly untilMs: number | undefined;
      readonly wrapped: boolean;
    };
