import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  parseJsonObject,
  stringAt,
} from '../json.ts';
import { localArn } from '../local-account.ts';
import { DamagedFileError } from '../storage/damaged-file-error.ts';
import { storageCause } from '../storage/storage-cause.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import { compileEventPattern } from './compile-event-pattern.ts';
import type { EventBuses } from './event-buses.ts';
import { createEventRule, createRuleTarget, type EventRule } from './event-rule.ts';
import { putEvents } from './put-events.ts';

/**
 * EventBridge over HTTP: clients can put events, and add rules while it runs.
 *
 * Rules that clients add are kept in `rulesFile`, if one is given, and are restored after a restart.
 */
export class EventsService {
  readonly #buses: EventBuses;
  readonly #rulesFile: string | undefined;

  constructor(buses: EventBuses, rulesFile?: string) {
    this.#buses = buses;
    this.#rulesFile = rulesFile;
  }

  /**
   * Restores the rules that clients added before the last restart.
   *
   * @throws DamagedFileError when the file cannot be read as rules.
   */
  restoreRules(): void {
    const file = this.#rulesFile;
    if (file === undefined || !existsSync(file)) return;
    try {
      const kept = parseJson(readFileSync(file, 'utf8'));
      if (!isJsonArray(kept) || !kept.every(isJsonObject)) throw new Error('it is no list of rules');
      for (const rule of kept) {
        if (!this.#buses.has(busOf(rule))) continue;
        this.#putRule(rule);
        this.#putTargets({ ...rule, Rule: rule['Name'] ?? '' });
      }
    } catch (cause) {
      const remedy = 'Delete it, start again, and put the rules you had added with put-rule and put-targets.';
      throw new DamagedFileError(file, `cannot be read (${storageCause(cause)})`, remedy, { cause });
    }
  }

  /**
   * Runs one operation and returns its result.
   * @throws AwsServiceError as EventBridge would.
   */
  handle(operation: string, request: JsonObject): JsonObject {
    switch (operation) {
      case 'PutEvents':
        return putEvents(this.#buses, request);
      case 'PutRule':
        return this.#keepRules(this.#putRule(request));
      case 'PutTargets':
        return this.#keepRules(this.#putTargets(request));
      case 'RemoveTargets':
        this.#buses.removeTargets(
          busOf(request),
          nameOf(request, 'Rule'),
          arrayAt(request, 'Ids').map(String),
        );
        return this.#keepRules({ FailedEntryCount: 0, FailedEntries: [] });
      case 'DeleteRule':
        this.#buses.deleteRule(busOf(request), nameOf(request, 'Name'));
        return this.#keepRules({});
      case 'DescribeRule':
        return describe(this.#buses.rule(busOf(request), nameOf(request, 'Name')));
      case 'ListRules': {
        const prefix = stringAt(request, 'NamePrefix') ?? '';
        const rules = this.#buses.rules(busOf(request)).filter((rule) => rule.name.startsWith(prefix));
        return { Rules: rules.map(describe) };
      }
      case 'ListTargetsByRule': {
        const rule = this.#buses.rule(busOf(request), nameOf(request, 'Rule'));
        return { Targets: [...rule.targets.values()].map((target) => target.declared) };
      }
      case 'ListEventBuses':
        return { EventBuses: this.#buses.names().map(describeBus) };
      case 'DescribeEventBus':
        return this.#describeBus(stringAt(request, 'Name') ?? 'default');
      case 'TestEventPattern':
        return testPattern(request);
      default:
        throw new AwsServiceError('UnknownOperationException', `AWSEvents.${operation} is not embedded.`);
    }
  }

  #describeBus(nameOrArn: string): JsonObject {
    const name = nameOrArn.split('/').at(-1) ?? '';
    if (this.#buses.has(name)) return describeBus(name);
    throw new AwsServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  }

  #putRule(request: JsonObject): JsonObject {
    const name = nameOf(request, 'Name');
    const pattern = parseJsonObject(stringAt(request, 'EventPattern') ?? '');
    if (!pattern)
      throw new AwsServiceError('InvalidEventPatternException', 'Event pattern is not valid JSON.');
    const rule = asRequestFault(() =>
      createEventRule({
        bus: busOf(request),
        name,
        pattern,
        enabled: stringAt(request, 'State') !== 'DISABLED',
        description: stringAt(request, 'Description'),
        deployed: false,
        where: name,
      }),
    );
    this.#buses.setRule(rule);
    return { RuleArn: ruleArn(rule) };
  }

  #putTargets(request: JsonObject): JsonObject {
    const rule = nameOf(request, 'Rule');
    const declared = arrayAt(request, 'Targets').filter(isJsonObject);
    const targets = asRequestFault(() => declared.map((target) => createRuleTarget(target, rule)));
    this.#buses.setTargets(busOf(request), rule, targets);
    return { FailedEntryCount: 0, FailedEntries: [] };
  }

  #keepRules(answer: JsonObject): JsonObject {
    if (this.#rulesFile === undefined) return answer;
    const rules = this.#buses.names().flatMap((bus) => this.#buses.rules(bus));
    const kept = rules
      .filter((rule) => !rule.deployed)
      .map((rule) => ({
        ...describe(rule),
        Targets: [...rule.targets.values()].map((target) => target.declared),
      }));
    writeFileSync(`${this.#rulesFile}.part`, JSON.stringify(kept));
    renameSync(`${this.#rulesFile}.part`, this.#rulesFile);
    return answer;
  }
}

function busOf(request: JsonObject): string {
  return (stringAt(request, 'EventBusName') ?? 'default').split('/').at(-1) ?? '';
}

function nameOf(request: JsonObject, field: string): string {
  const name = stringAt(request, field);
  if (name) return name;
  throw new AwsServiceError('ValidationException', `${field} must not be empty.`);
}

function ruleArn(rule: EventRule): string {
  return localArn('events', rule.bus === 'default' ? `rule/${rule.name}` : `rule/${rule.bus}/${rule.name}`);
}

function describe(rule: EventRule): JsonObject {
  const described: Record<string, JsonValue> = {
    Name: rule.name,
    Arn: ruleArn(rule),
    EventBusName: rule.bus,
    EventPattern: JSON.stringify(rule.pattern),
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
  };
  if (rule.description !== undefined) described['Description'] = rule.description;
  return described;
}

function describeBus(name: string): JsonObject {
  return { Name: name, Arn: localArn('events', `event-bus/${name}`) };
}

function testPattern(request: JsonObject): JsonObject {
  const pattern = parseJsonObject(stringAt(request, 'EventPattern') ?? '');
  const event = parseJsonObject(stringAt(request, 'Event') ?? '');
  if (!pattern || !event)
    throw new AwsServiceError('InvalidEventPatternException', 'Pattern and event must be JSON.');
  return { Result: asRequestFault(() => compileEventPattern(pattern, 'EventPattern'))(event) };
}

/** Turns an UnsupportedFeatureError, which stops the start if the template causes it, into a refusal of the request. */
function asRequestFault<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UnsupportedFeatureError)) throw error;
    throw new AwsServiceError('ValidationException', error.message);
  }
}
