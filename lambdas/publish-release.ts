import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { publishRelease } from '../lib/app/publish-release.ts';
import { refundStepSchema } from '../lib/contracts/refund-step.ts';

const deps = { ...stepDeps(dynamoStore), publish: eventBus(variable('BUS_NAME')) };

/** Takes a last look at the stops and publishes an approved refund. */
export const handler = stepHandler({
  name: 'publish-release',
  input: refundStepSchema,
  run: ({ refundId }) => publishRelease(deps, refundId),
  describe: ({ refundId }, { outcome }) => ({ refundId, outcome }),
});
