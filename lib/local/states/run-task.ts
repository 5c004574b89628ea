import type { EmbeddedClock } from '../embedded-clock.ts';
import type { FunctionHost } from '../functions/function-host.ts';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  parseJson,
  parseJsonObject,
  stringAt,
} from '../json.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import { placeholders } from './rewrite-context-paths.ts';
import type { StatePlan } from './state-plan.ts';
import { DataLimitError, TaskFault } from './task-fault.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What tasks can use. */
export interface TaskEnvironment {
  readonly clock: EmbeddedClock;
  readonly functions: FunctionHost;
  readonly tokens: TaskTokens;
  /**
   * Runs `StartExecution` of another machine.
   * @throws AwsServiceError as Step Functions would.
   */
  startExecution(request: JsonObject): JsonObject;
}

/** One attempt of one task. */
export interface TaskAttempt {
  readonly plan: Extract<StatePlan, { kind: 'task' }>;
  /** The state's effective input, or its parameters. */
  readonly input: JsonValue;
  readonly enteredAt: Date;
  readonly retryCount: number;
  /** Called when a worker takes the task. The task's time counts from then, because calls wait here for few workers. */
  onTaken(): void;
  /** Waits for something that may be days away. Meanwhile the execution counts as at rest. */
  park<T>(wait: Promise<T>): Promise<T>;
}

/** The largest output that a state may pass to the next one. */
const MAX_PAYLOAD_BYTES = 256 * 1024;

/**
 * Runs a task and returns its output.
 *
 * @throws TaskFault when it fails, with the Error and Cause of AWS; DataLimitError when the output is too large.
 */
export async function runTask(attempt: TaskAttempt, environment: TaskEnvironment): Promise<JsonValue> {
  const { resource } = attempt.plan;
  const waitsForToken = resource.kind === 'invoke' && resource.waitsForToken;
  const wait = waitsForToken ? environment.tokens.issue() : undefined;
  try {
    const input = fillPlaceholders(attempt.input, {
      [placeholders.taskToken]: wait?.token ?? null,
      [placeholders.enteredTime]: attempt.enteredAt.toISOString(),
      [placeholders.retryCount]: attempt.retryCount,
    });
    const output = await integrate(attempt, input, environment);
    const answer = wait ? await attempt.park(wait.answer) : output;
    const bytes = Buffer.byteLength(JSON.stringify(answer));
    if (bytes > MAX_PAYLOAD_BYTES) throw new DataLimitError(bytes, MAX_PAYLOAD_BYTES);
    return answer;
  } finally {
    wait?.close();
  }
}

async function integrate(
  { plan: { resource }, onTaken }: TaskAttempt,
  input: JsonValue,
  environment: TaskEnvironment,
): Promise<JsonValue> {
  const invoke = (name: string, payload: JsonValue): Promise<JsonValue> =>
    invokeFunction({ name, payload, onTaken }, environment.functions);
  switch (resource.kind) {
    case 'function':
      return invoke(resource.functionArn, input);
    case 'invoke': {
      const parameters = isJsonObject(input) ? input : {};
      const name = stringAt(parameters, 'FunctionName') ?? '';
      const payload = await invoke(name, parameters['Payload'] ?? {});
      return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
    }
    case 'startExecution':
      onTaken();
      return startExecution(isJsonObject(input) ? input : {}, environment);
  }
}

async function invokeFunction(
  call: { readonly name: string; readonly payload: JsonValue; readonly onTaken: () => void },
  functions: FunctionHost,
): Promise<JsonValue> {
  try {
    const result = await functions.invoke(call.name, JSON.stringify(call.payload), call.onTaken);
    if (!result.failed) return parseJson(result.payload);
    const error = parseJsonObject(result.payload);
    throw new TaskFault(stringAt(error ?? {}, 'errorType') ?? 'Lambda.Unknown', result.payload);
  } catch (error) {
    throw error instanceof AwsServiceError ? new TaskFault(`Lambda.${error.code}`, error.message) : error;
  }
}

function startExecution(parameters: JsonObject, environment: TaskEnvironment): JsonValue {
  try {
    const request = { ...parameters, stateMachineArn: parameters['StateMachineArn'] ?? '' };
    const named = parameters['Name'] === undefined ? request : { ...request, name: parameters['Name'] };
    const started = environment.startExecution({
      ...named,
      input: JSON.stringify(objectAt(parameters, 'Input')),
    });
    return { ExecutionArn: started['executionArn'] ?? null, StartDate: started['startDate'] ?? null };
  } catch (error) {
    if (!(error instanceof AwsServiceError)) throw error;
    throw new TaskFault(`StepFunctions.${error.code}Exception`, error.message);
  }
}

function fillPlaceholders(value: JsonValue, known: Readonly<Record<string, JsonValue>>): JsonValue {
  if (typeof value === 'string') return known[value] ?? value;
  if (isJsonArray(value)) return value.map((item) => fillPlaceholders(item, known));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, fillPlaceholders(member, known)]),
  );
}
