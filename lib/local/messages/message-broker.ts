import { localAccount, localArn } from '../local-account.ts';
import type { Meter } from '../meter.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { WireAnswer, WireRequest } from '../wire/wire-message.ts';
import { type Fauxqs, type FauxqsQueue, openFauxqs } from './open-fauxqs.ts';

/** A message as `ReceiveMessage` returns it. */
export type ReceivedMessage = ReturnType<FauxqsQueue['dequeue']>[number];

/** The attributes that SQS itself adds to a received message, by SQS's names. */
export type SystemAttributes = Readonly<Record<string, string>>;

/** How many messages a queue holds, by state. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * The queues and topics of the embedded AWS: fauxqs, with the functions that the pollers and the bus need.
 *
 * Visibility time-outs and delays run on real time, as do the functions that hold the messages.
 */
export class MessageBroker {
  readonly #fauxqs: Fauxqs;
  readonly #meter: Meter;

  private constructor(fauxqs: Fauxqs, meter: Meter) {
    this.#fauxqs = fauxqs;
    this.#meter = meter;
  }

  /** Opens the broker: in memory, or on disk in `dataDir` with the data that is there. */
  static async open(options: { readonly dataDir?: string; readonly meter: Meter }): Promise<MessageBroker> {
    return new MessageBroker(await openFauxqs(options.dataDir), options.meter);
  }

  /** Creates a queue, or updates the attributes of an existing one. */
  ensureQueue(name: string, url: string, attributes: Readonly<Record<string, string>>): void {
    const arn = localArn('sqs', name);
    const existing = this.#fauxqs.queues.getQueueByArn(arn);
    if (existing) existing.setAttributes({ ...attributes });
    else this.#fauxqs.queues.createQueue(name, url, arn, { ...attributes });
  }

  /** Creates a topic if it does not exist. */
  ensureTopic(name: string): void {
    const arn = localArn('sns', name);
    if (this.#fauxqs.topics.getTopic(arn)) return;
    this.#fauxqs.topics.createTopic(name, {}, {}, localAccount.region);
  }

  /** Subscribes an endpoint if it is not subscribed. E-mail subscriptions count as confirmed. */
  ensureSubscription(declared: {
    readonly topicArn: string;
    readonly protocol: string;
    readonly endpoint: string;
    readonly raw: boolean;
  }): void {
    const { topicArn, protocol, endpoint } = declared;
    const attributes = declared.raw ? { RawMessageDelivery: 'true' } : {};
    const subscription = this.#fauxqs.topics.subscribe(topicArn, protocol, endpoint, attributes);
    if (!subscription) throw new AwsServiceError('NotFound', `Topic does not exist: ${topicArn}`, 404);
    subscription.confirmed = true;
  }

  /** Returns the e-mail addresses that are subscribed to a topic. */
  emailAddresses(topicArn: string): readonly string[] {
    const arns = this.#fauxqs.topics.getTopic(topicArn)?.subscriptionArns ?? [];
    return arns.flatMap((arn) => {
      const subscription = this.#fauxqs.topics.getSubscription(arn);
      return subscription?.protocol === 'email' ? [subscription.endpoint] : [];
    });
  }

  /** Returns true if there is a queue with this ARN. */
  hasQueue(queueArn: string): boolean {
    return this.#fauxqs.queues.getQueueByArn(queueArn) !== undefined;
  }

  /**
   * Puts messages into queues: all of them or, if the process is killed meanwhile, none.
   * After it returns, the messages survive the end of the process.
   */
  sendAll(messages: readonly { readonly queueArn: string; readonly body: string }[]): void {
    this.#fauxqs.atomically(() => {
      for (const { queueArn, body } of messages) {
        const queue = this.#queue(queueArn);
        queue.enqueue(this.#fauxqs.newMessage(body, Number(queue.attributes['DelaySeconds'])));
        this.#meter.countQueueRequest(queue.name, 'SendMessage');
      }
    });
  }

  /** Takes up to `max` visible messages in flight. Messages received too often go to the dead-letter queue. */
  receive(queueArn: string, max: number): readonly ReceivedMessage[] {
    const queue = this.#queue(queueArn);
    const received: ReceivedMessage[] = [];
    while (received.length < max) {
      const some = queue.dequeue(Math.min(max - received.length, 10), undefined, (arn) =>
        this.#fauxqs.queues.getQueueByArn(arn),
      );
      if (some.length === 0) break;
      received.push(...some);
    }
    if (received.length > 0) this.#meter.countQueueRequest(queue.name, 'ReceiveMessage');
    return received;
  }

  /** Returns the system attributes of a message in flight. */
  systemAttributes(queueArn: string, receiptHandle: string): SystemAttributes {
    const message = this.#queue(queueArn).inflightMessages.get(receiptHandle)?.message;
    if (!message) return {};
    return {
      ApproximateReceiveCount: String(message.approximateReceiveCount),
      SentTimestamp: String(message.sentTimestamp),
      SenderId: localAccount.accountId,
      ApproximateFirstReceiveTimestamp: String(
        message.approximateFirstReceiveTimestamp ?? message.sentTimestamp,
      ),
    };
  }

  /** Deletes messages by their receipt handles. */
  deleteAll(queueArn: string, receiptHandles: readonly string[]): void {
    const queue = this.#queue(queueArn);
    this.#fauxqs.atomically(() => {
      for (const handle of receiptHandles) queue.deleteMessage(handle);
    });
    for (let done = 0; done < receiptHandles.length; done += 10) {
      this.#meter.countQueueRequest(queue.name, 'DeleteMessageBatch');
    }
  }

  /** Makes a message in flight visible again after `seconds`, which may be a fraction. */
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): void {
    this.#queue(queueArn).changeVisibility(receiptHandle, seconds);
  }

  /** Returns the visibility time-out of a queue. */
  visibilitySeconds(queueArn: string): number {
    return Number(this.#queue(queueArn).attributes['VisibilityTimeout']);
  }

  /** Resolves when there may be a message to receive: as soon as one is sent, otherwise after `seconds`. */
  async messagesOrTimeout(queueArn: string, seconds: number): Promise<void> {
    await this.#queue(queueArn).waitForMessages(seconds);
  }

  /** Returns how many messages a queue holds. */
  depth(queueArn: string): QueueDepth {
    const queue = this.#queue(queueArn);
    return {
      visible: queue.messages.length,
      inFlight: queue.inflightMessages.size,
      delayed: queue.delayedMessages.length,
    };
  }

  /** Passes a request to fauxqs and returns its response. */
  async handle(request: WireRequest): Promise<WireAnswer> {
    // The length is that of the original body. The body may have been translated from another protocol since.
    const { 'content-length': _length, ...headers } = request.headers;
    const answer = await this.#fauxqs.app.inject({
      method: 'POST',
      url: '/',
      headers,
      payload: request.body,
    });
    const contentType = answer.headers['content-type'];
    const queryError = answer.headers['x-amzn-query-error'];
    return {
      statusCode: answer.statusCode,
      headers: {
        'content-type': typeof contentType === 'string' ? contentType : 'application/x-amz-json-1.0',
        ...(typeof queryError === 'string' ? { 'x-amzn-query-error': queryError } : {}),
      },
      body: answer.body,
    };
  }

  /** Ends all waits for messages at once. */
  wakeAll(): void {
    this.#fauxqs.queues.shutdown();
  }

  /** Closes the store. */
  async stop(): Promise<void> {
    await this.#fauxqs.close();
  }

  #queue(queueArn: string): FauxqsQueue {
    const queue = this.#fauxqs.queues.getQueueByArn(queueArn);
    if (queue) return queue;
    throw new AwsServiceError('AWS.SimpleQueueService.NonExistentQueue', `Queue does not exist: ${queueArn}`);
  }
}
