import * as z from 'zod';
import { dynamoOverview } from '../lib/adapters/aws/dynamo-overview.ts';
import { dynamoStore } from '../lib/adapters/aws/dynamo-store.ts';
import { type DynamoTableOptions, dynamoTable } from '../lib/adapters/aws/dynamo-table.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { unreadableFields } from '../lib/adapters/aws/log.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { makeBaselines } from '../lib/app/make-baselines.ts';
import { countDecided } from '../lib/app/overview/count-decided.ts';

function storeIn(options: DynamoTableOptions) {
  return { ...dynamoStore(options), ...dynamoOverview(dynamoTable(options)) };
}

const deps = { ...stepDeps(storeIn), publish: eventBus(variable('BUS_NAME')) };

/** Makes the nightly snapshot of peers and opens the cases that its numbers call for, then counts what people decided. */
export const handler = stepHandler({
  name: 'make-baselines',
  input: z.unknown(),
  run: async () => {
    const made = await makeBaselines(deps);
    return { ...made, ...(await countDecided(deps)) };
  },
  describe: (_, { unreadable, ...counts }) => ({ ...counts, ...unreadableFields(unreadable) }),
});
