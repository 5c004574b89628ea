import * as z from 'zod';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { logFault, stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { gateStarter } from '../lib/adapters/aws/workflow.ts';
import { type Taken, takeEvent } from '../lib/app/take-event.ts';
import { parseIntakeMessage } from '../lib/contracts/intake-message.ts';

const deps = {
  ...stepDeps(),
  publish: eventBus(variable('BUS_NAME')),
  startGate: gateStarter(variable('GATE_MACHINE_ARN')),
};

const batchSchema = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** Takes events from the queue, writes them down and starts the gate. Only what failed is delivered again. */
export const handler = stepHandler({
  name: 'intake',
  input: batchSchema,
  run: async ({ Records }) => {
    const results = await Promise.allSettled(
      Records.map(({ body }) => takeEvent(deps, parseIntakeMessage(body))),
    );
    return { batchItemFailures: Records.filter((_, index) => failed(results[index])).map(failure) };
  },
  describe: ({ Records }, { batchItemFailures }) => ({
    taken: Records.length,
    failed: batchItemFailures.length,
  }),
});

function failed(result: PromiseSettledResult<Taken> | undefined): boolean {
  if (result?.status === 'fulfilled') return false;
  const fault: unknown = result?.reason;
  logFault({
    step: 'intake',
    fault: fault instanceof Error ? fault.name : 'unknown',
    message: fault instanceof Error ? fault.message : '',
  });
  return true;
}

function failure({ messageId }: { readonly messageId: string }): { readonly itemIdentifier: string } {
  return { itemIdentifier: messageId };
}
