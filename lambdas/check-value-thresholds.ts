import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { checkValueThresholds } from '../lib/app/check-value-thresholds.ts';
import { refundStepSchema } from '../lib/contracts/refund-step.ts';

const deps = stepDeps(dynamoStore);

/** Checks whether the amount fits the order, the limits and the linked sums. */
export const handler = stepHandler({
  name: 'check-value-thresholds',
  input: refundStepSchema,
  run: ({ refundId }) => checkValueThresholds(deps, refundId),
  describe: ({ refundId }, { pinned }) => ({ refundId, codes: pinned.reasons.map((reason) => reason.code) }),
});
