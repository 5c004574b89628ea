import { dynamoDocuments } from '../lib/adapters/aws/dynamo-documents.ts';
import { dynamoMails } from '../lib/adapters/aws/dynamo-mails.ts';
import { dynamoPeers } from '../lib/adapters/aws/dynamo-peers.ts';
import { dynamoRefunds } from '../lib/adapters/aws/dynamo-refunds.ts';
import { dynamoSubjects } from '../lib/adapters/aws/dynamo-subjects.ts';
import { type DynamoTableOptions, dynamoTable } from '../lib/adapters/aws/dynamo-table.ts';
import { dynamoTrails } from '../lib/adapters/aws/dynamo-trails.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { unreadableFields } from '../lib/adapters/aws/log.ts';
import { topicMailer } from '../lib/adapters/aws/mailer.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { reviewEnder } from '../lib/adapters/aws/workflow.ts';
import { openReview } from '../lib/app/open-review.ts';
import { sparingMailer } from '../lib/app/review/held-mails.ts';
import { openReviewStepSchema } from '../lib/contracts/refund-step.ts';
import { REVIEW_SLA_SECONDS } from '../lib/contracts/steps.ts';

function storeIn(options: DynamoTableOptions) {
  const table = dynamoTable(options);
  return {
    ...dynamoRefunds(table),
    ...dynamoTrails(table),
    ...dynamoSubjects(table),
    ...dynamoPeers(table),
    ...dynamoDocuments(table),
    ...dynamoMails(table),
  };
}

const step = stepDeps(storeIn);

const deps = {
  ...step,
  publish: eventBus(variable('BUS_NAME')),
  sendMail: sparingMailer({ ...step, sendMail: topicMailer(variable('TOPIC_ARN')) }),
  endReview: reviewEnder(),
  consoleUrl: variable('CONSOLE_URL'),
  slaSeconds: REVIEW_SLA_SECONDS,
};

/** Opens a review or asks again: keeps the task token and sends the e-mail. */
export const handler = stepHandler({
  name: 'open-review',
  input: openReviewStepSchema,
  run: (input) => openReview(deps, input),
  describe: ({ refundId }, { lacksReviewers, unreadable }) => ({
    refundId,
    lacksReviewers: lacksReviewers ? 1 : 0,
    ...unreadableFields(unreadable),
  }),
});
