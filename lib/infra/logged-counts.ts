import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StepId } from '../contracts/steps.ts';
import { pascalCase } from './pascal-case.ts';
import type { StepLambdas } from './step-lambdas.ts';

/** A number that steps log, and the alarm on it. */
export interface LoggedCount {
  /** The alarm's name after the deployment's, and the anchor of its page in the runbook. */
  readonly stem: string;
  /** What is wrong when the alarm goes off, in one sentence. */
  readonly meaning: string;
  readonly steps: readonly StepId[];
  /** The field of the steps' log lines that holds the number. */
  readonly field: string;
}

/**
 * The alarms on numbers that steps log. Each goes off when the sum over five minutes is one or more. To add an alarm,
 * make the step log a number, and add a row here and a section to docs/OPERATING.md.
 */
export const LOGGED_COUNTS: readonly LoggedCount[] = [
  {
    stem: 'rejected-events',
    meaning: 'Events were rejected, and the gate does not know what they say.',
    steps: ['intake'],
    field: 'rejected',
  },
  {
    stem: 'nobody-may-decide',
    meaning: 'A refund waits for people, and the directory knows too few who may decide it.',
    steps: ['open-review'],
    field: 'lacksReviewers',
  },
  {
    stem: 'paid-and-contradicted',
    meaning: 'Scans turned against a refund after it was paid.',
    steps: ['decide-refund'],
    field: 'contradicted',
  },
  {
    stem: 'distrusted-since',
    meaning:
      'An employee was not to be trusted from some time before the gate knew; paid refunds may rest on their scans.',
    steps: ['intake'],
    field: 'distrusted',
  },
  {
    stem: 'unreadable-items',
    meaning: 'Items cannot be read; what they are about was left out of a sweep, a night or a review.',
    steps: ['sweep', 'prepare-roll-up', 'roll-up-subjects', 'make-baselines', 'open-review'],
    field: 'unreadable',
  },
];

/**
 * Returns the metric of a number that steps log, as a sum. Lambda puts a logged object in `message`. As long as nothing
 * is logged there is no metric and no cost.
 */
export function loggedCount(
  scope: Construct,
  {
    stem,
    steps,
    field,
    namespace,
    lambdas,
  }: LoggedCount & { readonly namespace: string; readonly lambdas: StepLambdas },
): Metric {
  const number = `$.message.${field}`;
  const metricName = pascalCase(stem);
  for (const step of steps) {
    new MetricFilter(scope, `${metricName}In${pascalCase(step)}`, {
      logGroup: lambdas.of(step).logGroup,
      filterPattern: FilterPattern.numberValue(number, '>', 0),
      metricNamespace: namespace,
      metricName,
      metricValue: number,
    });
  }
  return new Metric({ namespace, metricName, statistic: Stats.SUM });
}
