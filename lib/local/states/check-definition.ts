import { StateMachine as LibraryMachine } from 'aws-local-stepfunctions';
import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  stringAt,
} from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import { checkExpression } from './check-expression.ts';
import { checkTask, type TaskScope } from './check-task.ts';

/** The supported fields of each type of state. Any other field stops the start. */
const stateFields: Readonly<Record<string, readonly string[]>> = {
  Task: [
    'Resource',
    'Parameters',
    'ResultSelector',
    'ResultPath',
    'Retry',
    'Catch',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
  ],
  Pass: ['Result', 'Parameters', 'ResultPath'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Choice: ['Choices', 'Default'],
  Succeed: [],
  Fail: ['Error', 'ErrorPath', 'Cause', 'CausePath'],
  Parallel: ['Branches', 'Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'],
  Map: [
    'ItemProcessor',
    'Iterator',
    'ItemsPath',
    'ItemSelector',
    'Parameters',
    'ResultSelector',
    'ResultPath',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'Retry',
    'Catch',
  ],
};
const commonFields = ['Type', 'Comment', 'Next', 'End', 'InputPath', 'OutputPath', 'QueryLanguage'];
const machineFields = [
  'Comment',
  'StartAt',
  'States',
  'TimeoutSeconds',
  'Version',
  'QueryLanguage',
  'ProcessorConfig',
];

/**
 * Checks that a definition is valid and uses only what is supported here.
 *
 * aws-local-stepfunctions ignores much of what it does not know, so every field, path and function is checked against
 * what is known to work.
 *
 * @throws UnsupportedFeatureError that names machine, state and field.
 */
export function checkDefinition(definition: JsonObject, scope: TaskScope): void {
  checkMachine(definition, scope.machine, scope);
  try {
    // The checks above see only JSON. The library's own schema check covers the rest.
    new LibraryMachine(JSON.parse(JSON.stringify(definition)), { validationOptions: { checkArn: false } });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new UnsupportedFeatureError(
      scope.machine,
      `this definition (${problem})`,
      'give valid States Language',
    );
  }
}

function checkMachine(machine: JsonObject, where: string, scope: TaskScope): void {
  for (const field of Object.keys(machine)) {
    if (!machineFields.includes(field)) throw unsupportedField(where, field, machineFields);
  }
  checkQueryLanguage(machine, where);
  for (const [name, state] of Object.entries(objectAt(machine, 'States'))) {
    if (isJsonObject(state)) checkState(state, `${scope.machine}/${name}`, scope);
  }
}

function checkState(state: JsonObject, where: string, scope: TaskScope): void {
  const type = stringAt(state, 'Type') ?? '';
  const fields = stateFields[type];
  if (!fields)
    throw new UnsupportedFeatureError(where, `the state type ${type}`, 'use a type the language knows');
  for (const field of Object.keys(state)) {
    if (!fields.includes(field) && !commonFields.includes(field))
      throw unsupportedField(where, field, fields);
  }
  checkQueryLanguage(state, where);
  checkPaths(state, type, where);
  if (type === 'Task') checkTask(state, where, scope);
  if (type === 'Pass' && 'Result' in state && !state['Result']) {
    throw new UnsupportedFeatureError(
      where,
      `the Result ${JSON.stringify(state['Result'])}`,
      'give a value that is not empty',
    );
  }
  for (const branch of [...arrayAt(state, 'Branches'), state['ItemProcessor'], state['Iterator']]) {
    if (isJsonObject(branch)) checkMachine(branch, where, withinProcessor(branch, where, scope));
  }
}

/**
 * Returns the scope of the states in a branch or in a Map's processor. A Distributed Map over a list in its input runs
 * like an inline Map. Its special features on AWS, items and results in S3, are refused as unknown fields.
 */
function withinProcessor(processor: JsonObject, where: string, scope: TaskScope): TaskScope {
  const config = objectAt(processor, 'ProcessorConfig');
  const unknown = Object.keys(config).find((field) => field !== 'Mode' && field !== 'ExecutionType');
  if (unknown !== undefined)
    throw unsupportedField(where, `ProcessorConfig.${unknown}`, ['Mode', 'ExecutionType']);
  const mode = stringAt(config, 'Mode') ?? 'INLINE';
  const type = stringAt(config, 'ExecutionType');
  if (mode === 'INLINE' && type === undefined) return scope;
  if (mode !== 'DISTRIBUTED' || (type !== 'STANDARD' && type !== 'EXPRESS')) {
    throw new UnsupportedFeatureError(
      where,
      `a ${mode} Map of ${type ?? 'no'} executions`,
      'use the mode INLINE, or DISTRIBUTED with the ExecutionType STANDARD or EXPRESS',
    );
  }
  if (scope.express) {
    throw new UnsupportedFeatureError(
      where,
      'a DISTRIBUTED Map in an EXPRESS machine',
      'AWS allows it in STANDARD only',
    );
  }
  return { ...scope, express: type === 'EXPRESS' };
}

function checkQueryLanguage(object: JsonObject, where: string): void {
  const language = stringAt(object, 'QueryLanguage') ?? 'JSONPath';
  if (language === 'JSONPath') return;
  throw new UnsupportedFeatureError(where, `the QueryLanguage ${language}`, 'only JSONPath is run');
}

/** Checks every path and function in a state, but not those in the states inside it. */
function checkPaths(state: JsonObject, type: string, where: string): void {
  const nested = new Set(['Branches', 'ItemProcessor', 'Iterator']);
  const visit = (value: JsonValue, key: string, field: string): void => {
    if (isJsonArray(value)) for (const item of value) visit(item, key, field);
    else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) visit(member, name, field || name);
    } else if (
      typeof value === 'string' &&
      (key.endsWith('.$') || key.endsWith('Path') || key === 'Variable')
    ) {
      checkExpression(value, { where: `${where}.${field}`, type, field, isParameter: key.endsWith('.$') });
    }
  };
  const own = Object.entries(state).filter(([name]) => !nested.has(name));
  for (const [name, value] of own) visit(value, name, name);
}

function unsupportedField(where: string, field: string, fields: readonly string[]): UnsupportedFeatureError {
  return new UnsupportedFeatureError(
    where,
    `the field ${field}`,
    `run are ${[...commonFields, ...fields].join(', ')}`,
  );
}
