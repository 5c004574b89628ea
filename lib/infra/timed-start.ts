import type { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { serviceOfThisAccount } from './service-of-this-account.ts';

/** The settings of a scheduled start. */
export interface TimedStartProps {
  readonly scheduleName: string;
  readonly description: string;
  /** When it runs, as an EventBridge Scheduler expression in UTC. */
  readonly expression: string;
  /** The queue for runs that could not be started. */
  readonly failedRuns: Queue;
  /** How late a run may still be started. */
  readonly maxLateness: Duration;
}

/** What a schedule starts, and the action that starts it. */
export interface TimedTarget {
  readonly arn: string;
  readonly action: 'lambda:InvokeFunction' | 'states:StartExecution';
}

/** Creates a schedule in a construct, with a role that may start only the target. */
export function createTimedStart(scope: Construct, target: TimedTarget, props: TimedStartProps): void {
  const { failedRuns } = props;
  const role = new Role(scope, 'Role', {
    assumedBy: serviceOfThisAccount(scope, 'scheduler.amazonaws.com'),
    inlinePolicies: {
      Schedule: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: [target.action], resources: [target.arn] }),
          new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failedRuns.queueArn] }),
        ],
      }),
    },
  });
  new CfnSchedule(scope, 'Schedule', {
    name: props.scheduleName,
    description: props.description,
    scheduleExpression: props.expression,
    scheduleExpressionTimezone: 'UTC',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: target.arn,
      roleArn: role.roleArn,
      input: '{}',
      deadLetterConfig: { arn: failedRuns.queueArn },
      retryPolicy: {
        maximumEventAgeInSeconds: props.maxLateness.toSeconds(),
        maximumRetryAttempts: 3,
      },
    },
  });
}
