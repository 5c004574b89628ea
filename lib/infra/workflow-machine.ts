import { type Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
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

/** The settings of one state machine. */
export interface WorkflowMachineProps {
  readonly machineName: string;
  readonly comment: string;
  readonly type: StateMachineType;
  /** Returns its definition; the states are created in `scope`. */
  readonly define: (scope: Construct) => IChainable;
  /** The only steps it may run. */
  readonly invokes: readonly StepLambda[];
  /**
   * The machine it may start.
   * @default - none
   */
  readonly starts?: string;
  /**
   * Its own ARN, if it has a Distributed Map: the runs of the Map are executions of the same machine.
   * @default - it has no Distributed Map
   */
  readonly mapsAs?: string;
  /**
   * How long a run may take.
   * @default - the limit of Step Functions: a year for a standard machine
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
      // With this prefix, log deliveries do not use up the account's only log resource policy.
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
    // CDK's own policy for a Distributed Map. The role takes no policies, so it is never in the template, but cdk-nag
    // would check it.
    this.machine.node.tryRemoveChild('DistributedMapPolicy');
    this.#acknowledgeFindings(role, props);
  }

  #acknowledgeFindings(role: Role, { machineName, mapsAs }: WorkflowMachineProps): void {
    if (mapsAs !== undefined) {
      const { account } = Stack.of(this);
      const owner = Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:${owner}:execution:${machineName}:*]`,
        reason:
          'The runs of a Distributed Map get their names when they start; all are runs of this machine.',
      });
    }
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

function statementsOf({ invokes, starts, mapsAs }: WorkflowMachineProps): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: invokes.map((lambda) => lambda.function.functionArn),
    }),
    ...(starts === undefined
      ? []
      : [new PolicyStatement({ actions: ['states:StartExecution'], resources: [starts] })]),
    ...(mapsAs === undefined ? [] : mapStatements(mapsAs)),
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

/** Returns what a Distributed Map needs: to start, describe and stop its runs, which are executions of its machine. */
function mapStatements(machineArn: string): PolicyStatement[] {
  const executions = machineArn.replace(':stateMachine:', ':execution:');
  return [
    new PolicyStatement({ actions: ['states:StartExecution'], resources: [machineArn] }),
    new PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [`${executions}:*`],
    }),
  ];
}
