import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { WatchedProducer } from '../contracts/watched-producers.ts';
import type { StepLambdas } from './step-lambdas.ts';

/** The longest time that an alarm can look back, in hours, if it counts by the hour. */
export const MAX_QUIET_HOURS = 7 * 24;

/** What the metric of a producer needs. */
export interface HeardMetricProps {
  readonly producer: WatchedProducer;
  readonly namespace: string;
  readonly lambdas: StepLambdas;
}

/** Returns the metric of how many events came from a producer in an hour. Without events it has no data. */
export function heardFrom(scope: Construct, { producer, namespace, lambdas }: HeardMetricProps): Metric {
  const number = `$.message.${producer.name}`;
  const metricName = `EventsFrom-${producer.name}`;
  new MetricFilter(scope, metricName, {
    logGroup: lambdas.of('intake').logGroup,
    filterPattern: FilterPattern.numberValue(number, '>', 0),
    metricNamespace: namespace,
    metricName,
    metricValue: number,
  });
  return new Metric({ namespace, metricName, statistic: Stats.SUM, period: Duration.hours(1) });
}
