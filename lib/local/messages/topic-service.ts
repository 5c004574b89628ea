import type { WireAnswer, WireRequest } from '../wire/wire-message.ts';
import type { Mailbox } from './mailbox.ts';
import type { MessageBroker } from './message-broker.ts';

/** SNS over HTTP: fauxqs delivers to queues, and messages for e-mail subscriptions go to the mailbox. */
export class TopicService {
  readonly #broker: MessageBroker;
  readonly #mailbox: Mailbox;

  constructor(broker: MessageBroker, mailbox: Mailbox) {
    this.#broker = broker;
    this.#mailbox = mailbox;
  }

  /** Handles one request and returns the response. A publication returns after its e-mails are on disk. */
  async handle(request: WireRequest, parameters: URLSearchParams): Promise<WireAnswer> {
    const answer = await this.#broker.handle(request);
    if (answer.statusCode !== 200) return answer;
    const topicArn = parameters.get('TopicArn') ?? '';
    switch (parameters.get('Action')) {
      case 'Publish':
        await this.#mail(topicArn, parameters, '');
        break;
      case 'PublishBatch':
        for (const prefix of batchPrefixes(parameters)) await this.#mail(topicArn, parameters, prefix);
        break;
    }
    return answer;
  }

  async #mail(topicArn: string, parameters: URLSearchParams, prefix: string): Promise<void> {
    const subject = parameters.get(`${prefix}Subject`);
    const text = parameters.get(`${prefix}Message`) ?? '';
    for (const to of this.#broker.emailAddresses(topicArn)) {
      await this.#mailbox.deliver({ to, text, ...(subject === null ? {} : { subject }) });
    }
  }
}

function batchPrefixes(parameters: URLSearchParams): readonly string[] {
  const prefixes = new Set<string>();
  for (const name of parameters.keys()) {
    const [prefix] = /^PublishBatchRequestEntries\.member\.\d+\./.exec(name) ?? [];
    if (prefix !== undefined) prefixes.add(prefix);
  }
  return [...prefixes];
}
