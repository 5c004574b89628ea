import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { STEPS, type StepId } from '../contracts/steps.ts';
import { CODE_FILE } from './step-code.ts';
import { environmentOf, type Wiring } from './wiring.ts';

/** What makes one step's Lambda, besides its row in the table of steps. */
export interface StepLambdaProps {
  readonly step: StepId;
  readonly functionName: string;
  readonly code: Code;
  readonly wiring: Wiring;
  /** All it may do, besides writing its own log. */
  readonly statements: readonly PolicyStatement[];
  /** How many calls of it AWS sets aside, and the most that run at a time; none where it is undefined. */
  readonly reservedConcurrency: number | undefined;
}

/** One step of the workflow: its function, its role and its log. */
export class StepLambda extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: StepLambdaProps) {
    super(scope, id);
    const { summary, timeoutSeconds, memoryMegabytes, variables } = STEPS[props.step];
    this.logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      // A log repeats what the rows say and proves nothing. Left behind, it would bar the next deployment of this name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const writesItsLog = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Step: new PolicyDocument({ statements: [writesItsLog, ...props.statements] }) },
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: summary,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code,
      handler: CODE_FILE.replace(/mjs$/, 'handler'),
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: memoryMegabytes,
      environment: environmentOf(variables, props.wiring),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      // No construct may widen what the table of permissions says.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // Start, end and report lines would be nine tenths of the log, and say what the metrics say.
      systemLogLevelV2: SystemLogLevel.WARN,
    });
  }
}
