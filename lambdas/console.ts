import middy from '@middy/core';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { stepCaller } from '../lib/adapters/aws/call-step.ts';
import { dynamoDesk } from '../lib/adapters/aws/dynamo-desk.ts';
import { dynamoOverview } from '../lib/adapters/aws/dynamo-overview.ts';
import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { type DynamoTableOptions, dynamoTable } from '../lib/adapters/aws/dynamo-table.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { logFault } from '../lib/adapters/aws/log.ts';
import { secretReader } from '../lib/adapters/aws/secret-reader.ts';
import { stepDeps } from '../lib/adapters/aws/step.ts';
import { createConsole } from '../lib/console/create-console.ts';
import { createSignIn } from '../lib/console/sign-in.ts';
import { caseAnswerSchema } from '../lib/contracts/case-answer.ts';
import { reviewResultSchema } from '../lib/contracts/review-result.ts';
import { signInDocumentSchema } from '../lib/contracts/sign-in-document.ts';
import { stopAnswerSchema } from '../lib/contracts/step-contracts.ts';

function storeIn(options: DynamoTableOptions) {
  const table = dynamoTable(options);
  return { ...dynamoStore(options), ...dynamoDesk(table), ...dynamoOverview(table) };
}

const { policy, ...deps } = stepDeps(storeIn);
const baseUrl = variable('CONSOLE_URL');
const document = signInDocumentSchema.parse(JSON.parse(variable('SIGN_IN')));
const call = stepCaller(variable('DEPLOYMENT_NAME'));

const app = createConsole({
  store: deps.store,
  now: deps.now,
  baseUrl,
  baseCurrency: policy.policy.base,
  signIn: createSignIn({
    document,
    redirectUri: `${baseUrl}/signed-in`,
    clientSecret:
      document.clientSecretArn === undefined ? async () => undefined : secretReader(document.clientSecretArn),
  }),
  review: (command) => call('review-refund', command, reviewResultSchema),
  answerCase: (command) => call('manage-cases', command, caseAnswerSchema),
  changeStop: (command) => call('manage-stops', command, stopAnswerSchema),
  report: (fault) => logFault({ step: 'console', ...fault }),
});

/** Shows the case console, and takes what people answer in it. */
export const handler = middy<LambdaEvent>().handler(handle(app));
