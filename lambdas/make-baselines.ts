import * as z from 'zod';
import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { unreadableFields } from '../lib/adapters/aws/log.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { makeBaselines } from '../lib/app/make-baselines.ts';

const deps = { ...stepDeps(dynamoStore), publish: eventBus(variable('BUS_NAME')) };

/** Makes the nightly snapshot of peers and opens the cases that its numbers call for. */
export const handler = stepHandler({
  name: 'make-baselines',
  input: z.unknown(),
  run: () => makeBaselines(deps),
  describe: (_, { unreadable, ...counts }) => ({ ...counts, ...unreadableFields(unreadable) }),
});
