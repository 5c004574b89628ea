import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { announceOutcome } from '../lib/app/announce-outcome.ts';
import { announceStepSchema } from '../lib/contracts/refund-step.ts';

const deps = { ...stepDeps(dynamoStore), publish: eventBus(variable('BUS_NAME')) };

/** Publishes that a refund is held, escalated or denied. */
export const handler = stepHandler({
  name: 'announce-outcome',
  input: announceStepSchema,
  run: async (step) => {
    await announceOutcome(deps, step);
    return { refundId: step.refundId };
  },
  describe: ({ refundId }) => ({ refundId }),
});
