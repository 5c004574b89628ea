import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** The name of a topic and the addresses it sends e-mails to. */
export interface EmailTopicProps {
  readonly topicName: string;
  readonly emails: readonly string[];
}

/** Returns a topic that sends e-mails. Each address must confirm the subscription first. */
export function createEmailTopic(
  scope: Construct,
  id: string,
  { topicName, emails }: EmailTopicProps,
): Topic {
  const topic = new Topic(scope, id, { topicName, enforceSSL: true });
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
