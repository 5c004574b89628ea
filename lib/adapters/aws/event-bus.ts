import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Publish } from '../../app/ports.ts';

/** Thrown when the bus did not accept an event; the step is retried. */
export class NotPublishedError extends Error {
  override readonly name = 'NotPublishedError';

  constructor(type: string, code: string) {
    super(`The bus did not take the ${type}: ${code}.`);
  }
}

/** Returns a port that puts events on an EventBridge bus. */
export function eventBus(bus: string, client = new EventBridgeClient()): Publish {
  return async (event) => {
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: bus,
            Source: event.source,
            DetailType: event.type,
            Detail: JSON.stringify(event),
            Time: new Date(event.time),
          },
        ],
      }),
    );
    const [entry] = answer.Entries ?? [];
    if (entry?.EventId === undefined)
      throw new NotPublishedError(event.type, entry?.ErrorCode ?? 'no answer');
  };
}
