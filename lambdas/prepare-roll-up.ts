import * as z from 'zod';
import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { prepareRollUp } from '../lib/app/roll-up-batches.ts';

const deps = stepDeps(dynamoStore);

/** Lists the days of subjects that are to be rolled up, in batches. */
export const handler = stepHandler({
  name: 'prepare-roll-up',
  input: z.unknown(),
  run: () => prepareRollUp(deps),
  describe: (_, { batches, more }) => ({ batches: batches.length, more }),
});
