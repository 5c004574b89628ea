import { Duration } from 'aws-cdk-lib';
import { type EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { GATE_SOURCE } from '../contracts/names.ts';
import { STEPS } from '../contracts/steps.ts';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import type { StepLambda } from './step-lambda.ts';

/** What makes the intake queue. */
export interface IntakeQueueProps {
  readonly queueName: string;
  readonly bus: EventBus;
}

/** The way of an event from the bus into the intake, with a place for whatever gets stuck on the way. */
export class IntakeQueue extends Construct {
  readonly queue: Queue;
  /** What the intake could not take in five attempts. */
  readonly deadLetters: Queue;
  /** What EventBridge could not bring to the queue. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { queueName, bus }: IntakeQueueProps) {
    super(scope, id);
    this.deadLetters = createDeadLetterQueue(this, 'DeadLetters');
    this.undelivered = createDeadLetterQueue(this, 'Undelivered');
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Lambda asks for six times the function's time-out, so that a slow batch is not handed out twice.
      visibilityTimeout: Duration.seconds(6 * STEPS.intake.timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    new Rule(this, 'Rule', {
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
  }

  /** Has the intake read the queue. The intake answers for each message, so one bad event holds up no other. */
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
