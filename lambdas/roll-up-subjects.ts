import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { unreadableFields } from '../lib/adapters/aws/log.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { rollUpBatch } from '../lib/app/roll-up-batches.ts';
import { rollUpBatchSchema } from '../lib/contracts/step-contracts.ts';

const deps = stepDeps(dynamoStore);

/** Rolls up the days of one batch of subjects into their profiles. */
export const handler = stepHandler({
  name: 'roll-up-subjects',
  input: rollUpBatchSchema,
  run: (batch) => rollUpBatch(deps, batch),
  describe: ({ subjects }, { rolledUp, unreadable }) => ({
    subjects: subjects.length,
    rolledUp,
    ...unreadableFields(unreadable),
  }),
});
