import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** What makes a topic of e-mails. */
export interface EmailTopicProps {
  readonly topicName: string;
  readonly emails: readonly string[];
}

/** Returns a topic that reaches people by e-mail, once each has confirmed. */
export function createEmailTopic(
  scope: Construct,
  id: string,
  { topicName, emails }: EmailTopicProps,
): Topic {
  const topic = new Topic(scope, id, { topicName, enforceSSL: true });
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
