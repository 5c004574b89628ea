import { Duration } from 'aws-cdk-lib';
import { type EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { GATE_SOURCE } from '../contracts/names.ts';
import { STEPS } from '../contracts/steps.ts';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import type { StepLambda } from './step-lambda.ts';

/** The settings of the intake queue. */
export interface IntakeQueueProps {
  readonly queueName: string;
  readonly bus: EventBus;
  /** The role that may move dead letters back to the queue, if any. */
  readonly redriver: string | undefined;
}

/** The way of an event from the bus to the intake, with dead-letter queues for events that get stuck. */
export class IntakeQueue extends Construct {
  readonly queue: Queue;
  /** Events that the intake could not take in five attempts. */
  readonly deadLetters: Queue;
  /** Events that EventBridge could not deliver to the queue. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { queueName, bus, redriver }: IntakeQueueProps) {
    super(scope, id);
    this.deadLetters = createDeadLetterQueue(this, 'DeadLetters');
    this.undelivered = createDeadLetterQueue(this, 'Undelivered');
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS advises six times the function's time-out, so that a slow batch is not delivered twice.
      visibilityTimeout: Duration.seconds(6 * STEPS.intake.timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    const rule = new Rule(this, 'Rule', {
      description: 'Brings every event that the gate did not say itself to the intake.',
      eventBus: bus,
      eventPattern: { source: Match.anythingBut(GATE_SOURCE) },
      targets: [
        new SqsQueue(this.queue, {
          deadLetterQueue: this.undelivered,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    acceptOnly(rule, this.queue, redriver);
    acceptOnly(rule, this.undelivered);
  }

  /** Makes the intake read the queue. The intake reports failures per message, so one bad event blocks no other. */
  feed(intake: StepLambda): void {
    new EventSourceMapping(this, 'Feed', {
      target: intake.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: 10,
    });
  }
}

/**
 * Denies everybody but a rule to send to a queue. Its messages are taken for what the bus admitted, and within one account
 * an Allow restricts nobody. A sender that acts for no resource has no `aws:SourceArn`, which the Deny takes for another.
 */
function acceptOnly(rule: Rule, queue: Queue, redriver?: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OnlyTheBusSends',
      effect: Effect.DENY,
      principals: [new StarPrincipal()],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnNotEquals: {
          'aws:SourceArn': rule.ruleArn,
          ...(redriver === undefined ? {} : { 'aws:PrincipalArn': redriver }),
        },
      },
    }),
  );
}
