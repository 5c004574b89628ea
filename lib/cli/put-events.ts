import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { ProducedEvent } from '../demo/event-builders.ts';
import type { EmbeddedAws } from '../local/embedded-aws.ts';
import { embeddedGate } from './invoke-step.ts';
import { outputOf } from './local-gate.ts';

/** The most entries one PutEvents takes. */
const MAX_ENTRIES = 10;

/** Returns a function that puts events on the bus of a gate on this machine, as many per call as the bus takes. */
export function eventPutter(
  aws: Pick<EmbeddedAws, 'endpoint' | 'outputs'>,
): (events: readonly ProducedEvent[]) => Promise<void> {
  const client = new EventBridgeClient(embeddedGate(aws.endpoint));
  const bus = outputOf(aws, 'BusName');
  return async (events) => {
    const entries = events.map((event) => ({
      EventBusName: bus,
      Source: event.source,
      DetailType: event.type,
      Detail: JSON.stringify(event),
    }));
    const calls: Promise<unknown>[] = [];
    for (let from = 0; from < entries.length; from += MAX_ENTRIES) {
      calls.push(client.send(new PutEventsCommand({ Entries: entries.slice(from, from + MAX_ENTRIES) })));
    }
    await Promise.all(calls);
  };
}
