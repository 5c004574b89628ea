import { type JsonValue, stringAt } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Deployment } from './deployment.ts';

const queueAttributes = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
];

/** Deploys the queues, including their dead-letter queues. */
export function deployQueues({ stack, services: { broker } }: Deployment): void {
  for (const queue of stack.resources('AWS::SQS::Queue')) {
    const attributes: Record<string, string> = {};
    for (const name of queueAttributes) {
      const value = queue.properties[name];
      if (value !== undefined) attributes[name] = attributeText(value);
    }
    if (queue.name.endsWith('.fifo')) {
      throw new UnsupportedFeatureError(queue.logicalId, 'a FIFO queue', 'use a standard queue');
    }
    broker.ensureQueue(queue.name, queue.ref, attributes);
  }
}

function attributeText(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Deploys the topics and their subscriptions. */
export function deployTopics({ stack, services: { broker } }: Deployment): void {
  for (const topic of stack.resources('AWS::SNS::Topic')) broker.ensureTopic(topic.name);
  for (const { logicalId, properties } of stack.resources('AWS::SNS::Subscription')) {
    const protocol = stringAt(properties, 'Protocol') ?? '';
    if (protocol !== 'email' && protocol !== 'sqs') {
      throw new UnsupportedFeatureError(logicalId, `the protocol ${protocol}`, 'supported are email and sqs');
    }
    const topicArn = stringAt(properties, 'TopicArn') ?? '';
    const raw = String(properties['RawMessageDelivery']) === 'true';
    broker.ensureSubscription({ topicArn, protocol, endpoint: stringAt(properties, 'Endpoint') ?? '', raw });
  }
}
