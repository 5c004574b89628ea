import * as z from 'zod';
import { deployedAccounts } from '../lib/adapters/aws/deployed-accounts.ts';
import { dynamoDocuments } from '../lib/adapters/aws/dynamo-documents.ts';
import { dynamoLogins } from '../lib/adapters/aws/dynamo-logins.ts';
import { dynamoOrders } from '../lib/adapters/aws/dynamo-orders.ts';
import { dynamoPeers } from '../lib/adapters/aws/dynamo-peers.ts';
import { dynamoRefunds } from '../lib/adapters/aws/dynamo-refunds.ts';
import { dynamoSubjects } from '../lib/adapters/aws/dynamo-subjects.ts';
import { type DynamoTableOptions, dynamoTable } from '../lib/adapters/aws/dynamo-table.ts';
import { dynamoTrails } from '../lib/adapters/aws/dynamo-trails.ts';
import { variable } from '../lib/adapters/aws/environment.ts';
import { eventBus } from '../lib/adapters/aws/event-bus.ts';
import { logFault, logWarning } from '../lib/adapters/aws/log.ts';
import { stepDeps, stepHandler } from '../lib/adapters/aws/step.ts';
import { gateStarter } from '../lib/adapters/aws/workflow.ts';
import { type Taken, takeEvent } from '../lib/app/take-event.ts';
import { parseBusMessage } from '../lib/contracts/intake-message.ts';
import type { OutboundEvent } from '../lib/contracts/outbound-events.ts';
import type { Refusal } from '../lib/contracts/parse-event.ts';
import { countHeard, watchedProducers } from '../lib/contracts/watched-producers.ts';

const publish = eventBus(variable('BUS_NAME'));

/** Without the days and photos, which this step does not write: its bundle is the largest. */
function storeIn(options: DynamoTableOptions) {
  const table = dynamoTable(options);
  return {
    ...dynamoRefunds(table),
    ...dynamoTrails(table),
    ...dynamoOrders(table),
    ...dynamoSubjects(table),
    ...dynamoPeers(table),
    ...dynamoLogins(table),
    ...dynamoDocuments(table),
  };
}

const deps = {
  ...stepDeps(storeIn),
  accounts: deployedAccounts(),
  publish: async (event: OutboundEvent) => {
    await publish(event);
    if (event.type === 'refundgate.event.rejected.v1') logRejected(event.data);
  },
  startGate: gateStarter(variable('GATE_MACHINE_ARN')),
};

const watched = watchedProducers(deps.policy.policy);

const batchSchema = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** Takes events from the queue, stores them and starts the gate. Only failed messages are delivered again. */
export const handler = stepHandler({
  name: 'intake',
  input: batchSchema,
  run: async ({ Records }) => {
    const events = Records.map(({ body }) => parseBusMessage(body));
    const results = await Promise.allSettled(events.map((event) => takeEvent(deps, event)));
    const distrusted = results.filter(
      (one) => one.status === 'fulfilled' && one.value === 'distrusted',
    ).length;
    const batchItemFailures = Records.filter((_, index) => failed(results[index])).map(failure);
    return { batchItemFailures, distrusted, heard: countHeard(watched, events) };
  },
  describe: ({ Records }, { batchItemFailures, distrusted, heard }) => ({
    taken: Records.length,
    failed: batchItemFailures.length,
    distrusted,
    ...heard,
  }),
});

/** Logs a refused event: its producer and the wrong fields, never their values. An alarm counts `rejected`. */
function logRejected({ source, type, eventId, problems }: Refusal): void {
  const paths = problems.map(({ path }) => shown(path));
  logWarning({
    step: 'intake',
    rejected: 1,
    source: shown(source),
    type: shown(type),
    eventId: shown(eventId),
    paths,
  });
}

/** Returns the text if it is short, visible ASCII: it comes from the producer of the event and is not trusted. */
function shown(text: string | null): string {
  return text !== null && /^[\x21-\x7e]{0,128}$/.test(text) ? text : '(not shown)';
}

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
