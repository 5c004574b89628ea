import * as z from 'zod';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { prepareFold } from '../lib/app/fold-batches.ts';

const deps = stepDeps();

/** Lists the days of subjects that are to be folded, in batches. */
export const handler = stepHandler({
  name: 'prepare-fold',
  input: z.unknown(),
  run: () => prepareFold(deps),
  describe: (_, { batches, more }) => ({ batches: batches.length, more }),
});
