import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { checkEmployeeRisk } from '../lib/app/check-employee-risk.ts';
import { refundStepSchema } from '../lib/contracts/refund-step.ts';

const deps = stepDeps(dynamoStore);

/** Returns what is known against the people and sessions behind a refund. */
export const handler = stepHandler({
  name: 'check-employee-risk',
  input: refundStepSchema,
  run: ({ refundId }) => checkEmployeeRisk(deps, refundId),
  describe: ({ refundId }, { pinned }) => ({ refundId, codes: pinned.reasons.map((reason) => reason.code) }),
});
