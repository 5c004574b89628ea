import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { STEPS, type StepId } from '../contracts/steps.ts';
import type { StepLambdas } from './step-lambdas.ts';

/** Retries for short failures of Lambda itself: throttling, and faults before or around the step. */
export const LAMBDA_FAULTS: RetryProps = {
  errors: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  interval: Duration.seconds(1),
  maxAttempts: 4,
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
};

/** Retries for any other fault, including a time-out. Every step is safe to repeat. */
export const ANY_FAULT: RetryProps = {
  errors: [Errors.TASKS_FAILED, Errors.TIMEOUT],
  interval: Duration.seconds(1),
  maxAttempts: 1,
};

/** How many seconds longer a state waits than its Lambda may run, so that the Lambda's own time-out comes first. */
const GRACE_SECONDS = 2;

/**
 * Returns the state that runs one step. The step gets the state's input, and its output becomes the state's output
 * unless it is discarded.
 */
export function stepTask(
  scope: Construct,
  id: string,
  step: StepId,
  lambdas: StepLambdas,
  { resultPath }: Pick<LambdaInvokeProps, 'resultPath'> = {},
): LambdaInvoke {
  const task = new LambdaInvoke(scope, id, {
    lambdaFunction: lambdas.of(step).function,
    payloadResponseOnly: true,
    ...(resultPath === undefined ? {} : { resultPath }),
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(Duration.seconds(STEPS[step].timeoutSeconds + GRACE_SECONDS)),
  });
  task.addRetry(LAMBDA_FAULTS);
  task.addRetry(ANY_FAULT);
  return task;
}
