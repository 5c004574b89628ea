import * as z from 'zod';
import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { gateStarter } from '../lib/adapters/aws/workflow.ts';
import { sweep } from '../lib/app/sweep.ts';

const deps = { ...stepDeps(dynamoStore), startGate: gateStarter(variable('GATE_MACHINE_ARN')) };

/** Starts the gate again for every refund that is due. */
export const handler = stepHandler({
  name: 'sweep',
  input: z.unknown(),
  run: () => sweep(deps),
  describe: (_, counts) => ({ ...counts }),
});
