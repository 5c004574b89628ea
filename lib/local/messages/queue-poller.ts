import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedClock } from '../embedded-clock.ts';
import type { FunctionHost } from '../functions/function-host.ts';
import { arrayAt, isJsonObject, type JsonObject, parseJson, stringAt } from '../json.ts';
import { localAccount } from '../local-account.ts';
import { storageCause } from '../storage/storage-cause.ts';
import type { MessageBroker, ReceivedMessage } from './message-broker.ts';

/** An event source mapping from a queue to a function. */
export interface QueuePollerSpec {
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  /** How many batches the function may handle at the same time. */
  readonly maxConcurrency: number;
  /** Whether the function reports which messages failed; otherwise a batch fails or succeeds as a whole. */
  readonly reportsItemFailures: boolean;
}

/** How long an idle poller waits until it looks again. A new message wakes it at once. */
const LONG_POLL_SECONDS = 20;
/** How often a poller that may take no batch checks again whether it may. */
const HELD_BACK_MS = 20;
/** A failed message comes back after this time, doubled with each attempt, up to the queue's visibility time-out. */
const FIRST_REDELIVERY_SECONDS = 0.1;

/**
 * Reads a queue for a function, as Lambda's event source mapping does. Messages that succeed are deleted. Messages that
 * fail are received again, and finally go to the dead-letter queue.
 *
 * On AWS a failed message is invisible until its visibility time-out is over, often for minutes. Here it becomes
 * visible sooner, so that a demonstration of a failure takes seconds.
 */
export class QueuePoller {
  readonly #spec: QueuePollerSpec;
  readonly #broker: MessageBroker;
  readonly #functions: FunctionHost;
  readonly #clock: EmbeddedClock;
  readonly #log: (line: string) => void;
  readonly #mayTake: () => boolean;
  readonly #loops: Promise<void>[] = [];
  #batches = 0;
  #stopped = false;

  constructor(parts: {
    readonly spec: QueuePollerSpec;
    readonly broker: MessageBroker;
    readonly functions: FunctionHost;
    readonly clock: EmbeddedClock;
    readonly log: (line: string) => void;
    /** Returns true if another batch may be taken now. */
    readonly mayTake: () => boolean;
  }) {
    this.#spec = parts.spec;
    this.#broker = parts.broker;
    this.#functions = parts.functions;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#mayTake = parts.mayTake;
  }

  /** Starts to read. */
  start(): void {
    for (let loop = 0; loop < this.#spec.maxConcurrency; loop++) this.#loops.push(this.#poll());
  }

  /** Returns one line about the messages in the queue and in flight; nothing when it is idle. */
  busy(): readonly string[] {
    const { visible, inFlight } = this.#broker.depth(this.#spec.queueArn);
    if (visible + inFlight + this.#batches === 0) return [];
    return [`queue ${this.#spec.queueArn}: ${visible} visible, ${inFlight} in flight`];
  }

  /** Stops reading. Resolves when the function handles no batch any more. A waiting poller must be woken first. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }

  async #poll(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#takeBatch();
      } catch (error) {
        this.#log(`A batch of ${this.#spec.queueArn} could not be handled: ${storageCause(error)}`);
        await sleep(FIRST_REDELIVERY_SECONDS * 1000);
      }
    }
  }

  async #takeBatch(): Promise<void> {
    if (!this.#mayTake()) {
      await sleep(HELD_BACK_MS);
      return;
    }
    const messages = this.#broker.receive(this.#spec.queueArn, this.#spec.batchSize);
    if (messages.length === 0) {
      await this.#broker.messagesOrTimeout(this.#spec.queueArn, LONG_POLL_SECONDS);
      return;
    }
    this.#batches += 1;
    try {
      await this.#handle(messages);
    } finally {
      this.#batches -= 1;
    }
  }

  async #handle(messages: readonly ReceivedMessage[]): Promise<void> {
    const { queueArn, functionName } = this.#spec;
    const records = messages.map((message) => this.#record(message));
    const result = await this.#functions.invoke(functionName, JSON.stringify({ Records: records }));
    const failed = result.failed ? 'all' : this.#failures(result.payload, messages);
    const isFailed = (message: ReceivedMessage): boolean => failed === 'all' || failed.has(message.MessageId);
    const done = messages.filter((message) => !isFailed(message));
    this.#broker.deleteAll(
      queueArn,
      done.map((message) => message.ReceiptHandle),
    );
    for (const message of messages.filter(isFailed)) this.#release(message);
  }

  /** Returns the ids of the failed messages, or `all` when the response names a message that was not in the batch. */
  #failures(payload: string, messages: readonly ReceivedMessage[]): 'all' | ReadonlySet<string> {
    const failed = new Set<string>();
    const answer = this.#spec.reportsItemFailures ? parseJson(payload) : null;
    if (!isJsonObject(answer)) return failed;
    for (const item of arrayAt(answer, 'batchItemFailures')) {
      const id = isJsonObject(item) ? stringAt(item, 'itemIdentifier') : undefined;
      if (id === undefined || !messages.some((message) => message.MessageId === id)) return 'all';
      failed.add(id);
    }
    return failed;
  }

  #release(message: ReceivedMessage): void {
    const { queueArn } = this.#spec;
    const attributes = this.#broker.systemAttributes(queueArn, message.ReceiptHandle);
    const attempts = Number(attributes['ApproximateReceiveCount'] ?? 1);
    const seconds = Math.min(
      FIRST_REDELIVERY_SECONDS * 2 ** (attempts - 1),
      this.#broker.visibilitySeconds(queueArn),
    );
    this.#broker.changeVisibility(queueArn, message.ReceiptHandle, seconds);
  }

  #record(message: ReceivedMessage): JsonObject {
    const system = this.#broker.systemAttributes(this.#spec.queueArn, message.ReceiptHandle);
    const onClock = (millis: string | undefined): string => String(Number(millis) + this.#clock.offsetMs());
    const attributes = {
      ...system,
      SentTimestamp: onClock(system['SentTimestamp']),
      ApproximateFirstReceiveTimestamp: onClock(system['ApproximateFirstReceiveTimestamp']),
    };
    return {
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes,
      messageAttributes: messageAttributes(message),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: this.#spec.queueArn,
      awsRegion: localAccount.region,
    };
  }
}

function messageAttributes(message: ReceivedMessage): JsonObject {
  return Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
      name,
      {
        dataType: value.DataType,
        stringListValues: [],
        binaryListValues: [],
        ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
        ...(value.BinaryValue === undefined ? {} : { binaryValue: value.BinaryValue }),
      },
    ]),
  );
}
