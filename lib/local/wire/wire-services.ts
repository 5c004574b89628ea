import { EventsService } from '../events/events-service.ts';
import { LambdaService } from '../functions/lambda-service.ts';
import { TopicService } from '../messages/topic-service.ts';
import type { Services } from '../services.ts';
import { StatesService } from '../states/states-service.ts';
import { storageCause } from '../storage/storage-cause.ts';
import type { WireServices } from './route-request.ts';

/** Returns the services for requests over HTTP. Rules that clients added before a restart are restored. */
export function wireServices(services: Services): WireServices {
  const { broker, buses, dynamodb, executionLog, functions, log, machines, mailbox, rulesFile, secrets } =
    services;
  const { troubles } = services;
  const events = new EventsService(buses, rulesFile);
  events.restoreRules();
  const states = new StatesService(machines, executionLog);
  const lambda = new LambdaService(functions, log);
  const topics = new TopicService(broker, mailbox);
  return {
    dynamodb: (operation, request) => dynamodb.handle(operation, request),
    events: (operation, request) => events.handle(operation, request),
    secrets: (operation, request) => secrets.handle(operation, request),
    states: (operation, request) => states.handle(operation, request),
    lambda: (request) => lambda.handle(request),
    queues: (request) => broker.handle(request),
    topics: (request, parameters) => topics.handle(request, parameters),
    failed: (error) => {
      const line = `A request failed: ${storageCause(error)}`;
      log(line);
      // Only errors of the system are shown in the terminal: other errors may contain text of an event.
      if (error instanceof Error && 'code' in error) troubles.report(`request ${String(error.code)}`, line);
    },
  };
}
