import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { SendMail } from '../../app/review/mail.ts';

/** Returns a port that sends a mail to all subscribers of an SNS topic. */
export function topicMailer(topicArn: string, client = new SNSClient()): SendMail {
  return async ({ subject, text }) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
  };
}
