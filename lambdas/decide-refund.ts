import { variable } from '../lib/adapters/aws/environment.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { decideRefund } from '../lib/app/decide-refund.ts';
import { decideStepSchema } from '../lib/contracts/step-contracts.ts';

const deps = { ...stepDeps(), auditKey: variable('AUDIT_KEY') };

/** Judges the three findings by the pinned policy and writes the outcome. */
export const handler = stepHandler({
  name: 'decide-refund',
  input: decideStepSchema,
  run: (step) => decideRefund(deps, step),
  describe: ({ refundId }, { outcome, version }) => ({ refundId, outcome, version }),
});
