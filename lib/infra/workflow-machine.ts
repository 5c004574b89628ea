import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IChainable,
  LogLevel,
  StateMachine,
  type StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { serviceOfThisAccount } from './service-of-this-account.ts';
import type { StepLambda } from './step-lambda.ts';

/** What makes one state machine. */
export interface WorkflowMachineProps {
  readonly machineName: string;
  readonly comment: string;
  readonly type: StateMachineType;
  /** Answers its definition, with the states below `scope`. */
  readonly define: (scope: Construct) => IChainable;
  /** The steps it runs, and no others. */
  readonly invokes: readonly StepLambda[];
  /** The machine it may start. */
  readonly starts: string;
  /**
   * How long a run may take.
   * @default - as long as Step Functions lets it: a year for a standard machine
   */
  readonly timeout?: Duration;
}

/** A state machine with its role and its log. */
export class WorkflowMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowMachineProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: serviceOfThisAccount(this, 'states.amazonaws.com'),
      inlinePolicies: { Workflow: new PolicyDocument({ statements: statementsOf(props) }) },
    });
    const logGroup = new LogGroup(this, 'Log', {
      // Below this prefix, log deliveries do not use up the account's one log resource policy.
      logGroupName: `/aws/vendedlogs/states/${props.machineName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: props.machineName,
      stateMachineType: props.type,
      comment: props.comment,
      definitionBody: DefinitionBody.fromChainable(props.define(this)),
      role: role.withoutPolicyUpdates(),
      logs: { destination: logGroup, level: LogLevel.ERROR, includeExecutionData: false },
      ...(props.timeout === undefined ? {} : { timeout: props.timeout }),
    });
    this.#acknowledgeFindings(role);
  }

  #acknowledgeFindings(role: Role): void {
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The actions that set up log delivery have no resource to name; all others name theirs.',
    });
    Validations.of(this.machine).acknowledge(
      {
        id: 'AwsSolutions-SF1',
        reason:
          'The audit chain is in the rows. Every event of a run would be 7 KB of log, four times what the run costs.',
      },
      {
        id: 'AwsSolutions-SF2',
        reason:
          'X-Ray costs $5 per million traces, five times what a run costs; each step logs its outcome by refund id.',
      },
    );
  }
}

function statementsOf({ invokes, starts }: WorkflowMachineProps): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: invokes.map((lambda) => lambda.function.functionArn),
    }),
    new PolicyStatement({ actions: ['states:StartExecution'], resources: [starts] }),
    new PolicyStatement({
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    }),
  ];
}
