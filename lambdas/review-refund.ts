import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { reviewEnder } from '../lib/adapters/aws/workflow.ts';
import { reviewRefund } from '../lib/app/review-refund.ts';
import { reviewStepSchema } from '../lib/contracts/review-decided.ts';

const deps = { ...stepDeps(dynamoStore), publish: eventBus(variable('BUS_NAME')), endReview: reviewEnder() };

/** Takes a reviewer’s decision under the four-eyes rules. */
export const handler = stepHandler({
  name: 'review-refund',
  input: reviewStepSchema,
  run: (command) => reviewRefund(deps, command),
  describe: ({ refundId }, { result }) => ({ refundId, result }),
});
