import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StepId } from '../contracts/steps.ts';
import { pascalCase } from './pascal-case.ts';
import type { StepLambdas } from './step-lambdas.ts';

/** A number that a step logs, and the alarm on it. */
export interface LoggedCount {
  /** The alarm's name after the deployment's, and the anchor of its page in the runbook. */
  readonly stem: string;
  /** What is wrong when it goes off, in one sentence. */
  readonly meaning: string;
  readonly step: StepId;
  /** The field of the step's log line that has the number. */
  readonly field: string;
}

/**
 * The alarms on what steps log: each goes off when the numbers of five minutes sum up to one or more. For one more, have the
 * step log a number, add a row here and a section to docs/OPERATING.md.
 */
export const LOGGED_COUNTS: readonly LoggedCount[] = [
  {
    stem: 'rejected-events',
    meaning: 'Events were rejected, and the gate does not know what they say.',
    step: 'intake',
    field: 'rejected',
  },
];

/**
 * Returns the sum of a number that a step logs. Lambda puts a logged object in `message`. Where nothing is logged there is no
 * metric either, and nothing to pay for.
 */
export function loggedCount(
  scope: Construct,
  {
    stem,
    step,
    field,
    namespace,
    lambdas,
  }: LoggedCount & { readonly namespace: string; readonly lambdas: StepLambdas },
): Metric {
  const number = `$.message.${field}`;
  const filter = new MetricFilter(scope, `${pascalCase(stem)}Count`, {
    logGroup: lambdas.of(step).logGroup,
    filterPattern: FilterPattern.numberValue(number, '>', 0),
    metricNamespace: namespace,
    metricName: pascalCase(stem),
    metricValue: number,
  });
  return filter.metric({ statistic: Stats.SUM });
}
