import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import type { StepLambda } from './step-lambda.ts';
import { createTimedStart, type TimedStartProps } from './timed-start.ts';

/** The settings of a scheduled step. Runs that fail at every attempt also go to the `failedRuns` queue. */
export interface TimedStepProps extends TimedStartProps {
  readonly lambda: StepLambda;
}

/** A schedule that runs one step. */
export class TimedStep extends Construct {
  constructor(scope: Construct, id: string, props: TimedStepProps) {
    super(scope, id);
    const { lambda, failedRuns } = props;
    createTimedStart(this, { arn: lambda.function.functionArn, action: 'lambda:InvokeFunction' }, props);
    // The scheduler only hands a run to Lambda's own queue, so only Lambda can retry a run and report its failure.
    new EventInvokeConfig(this, 'Failures', {
      function: lambda.function,
      retryAttempts: 2,
      onFailure: new SqsDestination(failedRuns),
    });
  }
}
