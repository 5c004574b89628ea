import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type DeployedProducers, producersSection } from '../contracts/deployed-producers.ts';
import type { StepId } from '../contracts/steps.ts';
import { watchedProducers } from '../contracts/watched-producers.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { LOGGED_COUNTS, loggedCount } from './logged-counts.ts';
import { pascalCase } from './pascal-case.ts';
import { heardFrom } from './quiet-producers.ts';
import { serviceOfThisAccount } from './service-of-this-account.ts';
import type { StepLambdas } from './step-lambdas.ts';

/** What the alarms watch, and the topic they notify. */
export interface GateAlarmsProps {
  /** The deployment's name, which every alarm's name begins with. */
  readonly name: string;
  readonly topic: Topic;
  readonly producers: DeployedProducers;
  readonly intake: IntakeQueue;
  readonly failedRuns: Queue;
  readonly gate: StateMachine;
  readonly review: StateMachine;
  readonly nightly: StateMachine;
  readonly lambdas: StepLambdas;
}

/**
 * The steps whose faults no other alarm shows: a check that fails counts as unknown and the refund is held, and a
 * person's command just fails. An answer to a case may fail too, but it holds no refund, and the night finishes what it
 * began. Faults of all other steps end in a queue, a failed run or a late message, which have
 * their own alarms. One more metric in an alarm costs as much as one more alarm.
 */
const QUIET_STEPS: readonly StepId[] = [
  'check-scan-evidence',
  'check-value-thresholds',
  'check-employee-risk',
  'review-refund',
  'manage-stops',
];

const FIVE_MINUTES = { period: Duration.minutes(5) };

interface Watch {
  /** The alarm's name after the deployment's, and the anchor of its page in the runbook. */
  readonly stem: string;
  /**
   * Tells alarms of one page apart; the end of their names.
   * @default - there is one alarm
   */
  readonly of?: string;
  /** What is wrong when the alarm goes off, in one sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** @default 1 */
  readonly threshold?: number;
  /** @default - the alarm goes off at the threshold or above it */
  readonly comparisonOperator?: ComparisonOperator;
  /** @default 1 */
  readonly evaluationPeriods?: number;
  /** @default - missing data is fine: an idle queue, function or machine reports none */
  readonly treatMissingData?: TreatMissingData;
}

/** The alarms. Each says what is wrong and links to the section of the runbook that says what to do. */
export class GateAlarms extends Construct {
  constructor(scope: Construct, id: string, props: GateAlarmsProps) {
    super(scope, id);
    allowAlarms(props.topic);
    const action = new SnsAction(props.topic);
    const watches = [...queueWatches(props), ...machineWatches(props), ...stepWatches(props)];
    for (const watch of [...watches, ...loggedWatches(this, props), ...quietWatches(this, props)]) {
      const { stem, of, meaning, ...condition } = watch;
      const name = of === undefined ? stem : `${stem}-${of}`;
      new Alarm(this, pascalCase(name), {
        threshold: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...condition,
        alarmName: `${props.name}-${name}`,
        alarmDescription: `${meaning} Runbook: docs/OPERATING.md#${stem}`,
      }).addAlarmAction(action);
    }
  }
}

function queueWatches({ intake, failedRuns }: GateAlarmsProps): Watch[] {
  return [
    {
      stem: 'intake-dead-letters',
      meaning: 'Events that the intake could not take in wait for a person.',
      metric: intake.deadLetters.metricApproximateNumberOfMessagesVisible(FIVE_MINUTES),
    },
    {
      stem: 'undelivered-events',
      meaning: 'Events did not get from the bus into the intake queue.',
      metric: intake.undelivered.metricApproximateNumberOfMessagesVisible(FIVE_MINUTES),
    },
    {
      stem: 'failed-runs',
      meaning: 'The sweeper failed each time it was tried, or the night could not be started.',
      metric: failedRuns.metricApproximateNumberOfMessagesVisible(FIVE_MINUTES),
    },
    {
      stem: 'intake-backlog',
      meaning: 'Events wait for more than five minutes to be taken in.',
      metric: intake.queue.metricApproximateAgeOfOldestMessage(FIVE_MINUTES),
      threshold: Duration.minutes(5).toSeconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    },
  ];
}

function machineWatches({ gate, review, nightly }: GateAlarmsProps): Watch[] {
  return [
    {
      stem: 'gate-failures',
      meaning: 'Runs of the gate failed or took too long; their refunds wait for the sweeper.',
      metric: sumOf([gate.metricFailed(), gate.metricTimedOut()]),
    },
    {
      stem: 'review-failures',
      meaning: 'A review could not be opened or handed back; its refund waits for the sweeper.',
      metric: review.metricFailed(FIVE_MINUTES),
    },
    {
      stem: 'nightly-failures',
      meaning:
        'The night failed or took too long: histories are not rolled up, and peers are those of yesterday.',
      metric: sumOf([nightly.metricFailed(), nightly.metricTimedOut()]),
    },
  ];
}

function stepWatches({ lambdas }: GateAlarmsProps): Watch[] {
  return [
    {
      stem: 'step-errors',
      meaning:
        'A check, a reviewer’s decision or a kill switch failed; refunds may be held that need not be.',
      metric: sumOf(QUIET_STEPS.map((step) => lambdas.of(step).function.metricErrors())),
    },
    {
      stem: 'sweep-stopped',
      meaning: 'The sweeper did not run for 15 minutes: what stopped half way stays there.',
      metric: lambdas.of('sweep').function.metricInvocations(FIVE_MINUTES),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      // A function that is not invoked reports no data, and this alarm looks for exactly that.
      treatMissingData: TreatMissingData.BREACHING,
    },
  ];
}

function loggedWatches(scope: Construct, { name: namespace, lambdas }: GateAlarmsProps): Watch[] {
  return LOGGED_COUNTS.map((count) => ({
    stem: count.stem,
    meaning: count.meaning,
    metric: loggedCount(scope, { ...count, namespace, lambdas }).with(FIVE_MINUTES),
  }));
}

/** One alarm for each producer that declares `quietFor`: each hour of that time is without an event. */
function quietWatches(scope: Construct, { name: namespace, producers, lambdas }: GateAlarmsProps): Watch[] {
  const watched = watchedProducers({ producers: producersSection(producers) });
  return watched.map((producer) => ({
    stem: 'quiet-producer',
    of: producer.name,
    meaning: `Nothing came from ${producer.source} for ${producer.quietHours} hours.`,
    metric: heardFrom(scope, { producer, namespace, lambdas }),
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: producer.quietHours,
    // Without events there is no data, and this alarm looks for exactly that.
    treatMissingData: TreatMissingData.BREACHING,
  }));
}

function sumOf(metrics: readonly IMetric[]): MathExpression {
  return new MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    ...FIVE_MINUTES,
  });
}

/** Lets CloudWatch publish: a topic with its own policy no longer takes messages from every service of the account. */
function allowAlarms(topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [serviceOfThisAccount(topic, 'cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
    }),
  );
}
