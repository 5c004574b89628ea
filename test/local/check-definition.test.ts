import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/local/json.ts';
import { checkDefinition } from '../../lib/local/states/check-definition.ts';
import { UnsupportedFeatureError } from '../../lib/local/unsupported-feature-error.ts';
import { arnOf } from './fixture.ts';

const one = (state: JsonObject): JsonObject => ({ StartAt: 'S', States: { S: { End: true, ...state } } });
const task = (more: JsonObject): JsonObject =>
  one({ Type: 'Task', Resource: arnOf.lambda('known'), ...more });
const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' };
const map = (
  config: JsonObject,
  more: JsonObject = {},
  each: JsonObject = { Type: 'Task', Resource: arnOf.lambda('known') },
): JsonObject => {
  const processor = { StartAt: 'E', States: { E: { End: true, ...each } } };
  return one({ Type: 'Map', ItemProcessor: { ...processor, ProcessorConfig: config }, ...more });
};
const check = (definition: JsonObject, express = false): void =>
  checkDefinition(definition, {
    machine: 'Gate',
    express,
    hasFunction: (name) => name === arnOf.lambda('known'),
    hasStateMachine: (arn) => arn === arnOf.machine('known'),
  });

describe('checking definitions', () => {
  it('takes what is run', () => {
    check(
      task({
        Parameters: {
          'in.$': '$.a',
          'token.$': '$$.Task.Token',
          'at.$': "States.Format('{} {}', $$.State.Name, $.b)",
        },
        TimeoutSecondsPath: '$.slaSeconds',
        Retry: [{ ErrorEquals: ['States.TaskFailed', 'States.Timeout'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'S' }],
      }),
    );
  });

  it.each<[string, JsonObject, RegExp]>([
    ['JSONata', { ...one({ Type: 'Pass' }), QueryLanguage: 'JSONata' }, /^Gate: .*JSONata/],
    ['JSONata in one state', one({ Type: 'Pass', QueryLanguage: 'JSONata' }), /^Gate\/S: .*JSONata/],
    ['Assign', task({ Assign: { x: 1 } }), /^Gate\/S: .*the field Assign/],
    ['HeartbeatSeconds', task({ HeartbeatSeconds: 5 }), /^Gate\/S: .*the field HeartbeatSeconds/],
    ['Credentials', task({ Credentials: { RoleArn: 'x' } }), /^Gate\/S: .*the field Credentials/],
    [
      'an unknown function',
      one({ Type: 'Task', Resource: arnOf.lambda('gone') }),
      /^Gate\/S: .*function:gone/,
    ],
    [
      'an SDK call',
      one({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject' }),
      /^Gate\/S: .*aws-sdk:s3/,
    ],
    [
      'another integration pattern',
      one({ Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2' }),
      /^Gate\/S: .*startExecution\.sync:2/,
    ],
    [
      'a machine of elsewhere',
      one({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution',
        Parameters: { StateMachineArn: arnOf.machine('gone') },
      }),
      /^Gate\/S: .*stateMachine:gone/,
    ],
    [
      'an intrinsic the library gets wrong',
      task({ Parameters: { 'x.$': 'States.JsonToString($.a)' } }),
      /Gate\/S\.Parameters: .*States\.JsonToString/,
    ],
    ['a filter in a path', task({ InputPath: '$.a[?(@.b)]' }), /Gate\/S\.InputPath: .*the path/],
    [
      'the token within a function',
      task({ Parameters: { 'x.$': "States.Format('{}', $$.Task.Token)" } }),
      /\$\$\.Task\.Token/,
    ],
    [
      'the token in a Pass',
      one({ Type: 'Pass', Parameters: { 'x.$': '$$.Task.Token' } }),
      /\$\$\.Task\.Token/,
    ],
    ['the whole context', task({ Parameters: { 'x.$': '$$' } }), /context path/],
    [
      'a Map over a reader',
      one({ Type: 'Map', ItemReader: {}, ItemProcessor: one({ Type: 'Pass' }) }),
      /^Gate\/S: .*the field ItemReader/,
    ],
    [
      'a distributed Map of unsaid executions',
      map({ Mode: 'DISTRIBUTED' }),
      /^Gate\/S: .*DISTRIBUTED Map of no exec/,
    ],
    [
      'an inline Map of executions',
      map({ Mode: 'INLINE', ExecutionType: 'EXPRESS' }),
      /^Gate\/S: .*INLINE Map of EXPRESS/,
    ],
    ['a Map of another mode', map({ Mode: 'SPREAD', ExecutionType: 'EXPRESS' }), /^Gate\/S: .*SPREAD/],
    ['a Map set up in more ways', map({ ...DISTRIBUTED, Depth: 1 }), /^Gate\/S: .*ProcessorConfig\.Depth/],
    [
      'a distributed Map that writes to S3',
      map(DISTRIBUTED, { ResultWriter: {} }),
      /^Gate\/S: .*the field ResultWriter/,
    ],
    ['a distributed Map over S3', map(DISTRIBUTED, { ItemReader: {} }), /^Gate\/S: .*the field ItemReader/],
    [
      'a distributed Map of batches',
      map(DISTRIBUTED, { ItemBatcher: {} }),
      /^Gate\/S: .*the field ItemBatcher/,
    ],
    [
      'a distributed Map that tolerates faults',
      map(DISTRIBUTED, { ToleratedFailureCount: 1 }),
      /^Gate\/S: .*the field ToleratedFailureCount/,
    ],
    [
      'an error handler that leaves the time-out open',
      task({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'S' }] }),
      /^Gate\/S\.Catch: .*States\.TaskFailed without States\.Timeout/,
    ],
    ['what is no States Language', { StartAt: 'Gone', States: {} }, /^Gate: /],
  ])('refuses %s, and says where', (_, definition, message) => {
    expect(() => check(definition)).toThrow(UnsupportedFeatureError);
    expect(() => check(definition)).toThrow(message);
  });

  it('takes a distributed Map over a list in its input, in a STANDARD machine', () => {
    check(map(DISTRIBUTED));
    check(map({ ...DISTRIBUTED, ExecutionType: 'STANDARD' }));
    expect(() => check(map(DISTRIBUTED), true)).toThrow(/^Gate\/S: .*DISTRIBUTED Map in an EXPRESS machine/);
  });

  it('refuses a task token in the EXPRESS executions of a distributed Map', () => {
    const waits = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: arnOf.lambda('known'), Payload: {} },
    };
    check(map({ ...DISTRIBUTED, ExecutionType: 'STANDARD' }, {}, waits));
    expect(() => check(map(DISTRIBUTED, {}, waits))).toThrow(/^Gate\/E: .*waitForTaskToken/);
  });

  it('refuses a task token in an EXPRESS machine, as AWS does', () => {
    const definition = one({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: arnOf.lambda('known'), Payload: {} },
    });
    check(definition);
    expect(() => check(definition, true)).toThrow(/^Gate\/S: .*waitForTaskToken/);
  });
});
