import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { secretReader } from '../lib/adapters/aws/secret-reader.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { decideRefund } from '../lib/app/decide-refund.ts';
import { decideStepSchema } from '../lib/contracts/step-contracts.ts';

const deps = stepDeps(dynamoStore);
const auditKey = secretReader(variable('AUDIT_KEY_ARN'));

/** Judges the three findings by every policy that applies and writes the outcome. */
export const handler = stepHandler({
  name: 'decide-refund',
  input: decideStepSchema,
  run: async (step) => decideRefund({ ...deps, auditKey: await auditKey() }, step),
  describe: ({ refundId }, { outcome, version, contradicted = false }) => ({
    refundId,
    outcome,
    version,
    contradicted: contradicted ? 1 : 0,
  }),
});
