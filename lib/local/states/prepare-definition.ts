import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  objectAt,
  stringAt,
} from '../json.ts';
import { prepareChoice } from './prepare-choice.ts';
import { rewriteContextPaths } from './rewrite-context-paths.ts';
import type { Retrier, StatePlan } from './state-plan.ts';
import { parseTaskResource } from './task-resource.ts';

/** A definition for the library to run, with the plans for the states that our own code runs. */
export interface PreparedDefinition {
  readonly definition: JsonObject;
  readonly timeoutSeconds: number | undefined;
  readonly plans: ReadonlyMap<string, StatePlan>;
  /** Every state's type in the deployed definition. */
  readonly types: ReadonlyMap<string, string>;
}

/** The longest time-out that the library accepts for a task. It needs one; our own time-outs come first. */
const LIBRARY_TIMEOUT_SECONDS = 2_147_483;

/**
 * Rewrites a definition so that the library runs it as AWS does.
 *
 * Time-outs and waits are removed from the definition, because our own code runs them on the clock. A state that reads
 * its time-out or wait from its input gets `{time, input}` as its input; see `StatePlan`.
 */
export function prepareDefinition(definition: JsonObject): PreparedDefinition {
  const plans = new Map<string, StatePlan>();
  const types = new Map<string, string>();
  const prepareMachine = (machine: JsonObject): JsonObject => {
    const states: [string, JsonValue][] = [];
    for (const [name, state] of Object.entries(objectAt(machine, 'States'))) {
      if (!isJsonObject(state)) continue;
      types.set(name, stringAt(state, 'Type') ?? '');
      states.push([name, prepareState(name, state)]);
    }
    return { StartAt: machine['StartAt'] ?? '', States: Object.fromEntries(states) };
  };
  const prepareState = (name: string, state: JsonObject): JsonObject => {
    const { Branches: branches, ItemProcessor: processor, Iterator: iterator, ...own } = state;
    const prepared = prepareOwn(name, own, plans);
    const inner: Record<string, JsonValue> = {};
    if (isJsonArray(branches)) inner['Branches'] = branches.filter(isJsonObject).map(prepareMachine);
    for (const nested of [processor, iterator])
      if (isJsonObject(nested)) inner['ItemProcessor'] = prepareMachine(nested);
    return { ...prepared, ...inner };
  };
  return {
    definition: prepareMachine(definition),
    timeoutSeconds: numberAt(definition, 'TimeoutSeconds'),
    plans,
    types,
  };
}

function prepareOwn(name: string, declared: JsonObject, plans: Map<string, StatePlan>): JsonObject {
  const {
    Comment: _comment,
    QueryLanguage: _language,
    ...state
  } = objectOf(rewriteContextPaths(declared, name));
  // For `$` the library would set a field named `$`. Without a ResultPath it does what `$` means.
  if (state['ResultPath'] === '$') delete state['ResultPath'];
  if (Array.isArray(state['Catch'])) state['Catch'] = state['Catch'].map(withoutRootResultPath);
  switch (state['Type']) {
    case 'Task':
      return prepareTask(name, state, plans);
    case 'Wait':
      return prepareWait(name, state, plans);
    case 'Choice':
      return { ...state, Choices: arrayAt(state, 'Choices').map(prepareChoice) };
    default:
      return state;
  }
}

function withoutRootResultPath(catcher: JsonValue): JsonValue {
  if (!isJsonObject(catcher) || catcher['ResultPath'] !== '$') return catcher;
  const { ResultPath: _root, ...rest } = catcher;
  return rest;
}

function prepareTask(name: string, state: JsonObject, plans: Map<string, StatePlan>): JsonObject {
  const { TimeoutSeconds: _seconds, TimeoutSecondsPath: path, ...rest } = state;
  const resource = parseTaskResource(stringAt(state, 'Resource') ?? '');
  if (!resource) throw new Error(`The Resource of ${name} was not checked.`);
  plans.set(name, {
    kind: 'task',
    resource,
    timeoutSeconds: numberAt(state, 'TimeoutSeconds'),
    wrapped: typeof path === 'string',
    retriers: arrayAt(state, 'Retry').filter(isJsonObject).map(toRetrier),
  });
  const wrapped = typeof path === 'string' ? { Parameters: wrap(path, state['Parameters']) } : {};
  return { ...rest, ...wrapped, TimeoutSeconds: LIBRARY_TIMEOUT_SECONDS };
}

function prepareWait(name: string, state: JsonObject, plans: Map<string, StatePlan>): JsonObject {
  const {
    Seconds: seconds,
    Timestamp: instant,
    SecondsPath: secondsPath,
    TimestampPath: instantPath,
    ...rest
  } = state;
  const path = secondsPath ?? instantPath;
  plans.set(name, {
    kind: 'wait',
    seconds: typeof seconds === 'number' ? seconds : undefined,
    untilMs: typeof instant === 'string' ? Date.parse(instant) : undefined,
    wrapped: typeof path === 'string',
  });
  const wrapped = typeof path === 'string' ? { Parameters: wrap(path, undefined) } : {};
  const resource = 'arn:aws:lambda:us-east-1:000000000000:function:wait';
  return { ...rest, ...wrapped, Type: 'Task', Resource: resource, TimeoutSeconds: LIBRARY_TIMEOUT_SECONDS };
}

function wrap(path: string, parameters: JsonValue | undefined): JsonObject {
  return parameters === undefined
    ? { 'time.$': path, 'input.$': '$' }
    : { 'time.$': path, input: parameters };
}

function toRetrier(entry: JsonObject): Retrier {
  return {
    errors: arrayAt(entry, 'ErrorEquals').map(String),
    intervalSeconds: numberAt(entry, 'IntervalSeconds') ?? 1,
    maxAttempts: numberAt(entry, 'MaxAttempts') ?? 3,
    backoffRate: numberAt(entry, 'BackoffRate') ?? 2,
    maxDelaySeconds: numberAt(entry, 'MaxDelaySeconds') ?? Number.POSITIVE_INFINITY,
    jitter: entry['JitterStrategy'] === 'FULL',
  };
}

function objectOf(value: JsonValue): Record<string, JsonValue> {
  return isJsonObject(value) ? { ...value } : {};
}
