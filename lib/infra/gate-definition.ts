import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  Fail,
  type IChainable,
  JsonPath,
  Parallel,
  Pass,
  Result,
  StateMachine,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { StepId } from '../contracts/steps.ts';
import type { StepLambdas } from './step-lambdas.ts';
import { ANY_FAULT, stepTask } from './step-task.ts';

/** The error when a review already runs. Its name is made of refund and due time, so it is the same review. */
const REVIEW_EXISTS = 'StepFunctions.ExecutionAlreadyExistsException';

/** The steps that the gate machine runs. */
export const GATE_STEPS = [
  'check-scan-evidence',
  'check-value-thresholds',
  'check-employee-risk',
  'decide-refund',
  'publish-release',
  'announce-outcome',
] as const satisfies readonly StepId[];

/** What the gate machine runs and starts. */
export interface GateParts {
  readonly lambdas: StepLambdas;
  readonly reviewMachineArn: string;
}

/**
 * Returns the definition of the gate machine, which judges one refund, again if evidence comes in meanwhile.
 *
 * Only one branch of `Outcome` leads to PublishRelease: DecideRefund returned "approve". A fault ends the run. The
 * refund's row becomes due again later, and the sweeper then starts the gate again.
 */
export function gateDefinition(scope: Construct, { lambdas, reviewMachineArn }: GateParts): IChainable {
  const gather = gatherFindings(scope, lambdas);
  const decide = stepTask(scope, 'DecideRefund', 'decide-refund', lambdas);
  const publish = stepTask(scope, 'PublishRelease', 'publish-release', lambdas);
  const announce = stepTask(scope, 'AnnounceOutcome', 'announce-outcome', lambdas);
  const announceEscalation = stepTask(scope, 'AnnounceEscalation', 'announce-outcome', lambdas, {
    resultPath: JsonPath.DISCARD,
  });
  const review = startReview(scope, reviewMachineArn);
  const done = new Succeed(scope, 'Done');
  const unknown = new Fail(scope, 'UnknownOutcome', {
    error: 'UnknownOutcome',
    cause:
      'A step answered an outcome that the gate does not know. The row says what is left to do for the next run.',
  });
  const fault = new Fail(scope, 'GateFault', {
    error: 'GateFault',
    cause: 'A step failed after its retries. The sweeper starts the gate again; the row says what to do.',
  });
  const judgeAgain = new Pass(scope, 'JudgeAgain', {
    comment: 'Evidence came in while the refund was judged.',
    parameters: { refundId: JsonPath.stringAt('$.refundId') },
  });

  review.addCatch(done, { errors: [REVIEW_EXISTS], resultPath: JsonPath.DISCARD });
  // If the announcement fails, people are asked all the same: the announcement stays due in the row.
  announceEscalation.addCatch(review, { resultPath: JsonPath.DISCARD });
  for (const task of [decide, publish, announce, review]) task.addCatch(fault);
  publish.next(
    new Choice(scope, 'Released?')
      .when(outcomeIs('released'), done)
      .when(outcomeIs('hold'), announce)
      .otherwise(unknown),
  );
  announceEscalation.next(review);
  review.next(done);
  announce.next(done);
  return gather
    .next(decide)
    .next(
      new Choice(scope, 'Outcome')
        .when(outcomeIs('approve'), publish)
        .when(outcomeIs('hold'), announce)
        .when(outcomeIs('escalate'), announceEscalation)
        .when(outcomeIs('announce'), announce)
        .when(outcomeIs('again'), judgeAgain.next(gather))
        .when(outcomeIs('none'), new Succeed(scope, 'NothingToDo'))
        .otherwise(unknown),
    );
}

function outcomeIs(outcome: string): Condition {
  return Condition.stringEquals('$.outcome', outcome);
}

function gatherFindings(scope: Construct, lambdas: StepLambdas): Parallel {
  const check = (step: StepId, id: string, unknownId: string, name: string) =>
    stepTask(scope, id, step, lambdas).addCatch(
      new Pass(scope, unknownId, { result: Result.fromObject({ check: name, state: 'unknown' }) }),
    );
  return new Parallel(scope, 'GatherFindings', { resultPath: '$.findings' }).branch(
    check('check-scan-evidence', 'CheckScanEvidence', 'ScanEvidenceUnknown', 'scan-evidence'),
    check('check-value-thresholds', 'CheckValueThresholds', 'ValueThresholdsUnknown', 'value-thresholds'),
    check('check-employee-risk', 'CheckEmployeeRisk', 'EmployeeRiskUnknown', 'employee-risk'),
  );
}

function startReview(scope: Construct, reviewMachineArn: string): StepFunctionsStartExecution {
  const task = new StepFunctionsStartExecution(scope, 'StartReview', {
    // By ARN, because the review machine refers to this machine as well.
    stateMachine: StateMachine.fromStateMachineArn(scope, 'ReviewMachine', reviewMachineArn),
    name: JsonPath.stringAt('$.reviewExecution'),
    input: TaskInput.fromObject({ refundId: JsonPath.stringAt('$.refundId') }),
    resultPath: JsonPath.DISCARD,
    taskTimeout: Timeout.duration(Duration.seconds(10)),
  });
  task.addRetry({ errors: [REVIEW_EXISTS], maxAttempts: 0 });
  task.addRetry({ ...ANY_FAULT, maxAttempts: 3 });
  return task;
}
