import type { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { serviceOfThisAccount } from './service-of-this-account.ts';
import type { StepLambda } from './step-lambda.ts';

/** What makes a step run by the clock. */
export interface TimedStepProps {
  readonly scheduleName: string;
  readonly description: string;
  /** When it runs, in EventBridge Scheduler's words, in UTC. */
  readonly expression: string;
  readonly lambda: StepLambda;
  /** Where a run goes that could not be started, or that failed each time. */
  readonly failedRuns: Queue;
  /** How long a run is worth starting late. */
  readonly maxLateness: Duration;
}

/** A schedule that runs one step. */
export class TimedStep extends Construct {
  constructor(scope: Construct, id: string, props: TimedStepProps) {
    super(scope, id);
    const { lambda, failedRuns } = props;
    const role = new Role(this, 'Role', {
      assumedBy: serviceOfThisAccount(this, 'scheduler.amazonaws.com'),
      inlinePolicies: {
        Schedule: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: [lambda.function.functionArn],
            }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failedRuns.queueArn] }),
          ],
        }),
      },
    });
    new CfnSchedule(this, 'Schedule', {
      name: props.scheduleName,
      description: props.description,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.function.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: failedRuns.queueArn },
        retryPolicy: {
          maximumEventAgeInSeconds: props.maxLateness.toSeconds(),
          maximumRetryAttempts: 3,
        },
      },
    });
    // The scheduler hands a run over and is done: what becomes of it, only Lambda's own queue knows.
    new EventInvokeConfig(this, 'Failures', {
      function: lambda.function,
      retryAttempts: 2,
      onFailure: new SqsDestination(failedRuns),
    });
  }
}
