import { eventKey } from '../domain/shared/sender.ts';
import { echoText, type ParsedEvent, type ParseEvent, parseEvent, parseEventLine } from './parse-event.ts';

/**
 * Returns the event in a message of the intake queue, with the account that put it on the bus. The message is what
 * EventBridge delivers: one that did not come over the bus passed no policy of the bus, and is refused.
 */
export function parseBusMessage(body: string): ParsedEvent {
  const parsed = parseIntakeMessage(body);
  if (!parsed.ok) return parsed;
  const { event } = parsed;
  const account = accountOf(JSON.parse(body));
  if (account !== undefined)
    return { ok: true, event: { ...event, account, key: eventKey({ ...event, account }, event.id) } };
  const { id: eventId, source, type } = event;
  const problems = [{ path: '', message: 'did not come over the bus; put it on the bus with PutEvents' }];
  return { ok: false, refusal: { eventId, source, type, problems } };
}

/** Returns the account in the envelope of a message; undefined if EventBridge did not make the message. */
function accountOf(message: unknown): string | undefined {
  const account = isEnvelope(message) ? message.account : undefined;
  return typeof account === 'string' && /^\d{12}$/.test(account) ? account : undefined;
}

/**
 * Returns the event in a line of a file: a CloudEvent, or what EventBridge delivers, with the CloudEvent in `detail`,
 * as an archive has it.
 *
 * The bus admits a producer by what the envelope says. So an envelope that differs from its content is refused:
 * otherwise a producer that may send scans could send anything.
 */
export function parseIntakeMessage(body: string, parse: ParseEvent = parseEvent): ParsedEvent {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return parseEventLine(body, parse);
  }
  return parseIntakeValue(message, parse);
}

/** Returns the event in a message that is already parsed as JSON, by the same rules. */
export function parseIntakeValue(message: unknown, parse: ParseEvent = parseEvent): ParsedEvent {
  if (!isEnvelope(message)) return parse(message);
  const parsed = parse(message.detail);
  if (!parsed.ok) {
    const { refusal } = parsed;
    return { ok: false, refusal: { ...refusal, eventId: refusal.eventId ?? echoText(message.id) } };
  }
  const { id, source, type } = parsed.event;
  const problems = [
    ...(message.source === source
      ? []
      : [{ path: 'source', message: `the envelope says "${echoText(message.source)}"` }]),
    ...(message['detail-type'] === type
      ? []
      : [{ path: 'type', message: `the envelope says "${echoText(message['detail-type'])}"` }]),
  ];
  return problems.length === 0 ? parsed : { ok: false, refusal: { eventId: id, source, type, problems } };
}

interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  readonly account?: unknown;
}

function isEnvelope(message: unknown): message is Envelope {
  return (
    typeof message === 'object' &&
    message !== null &&
    ['id', 'source', 'detail-type'].every(
      (key) => Object.hasOwn(message, key) && typeof Reflect.get(message, key) === 'string',
    ) &&
    Object.hasOwn(message, 'detail')
  );
}
