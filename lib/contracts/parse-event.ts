import type * as z from 'zod';
import { eventKey } from '../domain/shared/sender.ts';
import { visibleText } from '../domain/shared/visible-text.ts';
import { withoutAbsent } from './absent.ts';
import { canonicalInstant } from './fields.ts';
import { envelopeSchema, INBOUND_DATA, type InboundEvent, type InboundType } from './inbound-events.ts';
import { READ_DATA } from './read-data.ts';

/** What is wrong with an event, and where: `data.amount.minor`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** An event that was not taken, with as much of its envelope as could be read. */
export interface Refusal {
  readonly eventId: string | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly problems: readonly Problem[];
}

/** Either an event, or why the value is not an event. */
export type ParsedEvent =
  | { readonly ok: true; readonly event: InboundEvent }
  | { readonly ok: false; readonly refusal: Refusal };

/** The most problems that are listed for one event: enough to fix it, and short enough for one message. */
const MAX_PROBLEMS = 20;

/** The most characters of a producer's text that a refusal repeats. */
const MAX_ECHO = 256;

/** How a value is parsed by a schema: by the schema itself, or faster with the same results. */
export type SafeParse = <Output>(
  schema: z.ZodType<Output>,
) => (value: unknown) => z.ZodSafeParseResult<Output>;

/** Returns the event that a JSON value holds, or what is wrong with it, by path. */
export type ParseEvent = (value: unknown) => ParsedEvent;

/** Returns the event a JSON value holds, or what is wrong with it, by path. */
export const parseEvent: ParseEvent = eventParser((schema) => (value) => schema.safeParse(value));

/** Returns the event in one line of JSON, or what is wrong with it. Never throws, whatever the bytes. */
export function parseEventLine(line: string, parse: ParseEvent = parseEvent): ParsedEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return refuse({}, [
      { path: '', message: `not JSON: ${error instanceof Error ? echoText(error.message) : ''}` },
    ]);
  }
  return parse(value);
}

interface DataReader {
  readonly parse: (data: unknown) => z.ZodSafeParseResult<unknown>;
  readonly read: (data: unknown) => unknown;
}

/** Returns a parser of events that uses one way to parse a value by its schema. */
export function eventParser(safeParse: SafeParse): ParseEvent {
  const parseEnvelope = safeParse(envelopeSchema);
  const readers = new Map<string, DataReader>(
    Object.entries(INBOUND_DATA).map(([type, schema]) => {
      // The reader of this very type; TypeScript cannot follow the pairing through the lookup.
      const read = READ_DATA[type as InboundType] as (data: unknown) => unknown;
      return [type, { parse: safeParse<unknown>(schema), read }];
    }),
  );
  return (value) => {
    const envelope = parseEnvelope(value);
    if (!envelope.success) return refuse(value, problemsOf(envelope.error, ''));
    const { id, type, time, source } = envelope.data;
    const reader = readers.get(type);
    if (reader === undefined) {
      const allowed = Object.keys(INBOUND_DATA).join(', ');
      return refuse(value, [
        { path: 'type', message: `not a type of event the gate takes; allowed: ${allowed}` },
      ]);
    }
    const { parse, read } = reader;
    const given = parse(envelope.data.data);
    // What means absent is left out only where it is in the way: most events have none of it.
    const data = given.success ? given : parse(presentOf(envelope.data.data));
    if (!data.success) return refuse(value, problemsOf(data.error, 'data'));
    const event = {
      type,
      id,
      source,
      key: eventKey({ source }, id),
      time: canonicalInstant(time),
      data: read(data.data),
    };
    // The schema of this type has just parsed the data; TypeScript cannot follow that through the lookup.
    return { ok: true, event: event as InboundEvent };
  };
}

/** Only what is in the data may be absent, never the data. */
function presentOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
    ? (withoutAbsent(data) ?? {})
    : data;
}

function problemsOf(error: z.ZodError, prefix: string): readonly Problem[] {
  return error.issues.slice(0, MAX_PROBLEMS).map((issue) => ({
    path: echoText([prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.')),
    message: issue.message,
  }));
}

function refuse(value: unknown, problems: readonly Problem[]): ParsedEvent {
  const refusal = {
    eventId: echo(value, 'id'),
    source: echo(value, 'source'),
    type: echo(value, 'type'),
    problems,
  };
  return { ok: false, refusal };
}

function echo(value: unknown, key: string): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  const field: unknown = Reflect.get(value, key);
  return typeof field === 'string' ? echoText(field) : null;
}

/** Returns the part of a producer's text that a refusal may repeat: a short line that shows all its characters. */
export function echoText(text: string): string {
  return visibleText(text.slice(0, MAX_ECHO));
}
