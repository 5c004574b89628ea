import * as z from 'zod';
import { variable } from '../lib/adapters/aws/environment.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { gateStarter } from '../lib/adapters/aws/workflow.ts';
import { sweep } from '../lib/app/sweep.ts';

const deps = { ...stepDeps(), startGate: gateStarter(variable('GATE_MACHINE_ARN')) };

/** Starts the gate again for every refund that is due. */
export const handler = stepHandler({
  name: 'sweep',
  input: z.unknown(),
  run: () => sweep(deps),
  describe: (_, counts) => ({ ...counts }),
});
