import type * as z from 'zod';
import { visibleText } from '../domain/shared/visible-text.ts';
import { canonicalInstant } from './fields.ts';
import { envelopeSchema, INBOUND_DATA, type InboundEvent, type InboundType } from './inbound-events.ts';
import { quickly } from './quick-parse.ts';
import { sharedText } from './shared-values.ts';

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

/** Either an event or why it is none. */
export type ParsedEvent =
  | { readonly ok: true; readonly event: InboundEvent }
  | { readonly ok: false; readonly refusal: Refusal };

/** The most problems named of one event: enough to mend it, small enough for one answer. */
const MAX_PROBLEMS = 20;

/** How much of a foreign text is echoed in an answer. */
const MAX_ECHO = 256;

const parseEnvelope = quickly(envelopeSchema);

const PARSE_DATA: Readonly<Record<InboundType, (data: unknown) => z.ZodSafeParseResult<unknown>>> = {
  'refundgate.refund.requested.v1': quickly(INBOUND_DATA['refundgate.refund.requested.v1']),
  'refundgate.scan.recorded.v1': quickly(INBOUND_DATA['refundgate.scan.recorded.v1']),
  'refundgate.employee.updated.v1': quickly(INBOUND_DATA['refundgate.employee.updated.v1']),
  'refundgate.review.decided.v1': quickly(INBOUND_DATA['refundgate.review.decided.v1']),
  'refundgate.subject.flagged.v1': quickly(INBOUND_DATA['refundgate.subject.flagged.v1']),
  'refundgate.subject.cleared.v1': quickly(INBOUND_DATA['refundgate.subject.cleared.v1']),
  'refundgate.clock.ticked.v1': quickly(INBOUND_DATA['refundgate.clock.ticked.v1']),
};

/** Answers the event in one line of JSON, or what is wrong with it. Never throws, whatever the bytes. */
export function parseEventLine(line: string): ParsedEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return refuse({}, [
      { path: '', message: `not JSON: ${error instanceof Error ? echoText(error.message) : ''}` },
    ]);
  }
  return parseEvent(value);
}

/** Answers the event a JSON value holds, or what is wrong with it, by path. */
export function parseEvent(value: unknown): ParsedEvent {
  const envelope = parseEnvelope(value);
  if (!envelope.success) return refuse(value, problemsOf(envelope.error, ''));
  const { id, type, time } = envelope.data;
  if (!isInboundType(type)) {
    const allowed = Object.keys(INBOUND_DATA).join(', ');
    return refuse(value, [
      { path: 'type', message: `not a type of event the gate takes; allowed: ${allowed}` },
    ]);
  }
  const data = PARSE_DATA[type](envelope.data.data);
  if (!data.success) return refuse(value, problemsOf(data.error, 'data'));
  const source = sharedText(envelope.data.source);
  const event = { type, id, source, key: `${source} ${id}`, time: canonicalInstant(time), data: data.data };
  // The schema of this very type has just parsed the data; TypeScript cannot follow the pairing through the lookup.
  return { ok: true, event: event as InboundEvent };
}

function isInboundType(type: string): type is InboundType {
  return Object.hasOwn(INBOUND_DATA, type);
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

/** Returns as much of a foreign text as an answer may repeat: a short line that shows every character it has. */
export function echoText(text: string): string {
  return visibleText(text.slice(0, MAX_ECHO));
}
