import { Duration } from 'aws-cdk-lib';
import {
  Errors,
  Fail,
  type IChainable,
  IntegrationPattern,
  JsonPath,
  StateMachine,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { REVIEW_SLA_SECONDS } from '../contracts/steps.ts';
import type { StepLambdas } from './step-lambdas.ts';
import { ANY_FAULT, LAMBDA_FAULTS } from './step-task.ts';

/** What the review machine runs and starts. */
export interface ReviewParts {
  readonly lambdas: StepLambdas;
  readonly gateMachineArn: string;
}

/**
 * Returns the definition of the review machine, which waits for people and then starts the gate again. It carries no
 * decision: the result that comes with the token is thrown away, and the gate reads the row.
 *
 * Each time people are asked is one state, so a review that stays open for a year has far fewer than 25,000 events.
 * After a year the limit of Step Functions ends the run, and the sweeper opens the review again.
 */
export function reviewDefinition(scope: Construct, { lambdas, gateMachineArn }: ReviewParts): IChainable {
  const fault = new Fail(scope, 'ReviewFault', {
    error: 'ReviewFault',
    cause:
      'A review could not be opened, or its end not handed back. The sweeper goes on; the row says what is left to do.',
  });
  const open = new LambdaInvoke(scope, 'OpenReview', {
    lambdaFunction: lambdas.of('open-review').function,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: TaskInput.fromObject({
      refundId: JsonPath.stringAt('$.refundId'),
      token: JsonPath.taskToken,
    }),
    resultPath: JsonPath.DISCARD,
    taskTimeout: Timeout.duration(Duration.seconds(REVIEW_SLA_SECONDS)),
    retryOnServiceExceptions: false,
  });
  open.addRetry(LAMBDA_FAULTS);
  // A time-out is the reviewers' deadline and not a fault. After any other fault the e-mail may not have been sent.
  open.addRetry({ errors: [Errors.TIMEOUT], maxAttempts: 0 });
  open.addRetry({ ...ANY_FAULT, errors: [Errors.TASKS_FAILED], maxAttempts: 3 });
  // Nobody decided in time: the same step asks again, one tier higher if there is one.
  open.addCatch(open, { errors: [Errors.TIMEOUT], resultPath: JsonPath.DISCARD });
  open.addCatch(fault);

  const back = new StepFunctionsStartExecution(scope, 'ReturnToGate', {
    stateMachine: StateMachine.fromStateMachineArn(scope, 'GateMachine', gateMachineArn),
    input: TaskInput.fromObject({ refundId: JsonPath.stringAt('$.refundId') }),
    resultPath: JsonPath.DISCARD,
    taskTimeout: Timeout.duration(Duration.seconds(10)),
  });
  back.addRetry({ ...ANY_FAULT, maxAttempts: 6, backoffRate: 2 });
  back.addCatch(fault);
  return open.next(back).next(new Succeed(scope, 'Decided'));
}
