import { unreadableFields } from '../lib/adapters/aws/log.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { foldBatch } from '../lib/app/fold-batches.ts';
import { foldBatchSchema } from '../lib/contracts/step-contracts.ts';

const deps = stepDeps();

/** Folds the days of one batch of subjects into their profiles. */
export const handler = stepHandler({
  name: 'fold-subjects',
  input: foldBatchSchema,
  run: (batch) => foldBatch(deps, batch),
  describe: ({ subjects }, { folded, unreadable }) => ({
    subjects: subjects.length,
    folded,
    ...unreadableFields(unreadable),
  }),
});
