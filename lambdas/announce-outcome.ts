import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { announceOutcome } from '../lib/app/announce-outcome.ts';
import { refundStepSchema } from '../lib/contracts/refund-step.ts';

const deps = { ...stepDeps(), publish: eventBus(variable('BUS_NAME')) };

/** Publishes that a refund is held, escalated or denied. */
export const handler = stepHandler({
  name: 'announce-outcome',
  input: refundStepSchema,
  run: async ({ refundId }) => {
    await announceOutcome(deps, refundId);
    return { refundId };
  },
  describe: ({ refundId }) => ({ refundId }),
});
