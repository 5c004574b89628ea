import { randomUUID } from 'node:crypto';
import type { EmbeddedClock } from '../embedded-clock.ts';
import type { JsonObject } from '../json.ts';
import { localAccount } from '../local-account.ts';
import type { MessageBroker } from '../messages/message-broker.ts';
import type { Meter } from '../meter.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { BusEvent } from './bus-event.ts';
import type { EventRule, RuleTarget } from './event-rule.ts';

/** An event to put on a bus. It has been checked before. */
export interface EventDraft {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly resources: readonly string[];
  /** @default now */
  readonly time?: Date;
}

/**
 * The event buses and their rules.
 *
 * An event is durable when {@link put} returns: by then it is in the queue of every rule that it matched, and all
 * queues are written in one transaction. There is no separate journal, because an event that matches no rule is lost on
 * AWS too.
 */
export class EventBuses {
  readonly #buses = new Map<string, Map<string, EventRule>>([['default', new Map()]]);
  readonly #broker: MessageBroker;
  readonly #clock: EmbeddedClock;
  readonly #meter: Meter;
  readonly #listeners: ((event: BusEvent) => void)[] = [];

  constructor(parts: {
    readonly broker: MessageBroker;
    readonly clock: EmbeddedClock;
    readonly meter: Meter;
  }) {
    this.#broker = parts.broker;
    this.#clock = parts.clock;
    this.#meter = parts.meter;
  }

  /** Creates a bus if it does not exist. */
  addBus(name: string): void {
    if (!this.#buses.has(name)) this.#buses.set(name, new Map());
  }

  /** Returns the names of all buses. */
  names(): readonly string[] {
    return [...this.#buses.keys()];
  }

  /** Returns true if there is a bus of this name. */
  has(bus: string): boolean {
    return this.#buses.has(bus);
  }

  /**
   * Returns the rules of a bus.
   * @throws AwsServiceError ResourceNotFoundException when there is no such bus.
   */
  rules(bus: string): readonly EventRule[] {
    return [...this.#rulesOf(bus).values()];
  }

  /**
   * Returns a rule by its name.
   * @throws AwsServiceError ResourceNotFoundException when there is no such rule or bus.
   */
  rule(bus: string, name: string): EventRule {
    const rule = this.#rulesOf(bus).get(name);
    if (rule) return rule;
    throw new AwsServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
  }

  /** Adds a rule. It replaces a rule of the same name and, if it has no targets itself, keeps that rule's targets. */
  setRule(rule: EventRule): void {
    const rules = this.#rulesOf(rule.bus);
    const targets = rules.get(rule.name)?.targets;
    rules.set(rule.name, targets && rule.targets.size === 0 ? { ...rule, targets } : rule);
  }

  /** Adds targets to a rule. A target with the same id is replaced. */
  setTargets(bus: string, name: string, targets: readonly RuleTarget[]): void {
    const rule = this.rule(bus, name);
    for (const target of targets) {
      if (this.#broker.hasQueue(target.queueArn)) continue;
      throw new AwsServiceError('ResourceNotFoundException', `Queue ${target.queueArn} does not exist.`);
    }
    const merged = new Map([...rule.targets, ...targets.map((target) => [target.id, target] as const)]);
    this.#rulesOf(bus).set(name, { ...rule, targets: merged });
  }

  /** Removes targets from a rule. */
  removeTargets(bus: string, name: string, ids: readonly string[]): void {
    const rule = this.rule(bus, name);
    const left = new Map([...rule.targets].filter(([id]) => !ids.includes(id)));
    this.#rulesOf(bus).set(name, { ...rule, targets: left });
  }

  /** Deletes a rule without targets. If there is no such rule, nothing happens, as on AWS. */
  deleteRule(bus: string, name: string): void {
    const rules = this.#rulesOf(bus);
    if ((rules.get(name)?.targets.size ?? 0) > 0) {
      throw new AwsServiceError('ValidationException', "Rule can't be deleted since it has targets.");
    }
    rules.delete(name);
  }

  /** Calls `listener` with every accepted event, after it has been delivered. */
  onEvent(listener: (event: BusEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Delivers events to the queues of every matching rule and returns their ids, in the given order. */
  put(drafts: readonly EventDraft[]): readonly string[] {
    const accepted = drafts.map((draft) => this.#accept(draft));
    this.#broker.sendAll(accepted.flatMap(({ event, envelope }) => this.#messages(event.bus, envelope)));
    for (const { event } of accepted) {
      this.#meter.countBusEvent(event.bus);
      for (const listener of this.#listeners) notify(listener, event);
    }
    return accepted.map(({ event }) => event.id);
  }

  #accept(draft: EventDraft): { readonly event: BusEvent; readonly envelope: JsonObject } {
    const id = randomUUID();
    const time = `${(draft.time ?? this.#clock.now()).toISOString().slice(0, 19)}Z`;
    const envelope: JsonObject = {
      version: '0',
      id,
      'detail-type': draft.detailType,
      source: draft.source,
      account: localAccount.accountId,
      time,
      region: localAccount.region,
      resources: draft.resources,
      detail: draft.detail,
    };
    const { bus, source, detailType, detail } = draft;
    return { event: { bus, id, source, detailType, time, detail }, envelope };
  }

  #messages(bus: string, envelope: JsonObject): readonly { queueArn: string; body: string }[] {
    return this.rules(bus)
      .filter((rule) => rule.enabled && rule.matches(envelope))
      .flatMap((rule) => [...rule.targets.values()])
      .map((target) => ({ queueArn: target.queueArn, body: target.bodyOf(envelope) }));
  }

  #rulesOf(bus: string): Map<string, EventRule> {
    const rules = this.#buses.get(bus);
    if (rules) return rules;
    throw new AwsServiceError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
  }
}

/** Calls a listener. Its error is thrown later: the event is delivered, so the caller must not see a failure. */
function notify(listener: (event: BusEvent) => void, event: BusEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
