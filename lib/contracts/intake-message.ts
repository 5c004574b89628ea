import { echoText, type ParsedEvent, type ParseEvent, parseEvent, parseEventLine } from './parse-event.ts';

/**
 * Returns the event in a message of the intake queue. The message is what EventBridge delivers, with the CloudEvent
 * in `detail`, or the CloudEvent itself, which producers may also send to the queue directly.
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
