import { objectAt, stringAt } from '../json.ts';
import { parseScheduleExpression } from '../schedules/parse-schedule-expression.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Deployment } from './deployment.ts';

/** `RetryPolicy` and `DeadLetterConfig` have no effect: within one process, every run can be started. */
const knownTargetFields = ['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig'];

/** Deploys the schedules. */
export function deploySchedules({ stack, services: { functions, machines, schedules } }: Deployment): void {
  for (const { logicalId, name, properties } of stack.resources('AWS::Scheduler::Schedule')) {
    const zone = stringAt(properties, 'ScheduleExpressionTimezone') ?? 'UTC';
    if (zone !== 'UTC') throw new UnsupportedFeatureError(logicalId, `the time zone ${zone}`, 'use UTC');
    const target = objectAt(properties, 'Target');
    const unknown = Object.keys(target).find((field) => !knownTargetFields.includes(field));
    if (unknown !== undefined) {
      const fields = `a target may have ${knownTargetFields.join(', ')}`;
      throw new UnsupportedFeatureError(logicalId, `the target's ${unknown}`, fields);
    }
    const targetArn = stringAt(target, 'Arn') ?? '';
    const isMachine = machines.list().some((machine) => machine.arn === targetArn);
    if (!isMachine && !functions.find(targetArn)) {
      const allowed = 'name a function or a state machine of this stack';
      throw new UnsupportedFeatureError(logicalId, `the target ${targetArn}`, allowed);
    }
    schedules.add({
      name,
      logicalId,
      nextRun: parseScheduleExpression(stringAt(properties, 'ScheduleExpression') ?? '', logicalId),
      enabled: stringAt(properties, 'State') !== 'DISABLED',
      targetArn,
      input: stringAt(target, 'Input') ?? '{}',
    });
  }
}
