import * as z from 'zod';
import { dynamoMails } from '../lib/adapters/aws/dynamo-mails.ts';
import { dynamoOverview } from '../lib/adapters/aws/dynamo-overview.ts';
import { dynamoRefunds } from '../lib/adapters/aws/dynamo-refunds.ts';
import { type DynamoTableOptions, dynamoTable } from '../lib/adapters/aws/dynamo-table.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { logFault } from '../lib/adapters/aws/log.ts';
import { topicMailer } from '../lib/adapters/aws/mailer.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { gateStarter } from '../lib/adapters/aws/workflow.ts';
import { countIfPossible } from '../lib/app/overview/count-open-reviews.ts';
import { sendDigests } from '../lib/app/review/held-mails.ts';
import { sweep } from '../lib/app/sweep.ts';

function storeIn(options: DynamoTableOptions) {
  const table = dynamoTable(options);
  return { ...dynamoRefunds(table), ...dynamoMails(table), ...dynamoOverview(table) };
}

const deps = {
  ...stepDeps(storeIn),
  startGate: gateStarter(variable('GATE_MACHINE_ARN')),
  sendMail: topicMailer(variable('TOPIC_ARN')),
  consoleUrl: variable('CONSOLE_URL'),
  report: logFault,
};

/** Starts the gate again for every refund that is due, then sends the digests that are, then counts the open reviews. */
export const handler = stepHandler({
  name: 'sweep',
  input: z.unknown(),
  run: async () => {
    const counts = await sweep(deps);
    const digests = await sendDigests(deps);
    return { ...counts, digests, ...(await countIfPossible(deps)) };
  },
  describe: (_, counts) => ({ ...counts }),
});
