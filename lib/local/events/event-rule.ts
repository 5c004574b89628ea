import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringAt } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import { compileEventPattern, type EventMatcher } from './compile-event-pattern.ts';

/** A queue that gets the events that match a rule. */
export interface RuleTarget {
  readonly id: string;
  readonly queueArn: string;
  /** Returns the body of the message for an event. */
  readonly bodyOf: (event: JsonObject) => string;
  /** The target as it was declared, for listings. */
  readonly declared: JsonObject;
}

/** A rule of a bus, with its pattern compiled. */
export interface EventRule {
  readonly bus: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly pattern: JsonObject;
  readonly enabled: boolean;
  /** Whether the template declares it; other rules are kept in the data folder. */
  readonly deployed: boolean;
  readonly matches: EventMatcher;
  readonly targets: ReadonlyMap<string, RuleTarget>;
}

/** Returns a rule without targets. */
export function createEventRule(declared: {
  readonly bus: string;
  readonly name: string;
  readonly pattern: JsonObject;
  readonly enabled?: boolean;
  readonly description?: string | undefined;
  readonly deployed: boolean;
  readonly where: string;
}): EventRule {
  return {
    bus: declared.bus,
    name: declared.name,
    description: declared.description,
    pattern: declared.pattern,
    enabled: declared.enabled ?? true,
    deployed: declared.deployed,
    matches: compileEventPattern(declared.pattern, `${declared.where}.EventPattern`),
    targets: new Map(),
  };
}

const ignoredTargetFields = new Set(['RoleArn', 'DeadLetterConfig', 'RetryPolicy']);

/**
 * Returns a target of a rule, as CloudFormation or `PutTargets` declares it.
 *
 * @throws UnsupportedFeatureError when the target is not an SQS queue, or its input is transformed.
 */
export function createRuleTarget(declared: JsonObject, where: string): RuleTarget {
  const queueArn = stringAt(declared, 'Arn') ?? '';
  const id = stringAt(declared, 'Id') ?? '';
  if (!/^arn:aws:sqs:/.test(queueArn)) {
    throw new UnsupportedFeatureError(where, `the target ${queueArn}`, 'a rule may only send to SQS queues');
  }
  for (const field of Object.keys(declared)) {
    if (ignoredTargetFields.has(field) || ['Id', 'Arn', 'Input', 'InputPath'].includes(field)) continue;
    throw new UnsupportedFeatureError(
      where,
      `the target's ${field}`,
      'a target may have Id, Arn, Input and InputPath',
    );
  }
  return { id, queueArn, bodyOf: bodyBuilder(declared, where), declared };
}

function bodyBuilder(declared: JsonObject, where: string): (event: JsonObject) => string {
  const input = stringAt(declared, 'Input');
  if (input !== undefined) {
    const constant = JSON.stringify(parseJson(input));
    return () => constant;
  }
  const path = stringAt(declared, 'InputPath') ?? '$';
  if (!/^\$(\.[\w-]+)*$/.test(path)) {
    throw new UnsupportedFeatureError(where, `the InputPath ${path}`, 'it may be $ followed by field names');
  }
  const fields = path.split('.').slice(1);
  return (event) => {
    const selected = fields.reduce<JsonValue | undefined>(
      (value, field) => (isJsonObject(value) ? value[field] : undefined),
      event,
    );
    return JSON.stringify(selected ?? null);
  };
}
