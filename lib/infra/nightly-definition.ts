import {
  Choice,
  Condition,
  DistributedMap,
  Fail,
  type IChainable,
  JsonPath,
  Pass,
  Result,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepId } from '../contracts/steps.ts';
import type { StepLambdas } from './step-lambdas.ts';
import { stepTask } from './step-task.ts';

/** The steps that the nightly machine runs. */
export const NIGHTLY_STEPS = [
  'prepare-roll-up',
  'roll-up-subjects',
  'make-baselines',
] as const satisfies readonly StepId[];

/** How many batches are rolled up at the same time. The night has enough time, and the table gets little load. */
const BATCHES_AT_ONCE = 5;

/**
 * Returns the definition of the nightly machine. It rolls up what changed, batch by batch, until nothing is left, and
 * then makes the snapshot of peers.
 *
 * The Map is distributed and its runs are Express: a busy night needs far more than the 25,000 events that one history
 * may have, and a batch costs no state transition. A fault ends the run; days that were not rolled up stay listed for
 * the next run.
 */
export function nightlyDefinition(scope: Construct, lambdas: StepLambdas): IChainable {
  const fault = new Fail(scope, 'NightlyFault', {
    error: 'NightlyFault',
    cause: 'A step failed after its retries. What was not rolled up stays on the list for the next run.',
  });
  const unknown = new Fail(scope, 'UnknownAnswer', {
    error: 'UnknownAnswer',
    cause: 'PrepareRollUp did not say whether there is more.',
  });
  const prepare = stepTask(scope, 'PrepareRollUp', 'prepare-roll-up', lambdas);
  const rollUp = rollUpBatches(scope, lambdas);
  const baselines = stepTask(scope, 'MakeBaselines', 'make-baselines', lambdas);
  const listMore = new Pass(scope, 'ListMore', { result: Result.fromObject({}) });

  for (const state of [prepare, rollUp, baselines]) state.addCatch(fault);
  baselines.next(new Succeed(scope, 'NightDone'));
  return prepare
    .next(rollUp)
    .next(
      new Choice(scope, 'More?')
        .when(Condition.booleanEquals('$.more', true), listMore.next(prepare))
        .when(Condition.booleanEquals('$.more', false), baselines)
        .otherwise(unknown),
    );
}

function rollUpBatches(scope: Construct, lambdas: StepLambdas): DistributedMap {
  const fault = new Fail(scope, 'BatchFault', {
    error: 'BatchFault',
    cause: 'A batch could not be rolled up after its retries; its days stay on the list.',
  });
  return new DistributedMap(scope, 'RollUpBatches', {
    itemsPath: '$.batches',
    maxConcurrency: BATCHES_AT_ONCE,
    mapExecutionType: StateMachineType.EXPRESS,
    resultPath: JsonPath.DISCARD,
  }).itemProcessor(stepTask(scope, 'RollUpSubjects', 'roll-up-subjects', lambdas).addCatch(fault));
}
