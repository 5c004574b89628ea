import { createEventRule, createRuleTarget } from '../events/event-rule.ts';
import { arrayAt, isJsonObject, stringAt } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Deployment } from './deployment.ts';

/** Deploys the buses, their rules and the rules' targets. */
export function deployEvents({ stack, services: { broker, buses } }: Deployment): void {
  for (const bus of stack.resources('AWS::Events::EventBus')) buses.addBus(bus.name);
  for (const { logicalId, name, properties } of stack.resources('AWS::Events::Rule')) {
    const bus = stringAt(properties, 'EventBusName')?.split('/').at(-1) ?? 'default';
    const pattern = properties['EventPattern'];
    if (!isJsonObject(pattern)) {
      throw new UnsupportedFeatureError(
        logicalId,
        'a rule without an EventPattern',
        'use AWS::Scheduler::Schedule for time',
      );
    }
    if (!buses.has(bus))
      throw new UnsupportedFeatureError(logicalId, `the bus ${bus}`, 'name a bus of this stack');
    const enabled = stringAt(properties, 'State') !== 'DISABLED';
    buses.setRule(createEventRule({ bus, name, pattern, enabled, deployed: true, where: logicalId }));
    const targets = arrayAt(properties, 'Targets')
      .filter(isJsonObject)
      .map((target) => createRuleTarget(target, logicalId));
    const unknown = targets.find((target) => !broker.hasQueue(target.queueArn));
    if (unknown) {
      throw new UnsupportedFeatureError(
        logicalId,
        `the target ${unknown.queueArn}`,
        'name a queue of this stack',
      );
    }
    buses.setTargets(bus, name, targets);
  }
}
