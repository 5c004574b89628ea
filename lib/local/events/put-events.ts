import {
  arrayAt,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  parseJsonObject,
  stringAt,
} from '../json.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { EventBuses, EventDraft } from './event-buses.ts';

const MAX_ENTRIES = 10;
const MAX_REQUEST_BYTES = 256 * 1024;
/** How many bytes a `Time` adds to the size of an entry. */
const TIME_BYTES = 14;

interface EntryFault {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/**
 * Runs `PutEvents` and returns its result. Each entry is accepted or refused on its own. An accepted entry is durable.
 *
 * @throws AwsServiceError ValidationException for no entry, for more than 10, or for more than 256 KB in total.
 */
export function putEvents(buses: EventBuses, request: JsonObject): JsonObject {
  const entries = arrayAt(request, 'Entries').filter(isJsonObject);
  checkLimits(entries);
  const judged = entries.map((entry) => judgeEntry(buses, entry));
  const ids = buses.put(judged.filter((one): one is EventDraft => !isFault(one)));
  let next = 0;
  const results = judged.map(
    (one): JsonValue => (isFault(one) ? { ...one } : { EventId: ids[next++] ?? '' }),
  );
  return { FailedEntryCount: judged.filter(isFault).length, Entries: results };
}

function checkLimits(entries: readonly JsonObject[]): void {
  if (entries.length < 1 || entries.length > MAX_ENTRIES) {
    throw new AwsServiceError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MAX_ENTRIES}, got ${entries.length}`,
    );
  }
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes > MAX_REQUEST_BYTES) {
    throw new AwsServiceError(
      'ValidationException',
      `Total size of the entries in the request is over the limit: ${bytes} of ${MAX_REQUEST_BYTES} bytes.`,
    );
  }
}

/** Returns an entry's size as the EventBridge guide counts it: time, source, detail type, detail and resources. */
function entryBytes(entry: JsonObject): number {
  const texts = ['Source', 'DetailType', 'Detail'].map((field) => stringAt(entry, field) ?? '');
  const resources = arrayAt(entry, 'Resources').map(String);
  const time = entry['Time'] === undefined ? 0 : TIME_BYTES;
  return [...texts, ...resources].reduce((sum, text) => sum + Buffer.byteLength(text), time);
}

function isFault(judged: EventDraft | EntryFault): judged is EntryFault {
  return 'ErrorCode' in judged;
}

function judgeEntry(buses: EventBuses, entry: JsonObject): EventDraft | EntryFault {
  const source = stringAt(entry, 'Source') ?? '';
  const detailType = stringAt(entry, 'DetailType') ?? '';
  const bus = (stringAt(entry, 'EventBusName') ?? 'default').split('/').at(-1) ?? '';
  for (const [name, value] of [
    ['Source', source],
    ['DetailType', detailType],
    ['Detail', stringAt(entry, 'Detail') ?? ''],
  ]) {
    if (value?.trim()) continue;
    return invalid(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  if (!buses.has(bus)) {
    return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${bus} does not exist.` };
  }
  const detail = parseJsonObject(stringAt(entry, 'Detail') ?? '');
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const time = numberAt(entry, 'Time');
  const resources = arrayAt(entry, 'Resources').map(String);
  const draft = { bus, source, detailType, detail, resources };
  return time === undefined ? draft : { ...draft, time: new Date(time * 1000) };
}

function invalid(message: string): EntryFault {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
}
