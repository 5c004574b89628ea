import * as z from 'zod';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { fold } from '../lib/app/fold.ts';

const deps = stepDeps();

/** Folds past days into subject profiles. */
export const handler = stepHandler({
  name: 'fold',
  input: z.unknown(),
  run: () => fold(deps),
  describe: (_, counts) => ({ ...counts }),
});
