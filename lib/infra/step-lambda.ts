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

/** The settings of one step's Lambda that are not in the table of steps. */
export interface StepLambdaProps {
  readonly step: StepId;
  readonly functionName: string;
  readonly code: Code;
  readonly wiring: Wiring;
  /** Everything it may do, apart from writing its own log. */
  readonly statements: readonly PolicyStatement[];
  /** How many concurrent calls AWS reserves for it, which is also the most it may have; undefined reserves none. */
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
      // The log only repeats the rows and proves nothing. A log that is kept would block the next deployment of this
      // name.
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
      // No construct may add permissions to those of the table of permissions.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // Start, end and report lines would be 90 % of the log, and they only repeat the metrics.
      systemLogLevelV2: SystemLogLevel.WARN,
    });
  }
}
