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
  /** How many batches may be with the function at the same time. */
  readonly maxConcurrency: number;
  /** Whether the function says which messages failed; else a batch fails or succeeds as one. */
  readonly reportsItemFailures: boolean;
}

/** How long an idle poller waits before it looks again of its own accord; a sent message wakes it at once. */
const LONG_POLL_SECONDS = 20;
/** How often a poller that may take nothing looks whether it may again. */
const HELD_BACK_MS = 20;
/** A failed message comes back after this, doubled with each attempt, but not later than its visibility time-out. */
const FIRST_REDELIVERY_SECONDS = 0.1;

/**
 * Reads a queue on behalf of a function, as Lambda's event source mapping does: what succeeded is deleted, what
 * failed is left to be received again and goes to the dead-letter queue in the end.
 *
 * On AWS a failed message is invisible until its visibility time-out is over, often for minutes. Here it is made
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
    /** Whether another batch may be taken now. */
    readonly mayTake: () => boolean;
  }) {
    this.#spec = parts.spec;
    this.#broker = parts.broker;
    this.#functions = parts.functions;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#mayTake = parts.mayTake;
  }

  /** Begins to read. */
  start(): void {
    for (let loop = 0; loop < this.#spec.maxConcurrency; loop++) this.#loops.push(this.#poll());
  }

  /** What lies in the queue or is with the function, as one line; nothing when it is at rest. */
  busy(): readonly string[] {
    const { visible, inFlight } = this.#broker.depth(this.#spec.queueArn);
    if (visible + inFlight + this.#batches === 0) return [];
    return [`queue ${this.#spec.queueArn}: ${visible} visible, ${inFlight} in flight`];
  }

  /** Reads no further. Resolves when no batch is with the function any more; one that waits must be woken. */
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

  /** The ids of the messages that failed; all of them when the answer names one that was not in the batch. */
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
