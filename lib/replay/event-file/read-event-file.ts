import type { Readable } from 'node:stream';
import { ArrayReader } from './array-reader.ts';
import type { EventReader, FileEvent } from './file-event.ts';
import { LineReader } from './line-reader.ts';
import { plainText } from './plain-text.ts';

/**
 * Reads a file of events as it comes: one event per line, or one JSON array of events, plain or gzip. Each event
 * is a CloudEvent or the EventBridge envelope around one. After each read it yields the events that are complete,
 * so that the caller knows when there is nothing more to take for now.
 */
export async function* readEventFile(input: Readable): AsyncGenerator<readonly FileEvent[]> {
  let reader: EventReader | undefined;
  let head = '';
  for await (const text of plainText(input)) {
    if (reader !== undefined) {
      yield reader.read(text);
      continue;
    }
    head += text;
    reader = readerOf(head);
    if (reader !== undefined) yield reader.read(head);
  }
  if (reader === undefined) {
    reader = new LineReader();
    yield reader.read(head);
  }
  yield reader.end();
}

/**
 * Returns the reader for a file by its first characters, or undefined while they are too few to decide. Only a
 * bracket before an object, or before the closing bracket, begins an array of events. Any other line that begins
 * with a bracket is rejected as a line, and the next lines are still read.
 */
function readerOf(head: string): EventReader | undefined {
  const [first, second] = head.replaceAll(/\s+/g, '');
  if (first === undefined) return undefined;
  if (first !== '[') return new LineReader();
  if (second === undefined) return undefined;
  return second === '{' || second === ']' ? new ArrayReader() : new LineReader();
}
