import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { createTimedStart, type TimedStartProps } from './timed-start.ts';

/** The settings of a scheduled state machine. The machine's own metrics show whether its runs succeed. */
export interface TimedMachineProps extends TimedStartProps {
  readonly machine: StateMachine;
}

/** A schedule that runs one state machine. */
export class TimedMachine extends Construct {
  constructor(scope: Construct, id: string, props: TimedMachineProps) {
    super(scope, id);
    const { stateMachineArn: arn } = props.machine;
    createTimedStart(this, { arn, action: 'states:StartExecution' }, props);
  }
}
