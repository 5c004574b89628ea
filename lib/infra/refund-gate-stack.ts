import { Annotations, ArnFormat, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type ResourceNames, resourceNames } from '../contracts/names.ts';
import { createAuditKey } from './audit-key.ts';
import { ConsoleApi } from './console-api.ts';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import type { DeploymentSettings } from './deployment-settings.ts';
import { createEmailTopic } from './email-topic.ts';
import { GateAlarms } from './gate-alarms.ts';
import { GateBus } from './gate-bus.ts';
import { GATE_STEPS, gateDefinition } from './gate-definition.ts';
import { IntakeQueue } from './intake-queue.ts';
import { NIGHTLY_STEPS, nightlyDefinition } from './nightly-definition.ts';
import { PERMISSIONS } from './permissions.ts';
import { createRecordsTable } from './records-table.ts';
import { reviewDefinition } from './review-definition.ts';
import { StepLambdas } from './step-lambdas.ts';
import { TimedMachine } from './timed-machine.ts';
import { TimedStep } from './timed-step.ts';
import { ReviewerPool } from './user-pool.ts';
import type { Wiring } from './wiring.ts';
import { WorkflowMachine } from './workflow-machine.ts';

/** The settings of a refund gate's stack. */
export interface RefundGateStackProps extends StackProps {
  readonly settings: DeploymentSettings;
}

/**
 * A complete refund gate: the table, the bus, the steps, the three state machines, the schedules and the alarms.
 *
 * The gate and review machines start each other, and the table is created last. So other resources refer to these three
 * by ARNs that are made from their names.
 */
export class RefundGateStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: RefundGateStackProps) {
    super(scope, id, props);
    const names = resourceNames(settings.name);
    const events = new GateBus(this, 'Events', { busName: names.bus });
    const reviews = this.#createReviewTopic(names, settings);
    const intake = new IntakeQueue(this, 'Intake', {
      queueName: names.intakeQueue,
      bus: events.bus,
      redriver: settings.redriver,
    });
    const failedRuns = createDeadLetterQueue(this, 'FailedRuns');
    const consoleApi = new ConsoleApi(this, 'Console', { apiName: `${settings.name}-console` });
    const consoleUrl = settings.consoleUrl ?? consoleApi.url;
    const signIn =
      settings.signIn ?? new ReviewerPool(this, 'Reviewers', { poolName: settings.name, consoleUrl }).signIn;
    const wiring: Wiring = {
      tableName: names.table,
      tableArn: this.formatArn({ service: 'dynamodb', resource: 'table', resourceName: names.table }),
      busName: events.bus.eventBusName,
      busArn: events.busArn,
      intakeQueueArn: intake.queue.queueArn,
      gateMachineArn: this.#machineArn(names.gateMachine),
      reviewMachineArn: this.#machineArn(names.reviewMachine),
      topicArn: reviews.topicArn,
      failedRunsArn: failedRuns.queueArn,
      consoleUrl,
      signIn: this.toJsonString(signIn),
      deploymentName: settings.name,
      functionArn: (step) => this.#functionArn(names.lambda(step)),
      clientSecretArn: signIn.clientSecretArn,
      auditKeyArn: createAuditKey(this, 'AuditKey').secretArn,
    };
    const lambdas = new StepLambdas(this, 'Steps', {
      names,
      wiring,
      reservedConcurrency: settings.reservedConcurrency,
      rules: settings,
    });
    events.restrictTo({
      producers: settings.producers,
      publishers: lambdas.where((step) => PERMISSIONS[step].publishes !== undefined),
    });
    intake.feed(lambdas.of('intake'));
    consoleApi.serveBy(lambdas.of('console').function);
    const gate = this.#createGate(names, lambdas, wiring);
    const review = this.#createReview(names, lambdas, wiring);
    const nightly = this.#createNightly(names, lambdas);
    new GateAlarms(this, 'Alarms', {
      name: settings.name,
      producers: settings.producers,
      topic: createEmailTopic(this, 'AlarmTopic', {
        topicName: `${settings.name}-alarms`,
        emails: settings.alarmEmails,
      }),
      intake,
      failedRuns,
      gate,
      review,
      nightly,
      lambdas,
    });
    const records = createRecordsTable(this, 'Records', names.table);
    // Created after all others, so that a first deployment that fails leaves no table that occupies the name.
    records.node.addDependency(...this.node.children.filter((child) => child !== records));
    this.#createSchedules(settings.name, { lambdas, nightly, failedRuns, records });
    this.#createOutputs({
      BusName: events.bus.eventBusName,
      TableName: records.tableName,
      GateMachineArn: gate.stateMachineArn,
      ReviewMachineArn: review.stateMachineArn,
      TopicArn: reviews.topicArn,
      IntakeQueueUrl: intake.queue.queueUrl,
      ConsoleUrl: consoleUrl,
    });
  }

  #machineArn(machineName: string): string {
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: machineName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  #functionArn(functionName: string): string {
    return this.formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: functionName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  #createReviewTopic(names: ResourceNames, { escalationEmails }: DeploymentSettings): Topic {
    if (escalationEmails.length === 0) {
      Annotations.of(this).addWarningV2(
        'refund-gate:nobody-is-asked',
        'No escalationEmails: escalated refunds wait until somebody looks for them. Set -c escalationEmails=a@example.com.',
      );
    }
    return createEmailTopic(this, 'Reviews', { topicName: names.topic, emails: escalationEmails });
  }

  #createGate(names: ResourceNames, lambdas: StepLambdas, { reviewMachineArn }: Wiring): StateMachine {
    return new WorkflowMachine(this, 'Gate', {
      machineName: names.gateMachine,
      comment: 'Judges one refund once. Input: {"refundId"}.',
      type: StateMachineType.EXPRESS,
      // Less than the five minutes after which AWS ends Express runs, so that the run itself reports the time-out.
      timeout: Duration.minutes(4),
      invokes: GATE_STEPS.map((step) => lambdas.of(step)),
      starts: reviewMachineArn,
      define: (scope) => gateDefinition(scope, { lambdas, reviewMachineArn }),
    }).machine;
  }

  #createReview(names: ResourceNames, lambdas: StepLambdas, { gateMachineArn }: Wiring): StateMachine {
    return new WorkflowMachine(this, 'Review', {
      machineName: names.reviewMachine,
      comment:
        'Waits for people to decide one refund, then has the gate judge it again. Input: {"refundId"}.',
      type: StateMachineType.STANDARD,
      invokes: [lambdas.of('open-review')],
      starts: gateMachineArn,
      define: (scope) => reviewDefinition(scope, { lambdas, gateMachineArn }),
    }).machine;
  }

  #createNightly(names: ResourceNames, lambdas: StepLambdas): StateMachine {
    return new WorkflowMachine(this, 'Nightly', {
      machineName: names.nightlyMachine,
      comment:
        'Rolls up what changed into the histories of subjects, then makes the snapshot of peers. Input: {}.',
      type: StateMachineType.STANDARD,
      // The night must end before the next one starts, and before the working day that uses its results.
      timeout: Duration.hours(3),
      invokes: NIGHTLY_STEPS.map((step) => lambdas.of(step)),
      mapsAs: this.#machineArn(names.nightlyMachine),
      define: (scope) => nightlyDefinition(scope, lambdas),
    }).machine;
  }

  #createSchedules(
    name: string,
    {
      lambdas,
      nightly,
      failedRuns,
      records,
    }: {
      readonly lambdas: StepLambdas;
      readonly nightly: StateMachine;
      readonly failedRuns: Queue;
      readonly records: Table;
    },
  ): void {
    const everyMinute = new TimedStep(this, 'EveryMinute', {
      scheduleName: `${name}-sweep`,
      description: 'Finds what is due or stopped half way.',
      expression: 'rate(1 minute)',
      lambda: lambdas.of('sweep'),
      failedRuns,
      maxLateness: Duration.minutes(1),
    });
    everyMinute.node.addDependency(records);
    new TimedMachine(this, 'EveryNight', {
      scheduleName: `${name}-nightly`,
      description: 'Rolls up past days into the histories of subjects and makes the snapshot of peers.',
      expression: 'cron(30 2 * * ? *)',
      machine: nightly,
      failedRuns,
      maxLateness: Duration.hours(6),
    });
  }

  #createOutputs(outputs: Record<string, string>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
