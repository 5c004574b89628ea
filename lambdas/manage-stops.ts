import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { manageStops } from '../lib/app/manage-stops.ts';
import { stopCommandSchema } from '../lib/contracts/step-contracts.ts';

const deps = stepDeps(dynamoStore);

/** Sets and lifts kill switches: one person sets, two lift. */
export const handler = stepHandler({
  name: 'manage-stops',
  input: stopCommandSchema,
  run: (command) => manageStops(deps, command),
  describe: ({ action, scope }, { result }) => ({ action, scope, result }),
});
