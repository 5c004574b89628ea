import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import type { StepLambda } from './step-lambda.ts';
import { createTimedStart, type TimedStartProps } from './timed-start.ts';

/** What makes a step run by the clock. A run that failed each time goes where one goes that could not be started. */
export interface TimedStepProps extends TimedStartProps {
  readonly lambda: StepLambda;
}

/** A schedule that runs one step. */
export class TimedStep extends Construct {
  constructor(scope: Construct, id: string, props: TimedStepProps) {
    super(scope, id);
    const { lambda, failedRuns } = props;
    createTimedStart(this, { arn: lambda.function.functionArn, action: 'lambda:InvokeFunction' }, props);
    // The scheduler hands a run over and is done: what becomes of it, only Lambda's own queue knows.
    new EventInvokeConfig(this, 'Failures', {
      function: lambda.function,
      retryAttempts: 2,
      onFailure: new SqsDestination(failedRuns),
    });
  }
}
