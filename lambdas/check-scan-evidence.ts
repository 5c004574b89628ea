import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { checkScanEvidence } from '../lib/app/check-scan-evidence.ts';
import { refundStepSchema } from '../lib/contracts/refund-step.ts';

const deps = stepDeps(dynamoStore);

/** Returns what independent scans say about a return. */
export const handler = stepHandler({
  name: 'check-scan-evidence',
  input: refundStepSchema,
  run: ({ refundId }) => checkScanEvidence(deps, refundId),
  describe: ({ refundId }, { pinned }) => ({
    refundId,
    codes: pinned.reasons.map((reason) => reason.code),
    observed: pinned.collusion.observed,
  }),
});
