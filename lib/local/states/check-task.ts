import { arrayAt, isJsonObject, type JsonObject, numberAt, objectAt, stringAt } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import { parseTaskResource } from './task-resource.ts';

/** What a task may refer to. */
export interface TaskScope {
  /** Logical id of the machine, for messages. */
  readonly machine: string;
  readonly express: boolean;
  hasFunction(nameOrArn: string): boolean;
  hasStateMachine(arn: string): boolean;
}

/** The supported parameters of each integration. */
const parameterFields: Readonly<Record<string, readonly string[]>> = {
  invoke: ['FunctionName', 'Payload', 'InvocationType', 'Qualifier'],
  startExecution: ['StateMachineArn', 'Input', 'Name'],
};

/** The longest time-out that AWS allows, a little more than three years. */
const LONGEST_TIMEOUT_SECONDS = 99_999_999;

/**
 * Checks that a task's resource, parameters and error handling work here as on AWS.
 *
 * @throws UnsupportedFeatureError that names machine, state and field.
 */
export function checkTask(state: JsonObject, where: string, scope: TaskScope): void {
  const resource = stringAt(state, 'Resource') ?? '';
  const parsed = parseTaskResource(resource);
  const parameters = objectAt(state, 'Parameters');
  if (!parsed || (parsed.kind === 'function' && !scope.hasFunction(parsed.functionArn))) {
    const supported =
      'supported are the ARN of a function of this stack, arn:aws:states:::lambda:invoke, arn:aws:states:::lambda:invoke.waitForTaskToken and arn:aws:states:::states:startExecution';
    throw new UnsupportedFeatureError(where, `the Resource ${resource}`, supported);
  }
  if (parsed.kind !== 'function') checkParameters(parameters, parsed.kind, where);
  if (parsed.kind === 'invoke') {
    const name = stringAt(parameters, 'FunctionName') ?? '';
    if (!scope.hasFunction(name)) {
      throw new UnsupportedFeatureError(where, `the FunctionName ${name}`, 'name a function of this stack');
    }
    if (parsed.waitsForToken && scope.express) {
      throw new UnsupportedFeatureError(
        where,
        'waitForTaskToken in an EXPRESS machine',
        'AWS allows it in STANDARD only',
      );
    }
  }
  if (parsed.kind === 'startExecution') {
    const arn = stringAt(parameters, 'StateMachineArn');
    if (arn === undefined || !scope.hasStateMachine(arn)) {
      throw new UnsupportedFeatureError(
        where,
        `the StateMachineArn ${arn ?? ''}`,
        'name a machine of this stack',
      );
    }
  }
  if ((numberAt(state, 'TimeoutSeconds') ?? 1) > LONGEST_TIMEOUT_SECONDS) {
    throw new UnsupportedFeatureError(
      where,
      'this TimeoutSeconds',
      `AWS allows up to ${LONGEST_TIMEOUT_SECONDS}`,
    );
  }
  for (const field of ['Retry', 'Catch']) checkTimeoutIsNamed(state, field, where);
}

function checkParameters(parameters: JsonObject, kind: string, where: string): void {
  const fields = parameterFields[kind] ?? [];
  for (const key of Object.keys(parameters)) {
    if (fields.includes(key.replace(/\.\$$/, ''))) continue;
    throw new UnsupportedFeatureError(where, `the parameter ${key}`, `${kind} takes ${fields.join(', ')}`);
  }
  const invocation = parameters['InvocationType'];
  if (invocation !== undefined && invocation !== 'RequestResponse') {
    throw new UnsupportedFeatureError(where, 'this InvocationType', 'only RequestResponse is run');
  }
}

/**
 * Checks that `States.TaskFailed` is used only where AWS and the library agree. On AWS it matches every error except a
 * time-out, but the library cannot distinguish our time-outs from other errors. An entry that also handles time-outs,
 * or follows an entry that does, means the same in both.
 */
function checkTimeoutIsNamed(state: JsonObject, field: string, where: string): void {
  if (!('TimeoutSeconds' in state) && !('TimeoutSecondsPath' in state)) return;
  for (const entry of arrayAt(state, field)) {
    const errors = isJsonObject(entry) ? arrayAt(entry, 'ErrorEquals') : [];
    if (errors.includes('States.Timeout') || errors.includes('States.ALL')) return;
    if (errors.includes('States.TaskFailed')) {
      const remedy = 'name States.Timeout along with it, or in an entry before it';
      throw new UnsupportedFeatureError(
        `${where}.${field}`,
        'States.TaskFailed without States.Timeout',
        remedy,
      );
    }
  }
}
